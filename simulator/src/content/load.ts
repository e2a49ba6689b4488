// Loops in memory: read when first shown, packetised once, shared by all cameras that show them.
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packetise } from '../rtsp/packetise.ts';
import { buildFrame, type RtpFrame } from '../rtsp/rtp-frame.ts';
import { type LoopFile, loopDir } from './build.ts';
import { mainFrameOfSub } from './encode.ts';
import { findParameterSets, type ParameterSets, splitNalUnits } from './nal.ts';
import type { Codec, StreamName } from './plan.ts';

export interface LoadedStream {
  readonly loopId: string;
  readonly codec: Codec;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly frames: readonly RtpFrame[];
  readonly parameterSets: ParameterSets;
  /** The number burnt into the picture of access unit `index`. */
  burntFrame(index: number): number;
}

export class LoopStore {
  #dir: string;
  #seed: number;
  #streams = new Map<string, LoadedStream>();
  #files = new Map<string, LoopFile>();
  /** Ten a loop and stream, 30–90 KB each: 40 MB when every loop has been asked for. */
  #pictures = new Map<string, Promise<Buffer>>();

  constructor(dir: string, seed: number) {
    this.#dir = dir;
    this.#seed = seed;
  }

  /** Reads synchronously: once per loop, a few MB, and a camera's first viewer waits for it anyway. */
  stream(loopId: string, name: StreamName): LoadedStream {
    const id = `${loopId}/${name}`;
    const known = this.#streams.get(id);
    if (known) return known;
    const file = this.#file(loopId);
    const shape = file.streams[name];
    const bytes = readFileSync(join(loopDir(this.#dir, loopId, this.#seed), shape.file));
    let parameterSets: ParameterSets | null = null;
    const frames = shape.units.map(unit => {
      const nals = splitNalUnits(bytes.subarray(unit.offset, unit.offset + unit.size));
      parameterSets ??= findParameterSets(file.codec, nals);
      return buildFrame(packetise(file.codec, nals), unit.key);
    });
    if (!parameterSets) throw new Error(`${id}: no parameter sets`);
    const { codec } = file;
    const { width, height, fps } = shape;
    const burntFrame = name === 'main' ? (index: number) => index : mainFrameOfSub;
    const stream = { loopId, codec, width, height, fps, frames, parameterSets, burntFrame };
    this.#streams.set(id, stream);
    return stream;
  }

  loopSeconds(loopId: string): number {
    return this.#file(loopId).plan.seconds;
  }

  plan(loopId: string): LoopFile['plan'] {
    return this.#file(loopId).plan;
  }

  /** JPEG of the key frame at or before main frame `frame`. */
  keyPicture(loopId: string, name: StreamName, frame: number): Promise<Buffer> {
    const { keyPictures } = this.#file(loopId);
    const n = Math.min(keyPictures, Math.floor(frame / 50) + 1);
    const path = join(loopDir(this.#dir, loopId, this.#seed), `${name}-key-${n}.jpg`);
    const picture = this.#pictures.get(path) ?? readFile(path);
    this.#pictures.set(path, picture);
    return picture;
  }

  truthPath(loopId: string): string {
    return join(loopDir(this.#dir, loopId, this.#seed), this.#file(loopId).truth);
  }

  #file(loopId: string): LoopFile {
    const known = this.#files.get(loopId);
    if (known) return known;
    const file = JSON.parse(
      readFileSync(join(loopDir(this.#dir, loopId, this.#seed), 'loop.json'), 'utf8'),
    ) as LoopFile;
    this.#files.set(loopId, file);
    return file;
  }
}
