/** NAL units of a byte stream with start codes (H.264 Annex B). Only for whole pieces: the last unit ends with the bytes. */
export function splitAnnexB(data: Uint8Array): Uint8Array[] {
  const nals: Uint8Array[] = [];
  let start = -1;
  for (let i = 0; i + 2 < data.length; i++) {
    if (data[i] !== 0 || data[i + 1] !== 0 || data[i + 2] !== 1) continue;
    if (start >= 0) push(nals, data, start, i);
    start = i + 3;
    i += 2;
  }
  if (start >= 0) push(nals, data, start, data.length);
  return nals;
}

function push(nals: Uint8Array[], data: Uint8Array, start: number, end: number): void {
  let last = end;
  // Zero bytes before a start code belong to it; a NAL unit never ends with one (§7.4.1).
  while (last > start && data[last - 1] === 0) last -= 1;
  if (last > start) nals.push(data.subarray(start, last));
}

/** One byte stream of NAL units, each after a start code of four bytes. */
export function annexB(nals: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(nals.reduce((sum, nal) => sum + 4 + nal.length, 0));
  let at = 0;
  for (const nal of nals) {
    bytes[at + 3] = 1;
    bytes.set(nal, at + 4);
    at += 4 + nal.length;
  }
  return bytes;
}
