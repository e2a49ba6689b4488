// A city whose vehicles' ways are all known, as the forecast sees it: what was learnt before a moment, and what was
// asked after it.
import type { StandingCamera, StandingPlace, Step } from '../../../server/src/alerts/next/ports.ts';

export interface Seen {
  readonly vehicle: number;
  readonly camera: number;
  readonly atMs: number;
  readonly direction: Step['direction'];
}

export interface NextCity {
  readonly name: string;
  readonly cameras: readonly (StandingCamera & { readonly headingDeg: number | null })[];
  /** In the order of time. */
  readonly seen: readonly Seen[];
  readonly ahead: (
    leaving: { from: StandingPlace; headingDeg: number | null; without: ReadonlySet<string> },
    cameras: readonly StandingCamera[],
  ) => readonly { readonly cameraId: string; readonly share: number }[];
  /** The way a vehicle came along that was read at one camera and then at another; null: not known. */
  readonly cameAlong: (from: StandingPlace, to: StandingPlace) => number | null;
}

export interface Asked {
  readonly camera: number;
  readonly step: Step;
}

/** Each passage with the one before and the one after it of the same vehicle, within a time. */
export function stepsOf({ seen, cameras }: NextCity, withinMs: number): (Asked & { atMs: number })[] {
  const last = new Map<number, number>();
  const steps: (Asked & { atMs: number })[] = seen.map(({ camera, atMs, direction }) => ({
    ...{ camera, atMs },
    step: { direction, beforeId: null, nextId: null, tookMs: null },
  }));
  for (const [n, { vehicle, camera, atMs }] of seen.entries()) {
    const before = last.get(vehicle);
    last.set(vehicle, n);
    if (before === undefined || atMs - seen[before]!.atMs > withinMs || seen[before]!.camera === camera)
      continue;
    const [from, to] = [steps[before]!, steps[n]!];
    const nextId = cameras[camera]!.id;
    steps[before] = { ...from, step: { ...from.step, nextId, tookMs: atMs - from.atMs } };
    steps[n] = { ...to, step: { ...to.step, beforeId: cameras[seen[before]!.camera]!.id } };
  }
  return steps;
}
