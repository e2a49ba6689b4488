import { describe, expect, it } from 'vitest';
import { buildReceiverReport, buildSenderReport, parseRtcp } from './rtcp.ts';
import { emptyRtpView, parseRtp, sequenceDifference } from './rtp.ts';

describe('RTCP', () => {
  it('reads back the sender report it wrote, to the millisecond', () => {
    const epochMs = Date.UTC(2026, 10, 23, 13, 0, 0, 123);
    const report = buildSenderReport({
      ssrc: 5,
      epochMs,
      rtpTimestamp: 4_000_000_000,
      packets: 10,
      octets: 20,
    });
    const [read] = parseRtcp(report).senderReports;
    expect(read).toMatchObject({ ssrc: 5, rtpTimestamp: 4_000_000_000 });
    expect(read!.epochMs).toBeCloseTo(epochMs, 3);
  });

  it('does not take a clock that was never set for a time', () => {
    const report = buildSenderReport({
      ssrc: 5,
      epochMs: Date.now(),
      rtpTimestamp: 0,
      packets: 0,
      octets: 0,
    });
    report.fill(0, 8, 16);
    expect(parseRtcp(report).senderReports).toEqual([]);
  });

  it('finds picture loss indications and full intra requests in a compound packet', () => {
    const pli = Uint8Array.of(0x81, 206, 0, 2, 0, 0, 0, 1, 0, 0, 0, 9);
    const fir = Uint8Array.of(0x84, 206, 0, 4, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 7, 1, 0, 0, 0);
    const rr = buildReceiverReport({
      ownSsrc: 1,
      mediaSsrc: 2,
      highestSequence: 3,
      lost: 0,
      lastSrMiddle: 0,
      delaySinceSr: 0,
    });
    expect(parseRtcp(Buffer.concat([rr, pli, fir])).keyFrameRequests).toEqual([9, 7]);
  });

  it('ends at a length that reaches past the packet', () => {
    expect(parseRtcp(Uint8Array.of(0x80, 200, 0xff, 0xff, 0, 0, 0, 0))).toEqual({
      senderReports: [],
      keyFrameRequests: [],
      lostPackets: [],
      bye: false,
    });
  });
});

describe('RTP', () => {
  it('finds the payload behind CSRCs and an extension, before padding', () => {
    const packet = Buffer.from('b1e0000100000002000000030000000400010001aabbccdd6500000003', 'hex');
    packet[0] = 0xb1;
    const view = emptyRtpView();
    expect(parseRtp(packet, 0, packet.length, view)).toBe(true);
    expect(view).toMatchObject({
      payloadType: 96,
      marker: true,
      payloadStart: 24,
      payloadEnd: packet.length - 3,
    });
  });

  it('refuses what claims more than there is', () => {
    const view = emptyRtpView();
    expect(parseRtp(Buffer.from('9f600001000000020000000300000000', 'hex'), 0, 16, view)).toBe(false);
    expect(parseRtp(Buffer.from('80', 'hex'), 0, 1, view)).toBe(false);
  });

  it('compares sequence numbers across the wrap', () => {
    expect(sequenceDifference(3, 65_533)).toBe(6);
    expect(sequenceDifference(65_533, 3)).toBe(-6);
  });
});
