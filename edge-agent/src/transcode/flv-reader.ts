// The FLV stream ffmpeg writes (Adobe FLV 10.1, annex E), as far as H.264 in it: of all containers ffmpeg can
// write to a pipe it is the simplest that tells each picture's exact bounds and time.
import type { AccessUnit } from '../media/access-unit.ts';
import { copyBytes } from '../media/depacketise.ts';

const maxTagBytes = 8 * 1024 * 1024;

export class FlvReader {
  #rest: Buffer = Buffer.alloc(0);
  #headerSeen = false;
  #sets: Uint8Array[] = [];
  #onUnit: (unit: AccessUnit, timeMs: number) => void;

  /** `timeMs` is the presentation time; `rtp90k` of the unit is that time in 90 kHz. */
  constructor(onUnit: (unit: AccessUnit, timeMs: number) => void) {
    this.#onUnit = onUnit;
  }

  /** Throws RangeError on what is no FLV. */
  handleBytes(chunk: Buffer): void {
    const data = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    let at = 0;
    if (!this.#headerSeen) {
      if (data.length < 13) {
        this.#keep(data, 0);
        return;
      }
      if (data.toString('latin1', 0, 3) !== 'FLV') throw new RangeError('no FLV');
      this.#headerSeen = true;
      at = 13;
    }
    while (at + 11 <= data.length) {
      const size = data.readUIntBE(at + 1, 3);
      if (size > maxTagBytes) throw new RangeError(`FLV tag of ${size} bytes`);
      const end = at + 11 + size;
      if (end + 4 > data.length) break;
      if ((data[at]! & 0x1f) === 9) {
        const timeMs = data.readUIntBE(at + 4, 3) + data[at + 7]! * 2 ** 24;
        this.#video(data, at + 11, end, timeMs);
      }
      at = end + 4;
    }
    this.#keep(data, at);
  }

  #keep(data: Buffer, from: number): void {
    this.#rest = from < data.length ? Buffer.from(data.subarray(from)) : Buffer.alloc(0);
  }

  #video(data: Buffer, start: number, end: number, timeMs: number): void {
    if (end - start < 6 || (data[start]! & 0x0f) !== 7) return;
    const kind = data[start + 1];
    if (kind === 0) this.#sets = readAvcC(data.subarray(start + 5, end));
    if (kind !== 1) return;
    const key = data[start]! >> 4 === 1;
    const presentMs = timeMs + data.readIntBE(start + 2, 3);
    const nals = readLengthPrefixed(data, start + 5, end);
    const withSets = key && !nals.some(nal => (nal[0]! & 0x1f) === 7) ? [...this.#sets, ...nals] : nals;
    this.#onUnit({ codec: 'h264', key, nals: withSets, rtp90k: (presentMs * 90) >>> 0 }, presentMs);
  }
}

function readAvcC(config: Uint8Array): Uint8Array[] {
  const sets: Uint8Array[] = [];
  let at = 6;
  for (let array = 0; array < 2; array++) {
    let count = array === 0 ? config[5]! & 0x1f : config[at++]!;
    for (; count > 0 && at + 2 <= config.length; count--) {
      const size = (config[at]! << 8) | config[at + 1]!;
      sets.push(copyBytes(config, at + 2, at + 2 + size));
      at += 2 + size;
    }
  }
  return sets;
}

function readLengthPrefixed(data: Buffer, start: number, end: number): Uint8Array[] {
  const nals: Uint8Array[] = [];
  let at = start;
  while (at + 4 < end) {
    const size = data.readUInt32BE(at);
    if (size === 0 || at + 4 + size > end) throw new RangeError('FLV: NAL unit past the end of its tag');
    nals.push(copyBytes(data, at + 4, at + 4 + size));
    at += 4 + size;
  }
  return nals;
}
