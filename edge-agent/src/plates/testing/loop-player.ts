// Plays a loop of the simulator (loop.json, main.h264, sub.h264) through one camera's plate reading as fast as it
// goes: the real gates, decoders, reader and tracker, with media time for a clock. Nothing is skipped for want of
// time, so that what comes out does not depend on the machine.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FakeClock } from '@brightwall/kit/clock';
import type { StreamProfile } from '@brightwall/protocol/camera';
import type { SeenPassage } from '@brightwall/protocol/passage';
import type { PlateSetup, PlateStats, PlateView } from '@brightwall/protocol/plate-setup';
import type { AccessUnit, NalCodec, ParameterSets } from '../../media/access-unit.ts';
import { splitAnnexB } from '../../media/annexb.ts';
import { parameterSetName } from '../../media/depacketise.ts';
import { h265NalType } from '../../media/h265.ts';
import { CameraPlates } from '../camera-plates.ts';
import type { PassagePicture, StillReader } from '../ports.ts';
import { ReadingTurns } from '../reading-turns.ts';

export interface LoopStream {
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly units: readonly { offset: number; size: number; key: boolean }[];
}

export interface PlayedLoop {
  readonly passages: { readonly passage: SeenPassage; readonly pictures: readonly PassagePicture[] }[];
  readonly stats: PlateStats;
  readonly views: readonly PlateView[];
  /** When the first frame was taken: frame n of the main stream was taken n × 1000 / fps later. */
  readonly startMs: number;
  readonly errors: readonly unknown[];
}

export interface PlayOptions {
  /** Folder with loop.json. */
  readonly dir: string;
  readonly reader: StillReader;
  /** How often the loop is played. */
  readonly times?: number;
  /** Another loop of the same camera that is played before, and how often: what the gate has learned from. */
  readonly before?: { readonly dir: string; readonly times: number };
  readonly profile?: StreamProfile;
  readonly setup?: PlateSetup;
  readonly watched?: boolean;
  /** May spoil a picture, or leave it out (null); `n` counts the stream's pictures. */
  readonly spoil?: (unit: AccessUnit, stream: 'main' | 'sub', n: number) => AccessUnit | null;
  /** Vehicles still in the picture at the end become passages too. Default true. */
  readonly flush?: boolean;
}

export async function playLoop(options: PlayOptions): Promise<PlayedLoop> {
  const { dir, reader, times = 1, profile = 'main', flush = true } = options;
  let startMs: number = Date.UTC(2026, 0, 1);
  const clock = new FakeClock(startMs);
  const passages: PlayedLoop['passages'] = [];
  const views: PlateView[] = [];
  const errors: unknown[] = [];
  const plates = new CameraPlates({
    cameraId: '0123456789abcdef',
    profile,
    watchProfile: 'sub',
    reader,
    turns: new ReadingTurns(clock, 1),
    clock,
    ...(options.setup ? { setup: options.setup } : {}),
    sink: {
      put: (passage, pictures) => {
        passages.push({ passage, pictures });
        return Promise.resolve();
      },
    },
    output: { onStats: () => {}, onView: view => views.push(view), onReadNeeded: () => {} },
    onError: (_, error) => errors.push(error),
  });
  if (options.watched) plates.handleWatch(true);
  let nowMs = 0;
  const run = async (folder: string, rounds: number, spoil: PlayOptions['spoil']) => {
    const { codec, streams } = loopFacts(folder);
    const open = (name: 'main' | 'sub') =>
      new LoopReader(codec, streams[name], join(folder, streams[name].file), nowMs);
    const [main, sub] = [open('main'), open('sub')];
    const due = (loop: LoopReader, n: number) => (n * 1000) / loop.fps;
    const all = { main: main.length * rounds, sub: sub.length * rounds };
    let [m, s] = [0, 0];
    const fromMs = nowMs;
    while (m < all.main || s < all.sub) {
      const isMain = m < all.main && (s >= all.sub || due(main, m) <= due(sub, s));
      const [loop, n] = isMain ? [main, m++] : [sub, s++];
      const atMs = fromMs + due(loop, n);
      await clock.advance(atMs - nowMs);
      nowMs = atMs;
      const read = loop.unit(n);
      const unit = spoil ? spoil(read, isMain ? 'main' : 'sub', n) : read;
      if (!unit) continue;
      if (isMain === (profile === 'main')) plates.handleReadPicture(unit, epochMs + atMs, loop.stream);
      if (!isMain) plates.handleWatchPicture(unit, epochMs + atMs, loop.stream);
      await idle(plates);
    }
    nowMs = fromMs + (main.length * rounds * 1000) / main.fps;
  };
  const epochMs = startMs;
  if (options.before) await run(options.before.dir, options.before.times, undefined);
  startMs = epochMs + nowMs;
  await run(dir, times, options.spoil);
  if (flush) await plates.flush();
  const stats = plates.stats();
  await plates.close();
  return { passages, stats, views, startMs, errors };
}

export function loopFacts(folder: string): { codec: NalCodec; streams: Record<'main' | 'sub', LoopStream> } {
  return JSON.parse(readFileSync(join(folder, 'loop.json'), 'utf8'));
}

/** A decoder that keeps a picture back until more come must not hold up the loop. */
export async function idle(plates: CameraPlates): Promise<void> {
  const end = performance.now() + 1500;
  while (!plates.idle && performance.now() < end) await new Promise(resolve => setTimeout(resolve, 1));
  await plates.settled();
}

/** One stream of a loop, picture by picture. */
export class LoopReader {
  readonly fps: number;
  readonly stream: { readonly sets: ParameterSets; readonly widthPx: number; readonly heightPx: number };
  #codec: NalCodec;
  #units: LoopStream['units'];
  #bytes: Buffer;
  #fromMs: number;

  /** `fromMs`: media time of its first picture. */
  constructor(codec: NalCodec, { width, height, fps, units }: LoopStream, path: string, fromMs: number) {
    this.#fromMs = fromMs;
    this.#codec = codec;
    this.#units = units;
    this.#bytes = readFileSync(path);
    this.fps = fps;
    const sets: ParameterSets = { vps: null, sps: null, pps: null };
    for (const nal of this.unit(0).nals) {
      const name = parameterSetName(codec, codec === 'h264' ? nal[0]! & 0x1f : h265NalType(nal[0]!));
      if (name) sets[name] = nal;
    }
    this.stream = { sets, widthPx: width, heightPx: height };
  }

  get length(): number {
    return this.#units.length;
  }

  /** The n-th picture since play began; the loop repeats. */
  unit(n: number): AccessUnit {
    const { offset, size, key } = this.#units[n % this.#units.length]!;
    const nals = splitAnnexB(this.#bytes.subarray(offset, offset + size));
    const rtp90k = Math.round((n * 90_000) / this.fps + this.#fromMs * 90) >>> 0;
    return { codec: this.#codec, key, nals, rtp90k };
  }
}
