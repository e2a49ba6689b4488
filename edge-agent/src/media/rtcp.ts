// RTCP (RFC 3550 §6, RFC 4585): sender reports in, receiver reports out, key-frame requests from the core.
import { readU32, writeU32 } from './rtp.ts';

/** Seconds from the NTP epoch (1900) to the Unix epoch (1970). */
const ntpToUnixS = 2_208_988_800;

export interface SenderReport {
  readonly ssrc: number;
  /** The sender's wall clock, epoch ms. */
  readonly epochMs: number;
  readonly rtpTimestamp: number;
  /** Middle 32 bits of the NTP time, echoed in receiver reports (LSR). */
  readonly ntpMiddle: number;
}

/** What is of use in a compound packet; anything malformed ends the walk, nothing throws. */
export interface RtcpNews {
  senderReports: SenderReport[];
  /** Media SSRCs for which a picture loss indication or full intra request came. */
  keyFrameRequests: number[];
  /** Packets asked for again (RFC 4585 §6.2.1), by media SSRC. */
  lostPackets: { ssrc: number; sequence: number }[];
  bye: boolean;
}

export function parseRtcp(data: Uint8Array, start = 0, end = data.length): RtcpNews {
  const news: RtcpNews = { senderReports: [], keyFrameRequests: [], lostPackets: [], bye: false };
  let at = start;
  // A compound packet of 1500 bytes holds at most a few dozen parts; the length field bounds the walk.
  while (at + 4 <= end && data[at]! >> 6 === 2) {
    const format = data[at]! & 0x1f;
    const type = data[at + 1]!;
    const next = at + 4 + ((data[at + 2]! << 8) | data[at + 3]!) * 4;
    if (next > end) break;
    if (type === 200 && next - at >= 28) {
      const seconds = readU32(data, at + 8);
      const fraction = readU32(data, at + 12);
      // Some cameras send zero until their clock is set: that is no time.
      if (seconds > ntpToUnixS)
        news.senderReports.push({
          ssrc: readU32(data, at + 4),
          epochMs: (seconds - ntpToUnixS) * 1000 + (fraction / 2 ** 32) * 1000,
          rtpTimestamp: readU32(data, at + 16),
          ntpMiddle: (((seconds & 0xffff) << 16) | (fraction >>> 16)) >>> 0,
        });
    } else if (type === 205 && format === 1) {
      for (let fci = at + 12; fci + 4 <= next; fci += 4) readNack(data, at, fci, news.lostPackets);
    } else if (type === 203) {
      news.bye = true;
    } else if (type === 206 && next - at >= 12) {
      if (format === 1) news.keyFrameRequests.push(readU32(data, at + 8));
      if (format === 4)
        for (let fci = at + 12; fci + 8 <= next; fci += 8) news.keyFrameRequests.push(readU32(data, fci));
    }
    at = next;
  }
  return news;
}

/** Packet id and a bit mask of the 16 after it. */
function readNack(data: Uint8Array, at: number, fci: number, out: RtcpNews['lostPackets']): void {
  const ssrc = readU32(data, at + 8);
  const first = (data[fci]! << 8) | data[fci + 1]!;
  const mask = (data[fci + 2]! << 8) | data[fci + 3]!;
  out.push({ ssrc, sequence: first });
  for (let bit = 0; bit < 16; bit++)
    if (mask & (1 << bit)) out.push({ ssrc, sequence: (first + bit + 1) & 0xffff });
}

/** Epoch ms as 64-bit NTP time written at `at` (also the form of abs-capture-time). */
export function writeNtp(data: Uint8Array, at: number, epochMs: number): void {
  const seconds = Math.floor(epochMs / 1000);
  writeU32(data, at, (seconds + ntpToUnixS) >>> 0);
  writeU32(
    data,
    at + 4,
    Math.min(2 ** 32 - 1, Math.round(((epochMs - seconds * 1000) / 1000) * 2 ** 32)) >>> 0,
  );
}

export interface ReceiverReportFacts {
  readonly ownSsrc: number;
  readonly mediaSsrc: number;
  readonly highestSequence: number;
  readonly lost: number;
  readonly lastSrMiddle: number;
  /** Since that report, 1/65536 s; 0 when there was none. */
  readonly delaySinceSr: number;
}

/** RR with one block and an SDES CNAME, as RFC 3550 §6.1 wants a compound packet. */
export function buildReceiverReport(facts: ReceiverReportFacts): Uint8Array {
  const out = new Uint8Array(32 + 20);
  out.set([0x81, 201, 0, 7]);
  writeU32(out, 4, facts.ownSsrc);
  writeU32(out, 8, facts.mediaSsrc);
  writeU32(out, 12, Math.max(0, Math.min(facts.lost, 0x7fffff)));
  writeU32(out, 16, facts.highestSequence);
  writeU32(out, 24, facts.lastSrMiddle);
  writeU32(out, 28, facts.delaySinceSr);
  out.set([0x81, 202, 0, 4], 32);
  writeU32(out, 36, facts.ownSsrc);
  out.set([1, 10], 40);
  out.set(new TextEncoder().encode('brightwall'), 42);
  return out;
}

/** SR without report blocks. */
export function buildSenderReport(facts: {
  ssrc: number;
  epochMs: number;
  rtpTimestamp: number;
  packets: number;
  octets: number;
}): Uint8Array {
  const out = new Uint8Array(28);
  out.set([0x80, 200, 0, 6]);
  writeU32(out, 4, facts.ssrc);
  writeNtp(out, 8, facts.epochMs);
  writeU32(out, 16, facts.rtpTimestamp);
  writeU32(out, 20, facts.packets >>> 0);
  writeU32(out, 24, facts.octets >>> 0);
  return out;
}
