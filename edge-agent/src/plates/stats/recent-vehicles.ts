// How well plates are read at one camera: the last 100 vehicles, and what an installer should do about it.
import type { PlateAdvice } from '@brightwall/protocol/plate-setup';
import type { Track } from '../track/track.ts';

const kept = 100;
/** Advice wants this many vehicles first. */
const enough = 10;
/** GA/T 833 asks for plates 80–100 px wide; below this characters are 8 px. */
export const wantedWidthPx = 90;
/** Narrower than this, people are told so. */
export const smallWidthPx = 75;
const wantedAngleDeg = 15;
/** Half of what the reader still reads nearly all of. */
const wantedSharpness = 0.08;
const wantedRead = 0.9;
const wantedSkipped = 0.1;

interface Vehicle {
  readonly read: boolean;
  readonly widthPx: number;
  readonly angleDeg: number;
  readonly sharpness: number | null;
}

export interface RecentFigures {
  readonly recentVehicles: number;
  readonly recentRead: number;
  readonly plateWidthPx: number | null;
  readonly angleDeg: number | null;
  readonly sharpness: number | null;
}

export class RecentVehicles {
  #vehicles: Vehicle[] = [];

  note(track: Track, read: boolean): void {
    this.#vehicles.push({
      read,
      widthPx: track.widest.width,
      angleDeg: track.angleDeg,
      sharpness: track.sharpness,
    });
    if (this.#vehicles.length > kept) this.#vehicles.shift();
  }

  /** They are measured in another stream's pixels from now on. */
  forget(): void {
    this.#vehicles = [];
  }

  figures(): RecentFigures {
    const vehicles = this.#vehicles;
    return {
      recentVehicles: vehicles.length,
      recentRead: vehicles.filter(v => v.read).length,
      plateWidthPx: median(vehicles.map(v => v.widthPx)),
      angleDeg: median(vehicles.map(v => v.angleDeg)),
      sharpness: median(vehicles.flatMap(v => v.sharpness ?? [])),
    };
  }
}

/** `skippedPart`: of the pictures due lately; `quietMs`: how long nothing passed while pictures came. */
export function adviceFor(figures: RecentFigures, skippedPart: number, quietMs: number): PlateAdvice[] {
  const { recentVehicles, recentRead, plateWidthPx, angleDeg, sharpness } = figures;
  const advice: PlateAdvice[] = [];
  const say = (code: PlateAdvice['code'], measured: number | null, wanted: number | null) =>
    advice.push({ code, measured: measured === null ? null : round(measured), wanted });
  if (skippedPart > wantedSkipped) say('frames-skipped', skippedPart, wantedSkipped);
  if (recentVehicles === 0 && quietMs > 600_000) say('no-vehicles', null, null);
  if (recentVehicles < enough) return advice;
  if (plateWidthPx !== null && plateWidthPx < smallWidthPx) say('plates-small', plateWidthPx, wantedWidthPx);
  if (angleDeg !== null && Math.abs(angleDeg) > wantedAngleDeg)
    say('plates-tilted', angleDeg, wantedAngleDeg);
  if (sharpness !== null && sharpness < wantedSharpness) say('pictures-blurred', sharpness, wantedSharpness);
  const readPart = recentRead / recentVehicles;
  if (readPart < wantedRead) say('many-unreadable', 1 - readPart, round(1 - wantedRead));
  if (advice.length === 0) say('good', readPart, null);
  return advice;
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[sorted.length >> 1];
  return middle === undefined ? null : round(middle);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
