// Annex B byte streams (H.264 annex B, H.265 annex B): NAL units and access units.
import type { Codec } from './plan.ts';

/** NAL units without start codes, as views into `bytes`. */
export function splitNalUnits(bytes: Buffer): Buffer[] {
  const units: Buffer[] = [];
  let start = -1;
  for (
    let at = bytes.indexOf('\0\0\x01', 0, 'latin1');
    at >= 0;
    at = bytes.indexOf('\0\0\x01', at + 3, 'latin1')
  ) {
    if (start >= 0) units.push(withoutTrailingZeros(bytes.subarray(start, at)));
    start = at + 3;
  }
  if (start >= 0) units.push(withoutTrailingZeros(bytes.subarray(start)));
  return units.filter(u => u.length > 0);
}

function withoutTrailingZeros(unit: Buffer): Buffer {
  let end = unit.length;
  while (end > 0 && unit[end - 1] === 0) end -= 1;
  return unit.subarray(0, end);
}

export function nalType(codec: Codec, unit: Buffer): number {
  return codec === 'h264' ? unit[0]! & 0x1f : (unit[0]! >> 1) & 0x3f;
}

/** Access unit delimiter. */
export function isDelimiter(codec: Codec, unit: Buffer): boolean {
  return nalType(codec, unit) === (codec === 'h264' ? 9 : 35);
}

/** IDR slice (H.264 type 5; H.265 IDR_W_RADL, IDR_N_LP, CRA). */
export function isKey(codec: Codec, unit: Buffer): boolean {
  const type = nalType(codec, unit);
  return codec === 'h264' ? type === 5 : type >= 19 && type <= 21;
}

export interface ParameterSets {
  readonly vps: Buffer | null;
  readonly sps: Buffer;
  readonly pps: Buffer;
}

export function findParameterSets(codec: Codec, units: readonly Buffer[]): ParameterSets | null {
  const of = (type: number) => units.find(u => nalType(codec, u) === type) ?? null;
  const [vps, sps, pps] = codec === 'h264' ? [null, of(7), of(8)] : [of(32), of(33), of(34)];
  return sps && pps ? { vps, sps, pps } : null;
}

export interface IndexedUnit {
  readonly offset: number;
  readonly size: number;
  readonly key: boolean;
}

/** Cuts a stream whose encoder wrote access unit delimiters. */
export function indexAccessUnits(codec: Codec, bytes: Buffer): IndexedUnit[] {
  const cuts: number[] = [];
  const keys: boolean[] = [];
  for (
    let at = bytes.indexOf('\0\0\x01', 0, 'latin1');
    at >= 0;
    at = bytes.indexOf('\0\0\x01', at + 3, 'latin1')
  ) {
    const unit = bytes.subarray(at + 3, at + 5);
    if (unit.length < 2) break;
    if (isDelimiter(codec, unit)) {
      cuts.push(at > 0 && bytes[at - 1] === 0 ? at - 1 : at);
      keys.push(false);
    } else if (isKey(codec, unit) && keys.length > 0) keys[keys.length - 1] = true;
  }
  return cuts.map((offset, i) => ({ offset, size: (cuts[i + 1] ?? bytes.length) - offset, key: keys[i]! }));
}
