// RTP (RFC 3550) as bytes in place: nothing is copied, a packet is described by offsets into the buffer it came in.

/** Where things stand in one RTP packet. One object is reused for many packets: allocation per packet costs more than parsing. */
export interface RtpView {
  marker: boolean;
  payloadType: number;
  sequence: number;
  /** Media time in the stream's clock (90 kHz for video), modulo 2^32. */
  timestamp: number;
  ssrc: number;
  payloadStart: number;
  /** One past the last byte of the payload (padding taken off). */
  payloadEnd: number;
}

export function emptyRtpView(): RtpView {
  return {
    marker: false,
    payloadType: 0,
    sequence: 0,
    timestamp: 0,
    ssrc: 0,
    payloadStart: 0,
    payloadEnd: 0,
  };
}

/** Fills `view` from bytes start…end of `data`; false when they are no RTP packet (RFC 3550 §5.1). */
export function parseRtp(data: Uint8Array, start: number, end: number, view: RtpView): boolean {
  if (end - start < 12) return false;
  const first = data[start]!;
  if (first >> 6 !== 2) return false;
  let payloadStart = start + 12 + (first & 0x0f) * 4;
  if (first & 0x10) {
    if (payloadStart + 4 > end) return false;
    payloadStart += 4 + ((data[payloadStart + 2]! << 8) | data[payloadStart + 3]!) * 4;
  }
  let payloadEnd = end;
  if (first & 0x20) payloadEnd -= data[end - 1]!;
  if (payloadStart > payloadEnd) return false;
  const second = data[start + 1]!;
  view.marker = (second & 0x80) !== 0;
  view.payloadType = second & 0x7f;
  view.sequence = (data[start + 2]! << 8) | data[start + 3]!;
  view.timestamp = readU32(data, start + 4);
  view.ssrc = readU32(data, start + 8);
  view.payloadStart = payloadStart;
  view.payloadEnd = payloadEnd;
  return true;
}

export function readU32(data: Uint8Array, at: number): number {
  return ((data[at]! << 24) | (data[at + 1]! << 16) | (data[at + 2]! << 8) | data[at + 3]!) >>> 0;
}

export function writeU32(data: Uint8Array, at: number, value: number): void {
  data[at] = value >>> 24;
  data[at + 1] = value >>> 16;
  data[at + 2] = value >>> 8;
  data[at + 3] = value;
}

/** a − b modulo 2^16, as −32768…32767: positive when a is newer. */
export function sequenceDifference(a: number, b: number): number {
  return ((a - b) << 16) >> 16;
}

/** a − b modulo 2^32, signed. */
export function timestampDifference(a: number, b: number): number {
  return (a - b) | 0;
}

/** RTP packets of one stream that arrived together. `data` is only valid during the call that hands it over. */
export interface RtpBatch {
  readonly data: Uint8Array;
  /** Start and end of packet n stand at 2n and 2n+1. */
  readonly bounds: Uint32Array;
  readonly count: number;
}
