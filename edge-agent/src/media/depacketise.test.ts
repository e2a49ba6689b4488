import { beforeAll, describe, expect, it } from 'vitest';
import { type Encoded, encode } from '../testing/encode.ts';
import { batchOf, TestPacketiser } from '../testing/rtp.ts';
import type { AccessUnit } from './access-unit.ts';
import { Depacketiser } from './depacketise.ts';
import { emptyRtpView, parseRtp } from './rtp.ts';

let video: Encoded;
beforeAll(async () => {
  video = await encode('testsrc2=s=640x360:r=25:d=1.2', 'h264', ['-g', '10', '-bf', '0']);
});

function collect(packets: readonly Uint8Array[], keyFramesOnly = false, codec: 'h264' | 'h265' = 'h264') {
  const units: AccessUnit[] = [];
  const depacketiser = new Depacketiser(
    codec,
    { vps: null, sps: null, pps: null },
    {
      onUnit: unit => units.push(unit),
      onParameterSets: () => {},
    },
  );
  depacketiser.keyFramesOnly = keyFramesOnly;
  const view = emptyRtpView();
  for (const packet of packets) {
    // The socket's memory is used again for the next read: a unit must have bytes of its own.
    const reused = Buffer.from(packet);
    if (parseRtp(reused, 0, reused.length, view)) depacketiser.handlePacket(reused, view);
    reused.fill(0xee);
  }
  return { units, depacketiser };
}

const bytesOf = (units: readonly AccessUnit[]) => units.map(unit => Buffer.concat(unit.nals).toString('hex'));

describe('Depacketiser', () => {
  it('gives back every picture byte for byte, though the read buffer is reused', () => {
    const rtp = new TestPacketiser();
    const { units } = collect(video.units.flatMap(unit => rtp.unit(unit)));
    expect(bytesOf(units)).toEqual(bytesOf(video.units));
    expect(units.filter(unit => unit.key)).toHaveLength(3);
  });

  it('reads aggregated parameter sets', () => {
    const rtp = new TestPacketiser();
    const { sps, pps } = video.sets;
    const stap = Buffer.concat([
      Uint8Array.of(24, 0, sps!.length),
      sps!,
      Uint8Array.of(0, pps!.length),
      pps!,
    ]);
    const { depacketiser } = collect([
      rtp.packet(stap, 0, false),
      rtp.packet(Uint8Array.of(0x65, 1, 2), 0, true),
    ]);
    expect(Buffer.from(depacketiser.sets.sps!)).toEqual(Buffer.from(sps!));
    expect(Buffer.from(depacketiser.sets.pps!)).toEqual(Buffer.from(pps!));
  });

  it('drops a picture with a hole and what refers to it, up to the next key frame', () => {
    const rtp = new TestPacketiser();
    const packets = video.units.map(unit => rtp.unit(unit));
    packets[3]!.shift();
    const { units, depacketiser } = collect(packets.flat());
    expect(units.map(unit => unit.rtp90k / 3600)).toEqual([0, 1, 2, ...range(10, 30)]);
    expect(depacketiser.droppedUnits).toBe(1);
  });

  it('puts together key frames only when nothing else is wanted', () => {
    const rtp = new TestPacketiser();
    const { units } = collect(
      video.units.flatMap(unit => rtp.unit(unit)),
      true,
    );
    expect(bytesOf(units)).toEqual(bytesOf(video.units.filter(unit => unit.key)));
  });

  it('takes any bytes at all without a throw and without growing', () => {
    let seed = 7;
    const random = () => {
      seed = (seed * 1103515245 + 12345) & 0x7fffffff;
      return seed / 0x7fffffff;
    };
    for (const codec of ['h264', 'h265'] as const) {
      const packets = Array.from({ length: 5000 }, () =>
        Buffer.from(
          Array.from({ length: Math.floor(random() * 60) }, (_, i) => (i === 0 ? 0x80 : random() * 256)),
        ),
      );
      expect(() => collect(packets, false, codec)).not.toThrow();
    }
  });

  it('hands a batch over by bounds', () => {
    const batch = batchOf(new TestPacketiser().unit(video.units[0]!));
    expect(batch.bounds[1]).toBeGreaterThan(12);
  });
});

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
