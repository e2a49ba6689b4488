// H.265 (ITU-T H.265): size and codec string; nothing here decodes.
import { BitReader } from './bits.ts';

export const h265Nal = { vps: 32, sps: 33, pps: 34, aud: 35, ap: 48, fu: 49 } as const;

export function h265NalType(firstByte: number): number {
  return (firstByte >> 1) & 0x3f;
}

/** BLA, IDR and CRA pictures (§7.4.2.2): decoding can begin here. */
export function isH265Irap(type: number): boolean {
  return type >= 16 && type <= 21;
}

export interface H265Sps {
  readonly widthPx: number;
  readonly heightPx: number;
  /** The 12 bytes general_profile_space … general_level_idc (§7.3.3), as hvcC carries them. */
  readonly profileTierLevel: Uint8Array;
  readonly chromaFormatIdc: number;
  readonly bitDepthLuma: number;
  readonly bitDepthChroma: number;
  /** sps_max_num_reorder_pics of the highest sub-layer. */
  readonly reorderDepth: number;
  readonly temporalLayers: number;
}

/** Sequence parameter set (§7.3.2.2), two header bytes included. Throws RangeError on nonsense. */
export function parseH265Sps(nal: Uint8Array): H265Sps {
  const r = new BitReader(nal, 2);
  r.skip(4);
  const maxSubLayers = r.bits(3);
  r.bit();
  const profileTierLevel = new Uint8Array(12);
  for (let i = 0; i < 12; i++) profileTierLevel[i] = r.bits(8);
  skipSubLayers(r, maxSubLayers);
  r.ue();
  const chromaFormatIdc = r.ue();
  if (chromaFormatIdc === 3) r.bit();
  let widthPx = r.ue();
  let heightPx = r.ue();
  if (r.bit()) {
    widthPx -= (r.ue() + r.ue()) * (chromaFormatIdc === 1 || chromaFormatIdc === 2 ? 2 : 1);
    heightPx -= (r.ue() + r.ue()) * (chromaFormatIdc === 1 ? 2 : 1);
  }
  if (widthPx < 8 || heightPx < 8 || widthPx > 16384 || heightPx > 16384)
    throw new RangeError(`SPS: ${widthPx}x${heightPx}`);
  const bitDepthLuma = 8 + r.ue();
  const bitDepthChroma = 8 + r.ue();
  r.ue();
  let reorderDepth = 0;
  for (let i = r.bit() ? 0 : maxSubLayers; i <= maxSubLayers; i++) {
    r.ue();
    reorderDepth = r.ue();
    r.ue();
  }
  return {
    widthPx,
    heightPx,
    profileTierLevel,
    chromaFormatIdc,
    bitDepthLuma,
    bitDepthChroma,
    reorderDepth: Math.min(16, reorderDepth),
    temporalLayers: maxSubLayers + 1,
  };
}

function skipSubLayers(r: BitReader, maxSubLayers: number): void {
  const present: [number, number][] = [];
  for (let i = 0; i < maxSubLayers; i++) present.push([r.bit(), r.bit()]);
  if (maxSubLayers > 0) r.skip(2 * (8 - maxSubLayers));
  for (const [profile, level] of present) {
    if (profile) r.skip(88);
    if (level) r.skip(8);
  }
}

/** RFC 6381 name after ISO/IEC 14496-15 Annex E, e.g. "hvc1.1.6.L93.B0". */
export function h265CodecString(sps: H265Sps): string {
  const ptl = sps.profileTierLevel;
  const space = ['', 'A', 'B', 'C'][ptl[0]! >> 6]!;
  let reversed = 0;
  for (let bit = 0; bit < 32; bit++) if ((ptl[1 + (bit >> 3)]! >> (7 - (bit & 7))) & 1) reversed |= 1 << bit;
  const constraints = [...ptl.subarray(5, 11)];
  while (constraints.length > 0 && constraints.at(-1) === 0) constraints.pop();
  const parts = [
    'hvc1',
    `${space}${ptl[0]! & 0x1f}`,
    (reversed >>> 0).toString(16).toUpperCase(),
    `${ptl[0]! & 0x20 ? 'H' : 'L'}${ptl[11]}`,
    ...constraints.map(byte => byte.toString(16).toUpperCase()),
  ];
  return parts.join('.');
}
