// The parameter sets of a stream in the form containers carry them (ISO/IEC 14496-15): avcC and hvcC.
import type { NalCodec, ParameterSets } from './access-unit.ts';
import { joinBytes } from './depacketise.ts';
import { parseH264Sps } from './h264.ts';
import { h265Nal, parseH265Sps } from './h265.ts';

/** NAL units are written with 4-byte lengths. Throws RangeError when a set is missing or nonsense. */
export function decoderConfig(codec: NalCodec, sets: ParameterSets): Uint8Array {
  const { vps, sps, pps } = sets;
  if (!sps || !pps) throw new RangeError('no parameter sets');
  return codec === 'h264' ? avcC(sps, pps) : hvcC(vps, sps, pps);
}

/** §5.3.3.1. */
function avcC(sps: Uint8Array, pps: Uint8Array): Uint8Array {
  const facts = parseH264Sps(sps);
  const parts = [
    Uint8Array.of(1, sps[1]!, sps[2]!, sps[3]!, 0xff, 0xe1),
    u16(sps.length),
    sps,
    Uint8Array.of(1),
    u16(pps.length),
    pps,
  ];
  if ([100, 110, 122, 144].includes(facts.profileIdc))
    parts.push(
      Uint8Array.of(
        0xfc | facts.chromaFormatIdc,
        0xf8 | (facts.bitDepth - 8),
        0xf8 | (facts.bitDepth - 8),
        0,
      ),
    );
  return joinBytes(parts);
}

/** §8.3.3.1. */
function hvcC(vps: Uint8Array | null, sps: Uint8Array, pps: Uint8Array): Uint8Array {
  const facts = parseH265Sps(sps);
  const arrays: [number, Uint8Array][] = [
    ...(vps ? [[h265Nal.vps, vps] as [number, Uint8Array]] : []),
    [h265Nal.sps, sps],
    [h265Nal.pps, pps],
  ];
  const parts = [
    Uint8Array.of(1),
    facts.profileTierLevel,
    Uint8Array.of(0xf0, 0, 0xfc, 0xfc | facts.chromaFormatIdc, 0xf8 | (facts.bitDepthLuma - 8)),
    Uint8Array.of(0xf8 | (facts.bitDepthChroma - 8), 0, 0, (Math.min(7, facts.temporalLayers) << 3) | 0x07),
    Uint8Array.of(arrays.length),
  ];
  for (const [type, nal] of arrays) parts.push(Uint8Array.of(0x80 | type), u16(1), u16(nal.length), nal);
  return joinBytes(parts);
}

/** NAL units each after its length in 4 bytes. */
export function lengthPrefixed(nals: readonly Uint8Array[]): Uint8Array {
  let size = 0;
  for (const nal of nals) size += 4 + nal.length;
  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  let at = 0;
  for (const nal of nals) {
    view.setUint32(at, nal.length);
    out.set(nal, at + 4);
    at += 4 + nal.length;
  }
  return out;
}

function u16(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff);
}
