// H.264 (ITU-T H.264): what must be known of a stream to pass it on: size, frame rate, whether pictures are reordered.
import { BitReader } from './bits.ts';

export const h264Nal = { slice: 1, idr: 5, sei: 6, sps: 7, pps: 8, aud: 9, stapA: 24, fuA: 28 } as const;

export interface H264Sps {
  readonly profileIdc: number;
  readonly constraints: number;
  readonly levelIdc: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly fps: number | null;
  readonly chromaFormatIdc: number;
  readonly bitDepth: number;
  readonly interlaced: boolean;
  /** Pictures shown out of decoding order: false and true when the SPS says so, null when it leaves it open. */
  readonly reordered: boolean | null;
  /** Most pictures that precede another in decoding and follow it in output; 16 when not said. */
  readonly reorderDepth: number;
}

const highProfiles = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

/** Sequence parameter set (§7.3.2.1.1), header byte included. Throws RangeError on nonsense. */
export function parseH264Sps(nal: Uint8Array): H264Sps {
  const profileIdc = nal[1] ?? 0;
  const constraints = nal[2] ?? 0;
  const levelIdc = nal[3] ?? 0;
  const r = new BitReader(nal, 4);
  r.ue();
  let chromaFormatIdc = 1;
  let bitDepth = 8;
  if (highProfiles.has(profileIdc)) {
    chromaFormatIdc = r.ue();
    if (chromaFormatIdc === 3) r.bit();
    bitDepth = Math.max(8 + r.ue(), 8 + r.ue());
    r.bit();
    const matrixLists = r.bit() * (chromaFormatIdc === 3 ? 12 : 8);
    for (let i = 0; i < matrixLists; i++) if (r.bit()) skipScalingList(r, i < 6 ? 16 : 64);
  }
  r.ue();
  const pocType = r.ue();
  if (pocType === 0) r.ue();
  else if (pocType === 1) {
    r.bit();
    r.se();
    r.se();
    const cycle = r.ue();
    if (cycle > 255) throw new RangeError('SPS: picture order cycle');
    for (let i = 0; i < cycle; i++) r.se();
  }
  const refFrames = r.ue();
  r.bit();
  const mbWidth = r.ue() + 1;
  const mapHeight = r.ue() + 1;
  const frameMbsOnly = r.bit();
  if (!frameMbsOnly) r.bit();
  r.bit();
  let widthPx = mbWidth * 16;
  let heightPx = mapHeight * 16 * (2 - frameMbsOnly);
  if (r.bit()) {
    const unitX = chromaFormatIdc === 1 || chromaFormatIdc === 2 ? 2 : 1;
    const unitY = (chromaFormatIdc === 1 ? 2 : 1) * (2 - frameMbsOnly);
    widthPx -= (r.ue() + r.ue()) * unitX;
    heightPx -= (r.ue() + r.ue()) * unitY;
  }
  if (widthPx < 16 || heightPx < 16 || widthPx > 16384 || heightPx > 16384)
    throw new RangeError(`SPS: ${widthPx}x${heightPx}`);
  const vui = r.bit() ? parseVui(r) : { fps: null, reorder: null };
  // Type 2 output order is decoding order (§8.2.1.3); baseline has no B slices (§A.2.1).
  const never = pocType === 2 || profileIdc === 66 || refFrames === 0;
  const reordered = never ? false : vui.reorder === null ? null : vui.reorder > 0;
  return {
    profileIdc,
    constraints,
    levelIdc,
    widthPx,
    heightPx,
    fps: vui.fps,
    chromaFormatIdc,
    bitDepth,
    interlaced: !frameMbsOnly,
    reordered,
    reorderDepth: never ? 0 : (vui.reorder ?? Math.min(16, refFrames)),
  };
}

function skipScalingList(r: BitReader, size: number): void {
  let last = 8;
  let next = 8;
  for (let i = 0; i < size; i++) {
    if (next !== 0) next = (last + r.se() + 256) % 256;
    last = next === 0 ? last : next;
  }
}

/** Annex E.1.1, as far as the reorder depth. Many cameras end it early: then nothing is known. */
function parseVui(r: BitReader): { fps: number | null; reorder: number | null } {
  let fps: number | null = null;
  try {
    if (r.bit() && r.bits(8) === 255) r.skip(32);
    if (r.bit()) r.bit();
    if (r.bit()) {
      r.skip(4);
      if (r.bit()) r.skip(24);
    }
    if (r.bit()) {
      r.ue();
      r.ue();
    }
    if (r.bit()) {
      const unitsInTick = r.bits(32);
      const timeScale = r.bits(32);
      r.bit();
      const value = timeScale / (2 * unitsInTick);
      if (value > 0 && value <= 240) fps = value;
    }
    const nalHrd = r.bit();
    if (nalHrd) skipHrd(r);
    const vclHrd = r.bit();
    if (vclHrd) skipHrd(r);
    if (nalHrd || vclHrd) r.bit();
    r.bit();
    if (!r.bit()) return { fps, reorder: null };
    r.bit();
    for (let i = 0; i < 4; i++) r.ue();
    const reorder = r.ue();
    return { fps, reorder: reorder <= 16 ? reorder : null };
  } catch (error) {
    if (error instanceof RangeError) return { fps, reorder: null };
    throw error;
  }
}

function skipHrd(r: BitReader): void {
  const count = r.ue() + 1;
  if (count > 32) throw new RangeError('HRD');
  r.skip(8);
  for (let i = 0; i < count; i++) {
    r.ue();
    r.ue();
    r.bit();
  }
  r.skip(20);
}

/** Whether a slice NAL unit (header byte at `at`) is a B slice: slice_type is the second field (§7.3.3). */
export function isBSlice(data: Uint8Array, at: number, end: number): boolean {
  try {
    const r = new BitReader(data.subarray(at, Math.min(end, at + 16)), 1);
    r.ue();
    return r.ue() % 5 === 1;
  } catch {
    return false;
  }
}

/** RFC 6381 name for MP4 and the browser, e.g. "avc1.4d401f". */
export function h264CodecString(sps: H264Sps): string {
  return `avc1.${[sps.profileIdc, sps.constraints, sps.levelIdc].map(n => n.toString(16).padStart(2, '0')).join('')}`;
}

/** Why a browser cannot take this stream as it is over WebRTC; null when it can. */
export function webRtcObstacle(sps: H264Sps): string | null {
  if (![66, 77, 100].includes(sps.profileIdc)) return `profile ${sps.profileIdc}`;
  if (sps.chromaFormatIdc !== 1 || sps.bitDepth !== 8) return 'not 8-bit 4:2:0';
  if (sps.interlaced) return 'interlaced';
  if (sps.reordered) return 'B frames';
  return null;
}
