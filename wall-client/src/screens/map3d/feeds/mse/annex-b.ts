// H.264 as it comes over the wire (Annex B: start codes) taken apart for MP4 (ISO/IEC 14496-15: lengths, parameter
// sets apart).

const nalType = { parameterSequence: 7, parameterPicture: 8, delimiter: 9 } as const;

export interface TakenApart {
  /** Each NAL unit behind its length, four bytes; without parameter sets and delimiters. */
  sample: Uint8Array;
  sps: Uint8Array | null;
  pps: Uint8Array | null;
}

export function takeApart(unit: Uint8Array): TakenApart {
  let [sps, pps]: (Uint8Array | null)[] = [null, null];
  const kept: Uint8Array[] = [];
  for (const nal of nalUnits(unit)) {
    const type = (nal[0] ?? 0) & 0x1f;
    if (type === nalType.parameterSequence) sps = nal;
    else if (type === nalType.parameterPicture) pps = nal;
    else if (type !== nalType.delimiter) kept.push(nal);
  }
  const sample = new Uint8Array(kept.reduce((sum, nal) => sum + 4 + nal.length, 0));
  const view = new DataView(sample.buffer);
  let at = 0;
  for (const nal of kept) {
    view.setUint32(at, nal.length);
    sample.set(nal, at + 4);
    at += 4 + nal.length;
  }
  return { sample, sps: sps ?? null, pps: pps ?? null };
}

/** NAL units without start codes and trailing zeros, without a copy (H.264 B.1). */
export function nalUnits(unit: Uint8Array): Uint8Array[] {
  const found: Uint8Array[] = [];
  let from = -1;
  const end = (to: number) => {
    let last = to;
    while (last > from && unit[last - 1] === 0) last -= 1;
    if (from >= 0 && last > from) found.push(unit.subarray(from, last));
  };
  for (let i = 0; i + 2 < unit.length; i += 1) {
    if (unit[i] !== 0 || unit[i + 1] !== 0 || unit[i + 2] !== 1) continue;
    end(i);
    from = i + 3;
    i += 2;
  }
  end(unit.length);
  return found;
}
