import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AccessUnit, ParameterSets } from '../media/access-unit.ts';
import { Depacketiser } from '../media/depacketise.ts';
import { emptyRtpView, parseRtp } from '../media/rtp.ts';
import { type Encoded, encode } from '../testing/encode.ts';
import { batchOf, TestPacketiser } from '../testing/rtp.ts';
import { Forwarder } from './forwarder.ts';
import { RtpWriter } from './rtp-writer.ts';

let video: Encoded;
beforeAll(async () => {
  video = await encode('testsrc2=s=1280x720:r=25:d=0.8', 'h264', ['-g', '10', '-bf', '0']);
});

const none = (): ParameterSets => ({ vps: null, sps: null, pps: null });

/** Sends through a writer that does not encrypt, so that the test sees what is on the wire. */
function forward(batches: Buffer[][], sets: ParameterSets, captureMs: number | null = null) {
  const sent: Buffer[] = [];
  const writer = new RtpWriter({
    ssrc: 0xabcdef01,
    payloadType: 102,
    firstSequence: 0xfff0,
    srtp: { protect: () => {} },
    send: bytes => sent.push(Buffer.from(bytes)),
    captureMs: () => captureMs,
  });
  const forwarder = new Forwarder(writer, sets);
  for (const batch of batches) forwarder.handleBatch(batchOf(batch));
  return { sent, writer };
}

function pictures(packets: readonly Buffer[]): AccessUnit[] {
  const units: AccessUnit[] = [];
  const depacketiser = new Depacketiser('h264', none(), {
    onUnit: u => units.push(u),
    onParameterSets: () => {},
  });
  const view = emptyRtpView();
  for (const packet of packets)
    if (parseRtp(packet, 0, packet.length, view)) depacketiser.handlePacket(packet, view);
  return units;
}

const bytesOf = (units: readonly AccessUnit[]) => units.map(unit => Buffer.concat(unit.nals).toString('hex'));
const typesOf = (unit: AccessUnit) => unit.nals.map(nal => nal[0]! & 0x1f);

describe('Forwarder', () => {
  it('sends the pictures on byte for byte, with our SSRC and an unbroken sequence', () => {
    const rtp = new TestPacketiser();
    const { sent } = forward(
      video.units.map(unit => rtp.unit(unit)),
      video.sets,
    );
    expect(bytesOf(pictures(sent))).toEqual(bytesOf(video.units));
    const sequences = sent.map(packet => packet.readUInt16BE(2));
    for (const [n, sequence] of sequences.entries())
      if (n > 0) expect(sequence).toBe((sequences[n - 1]! + 1) & 0xffff);
    expect(new Set(sent.map(packet => packet.readUInt32BE(8)))).toEqual(new Set([0xabcdef01]));
    expect(new Set(sent.map(packet => packet[1]! & 0x7f))).toEqual(new Set([102]));
  });

  it('puts the parameter sets of the SDP before key frames that came without', () => {
    const rtp = new TestPacketiser();
    const bare = video.units.map(unit => ({
      ...unit,
      nals: unit.nals.filter(nal => ![6, 7, 8].includes(nal[0]! & 0x1f)),
    }));
    const units = pictures(
      forward(
        bare.map(unit => rtp.unit(unit)),
        video.sets,
      ).sent,
    );
    expect(units.filter(unit => unit.key).map(typesOf)).toEqual([
      [7, 8, 5],
      [7, 8, 5],
    ]);
    expect(units).toHaveLength(20);
  });

  it('cuts packets that would not fit, and keeps the pictures whole', () => {
    const rtp = new TestPacketiser();
    const { sent } = forward(
      video.units.map(unit => rtp.unit(unit, 4000)),
      video.sets,
      1e12,
    );
    expect(Math.max(...sent.map(packet => packet.length))).toBeLessThanOrEqual(1452 - 16);
    expect(bytesOf(pictures(sent))).toEqual(bytesOf(video.units));
  });

  it('leaves the hole where the camera left one, so that the receiver asks', () => {
    const rtp = new TestPacketiser();
    const packets = rtp.unit(video.units[0]!);
    packets.splice(3, 2);
    const { sent } = forward([packets], video.sets);
    expect((sent[3]!.readUInt16BE(2) - sent[2]!.readUInt16BE(2)) & 0xffff).toBe(3);
  });

  it('writes the capture time on the first packet of a picture, every half second', () => {
    const rtp = new TestPacketiser();
    const captureMs = Date.UTC(2026, 10, 23) + 500;
    const { sent } = forward(
      video.units.map(unit => rtp.unit(unit)),
      video.sets,
      captureMs,
    );
    const extended = sent.filter(packet => packet[0]! & 0x10);
    const times = extended.map(packet => packet.readUInt32BE(4));
    expect(times).toEqual([video.units[0]!.rtp90k, video.units[13]!.rtp90k]);
    expect(extended[0]!.readUInt16BE(12)).toBe(0xbede);
    expect(extended[0]![16]).toBe(0x17);
    expect(extended[0]!.readUInt32BE(17) - 2_208_988_800).toBe(Math.floor(captureMs / 1000));
    expect(extended[0]!.readUInt32BE(21)).toBe(2 ** 31);
  });

  it('sends a packet again as it was, while it remembers it', () => {
    const rtp = new TestPacketiser();
    const { sent, writer } = forward(
      video.units.map(unit => rtp.unit(unit)),
      video.sets,
    );
    const wanted = sent.at(-20)!;
    writer.resend(wanted.readUInt16BE(2));
    expect(sent.at(-1)!.equals(wanted)).toBe(true);
    const count = sent.length;
    writer.resend((wanted.readUInt16BE(2) - 5000) & 0xffff);
    expect(sent.length).toBe(count);
  });

  it('takes packets of noise without a throw', () => {
    const rtp = new TestPacketiser();
    const noise = Array.from({ length: 3000 }, (_, n) => rtp.packet(randomBytes(n % 50), n, n % 3 === 0));
    expect(() => forward([noise.slice(0, 100), noise.slice(100)], video.sets)).not.toThrow();
  });
});
