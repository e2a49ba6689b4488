// Access units → RTP payloads: H.264 by RFC 6184 (packetization-mode 1: single NAL, STAP-A, FU-A),
// H.265 by RFC 7798 (single NAL, FU).
import { isDelimiter } from '../content/nal.ts';
import type { Codec } from '../content/plan.ts';

/** Payload bytes a packet; with 12 of RTP, 8 of UDP, 20 of IP it stays under an Ethernet frame with room for SRTP. */
export const maxPayload = 1400;

/** RTP payloads of one access unit in sending order; the last carries the marker. */
export function packetise(codec: Codec, units: readonly Buffer[]): Buffer[] {
  const payloads: Buffer[] = [];
  let small: Buffer[] = [];
  const flush = () => {
    if (small.length === 1) payloads.push(small[0]!);
    else if (small.length > 1) payloads.push(stapA(small));
    small = [];
  };
  for (const unit of units) {
    if (isDelimiter(codec, unit)) continue;
    // Parameter sets and SEI travel together, as cameras' firmware sends them.
    const aggregates = codec === 'h264' && (unit[0]! & 0x1f) > 5 && unit.length < 400;
    if (aggregates) {
      small.push(unit);
      continue;
    }
    flush();
    if (unit.length <= maxPayload) payloads.push(unit);
    else payloads.push(...(codec === 'h264' ? fuA(unit) : fu265(unit)));
  }
  flush();
  return payloads;
}

/** RFC 6184 §5.7.1 */
function stapA(units: readonly Buffer[]): Buffer {
  const nri = Math.max(...units.map(u => u[0]! & 0x60));
  const parts: Buffer[] = [Buffer.from([nri | 24])];
  for (const unit of units) parts.push(Buffer.from([unit.length >> 8, unit.length & 255]), unit);
  return Buffer.concat(parts);
}

/** RFC 6184 §5.8 */
function fuA(unit: Buffer): Buffer[] {
  const indicator = (unit[0]! & 0xe0) | 28;
  return fragments(unit, 1, (start, end) => [indicator, (start << 7) | (end << 6) | (unit[0]! & 0x1f)]);
}

/** RFC 7798 §4.4.3 */
function fu265(unit: Buffer): Buffer[] {
  const type = (unit[0]! >> 1) & 0x3f;
  const first = (unit[0]! & 0x81) | (49 << 1);
  return fragments(unit, 2, (start, end) => [first, unit[1]!, (start << 7) | (end << 6) | type]);
}

function fragments(
  unit: Buffer,
  headerBytes: number,
  header: (start: number, end: number) => number[],
): Buffer[] {
  const out: Buffer[] = [];
  const room = maxPayload - headerBytes - 1;
  for (let at = headerBytes; at < unit.length; at += room) {
    const last = at + room >= unit.length;
    const head = header(at === headerBytes ? 1 : 0, last ? 1 : 0);
    out.push(Buffer.concat([Buffer.from(head), unit.subarray(at, at + room)]));
  }
  return out;
}
