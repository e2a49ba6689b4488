import { describe, expect, it } from 'vitest';
import type { AccessUnit } from '../media/access-unit.ts';
import { parseH264Sps } from '../media/h264.ts';
import { type Encoded, encode, run } from '../testing/encode.ts';
import { HlsStream } from './hls-stream.ts';

type Init = { life: number; codecs: string; data: Uint8Array };
type Part = {
  life: number;
  segment: number;
  part: number;
  durationMs: number;
  independent: boolean;
  last: boolean;
  startMs: number;
  data: Uint8Array;
};

function record(feeds: { units: AccessUnit[]; video: Encoded }[], refusePart: number | null = null) {
  const inits: Init[] = [];
  const parts: Part[] = [];
  const hls = new HlsStream(5, {
    onInit: init => {
      inits.push(init);
      return true;
    },
    onPart: part => {
      parts.push(part);
      return parts.length !== refusePart;
    },
    startMs: rtp => rtp / 90,
  });
  for (const { units, video } of feeds) for (const unit of units) hls.handleUnit(unit, video.sets);
  return { inits, parts };
}

async function packetsOf(bytes: Uint8Array): Promise<{ pts: number; dts: number; key: boolean }[]> {
  const json = await run('ffprobe', ['-v', 'error', '-show_packets', '-of', 'json', '-i', 'pipe:0'], bytes);
  const { packets } = JSON.parse(json.toString()) as {
    packets: { pts: number; dts: number; flags: string }[];
  };
  return packets.map(({ pts, dts, flags }) => ({ pts, dts, key: flags.startsWith('K') }));
}

/** The RTP times of B frames' stream, which are those of showing; ffprobe tells their order. */
async function shownTimes(video: Encoded): Promise<number[]> {
  const raw = Buffer.concat(
    video.units.flatMap(unit => unit.nals.flatMap(nal => [Buffer.from([0, 0, 0, 1]), nal])),
  );
  const json = await run(
    'ffprobe',
    [
      '-v',
      'error',
      '-show_entries',
      'frame=coded_picture_number,pict_type',
      '-of',
      'json',
      '-f',
      'h264',
      '-i',
      'pipe:0',
    ],
    raw,
  );
  // Frames come in showing order and tell their place in decoding order.
  const { frames } = JSON.parse(json.toString()) as { frames: { coded_picture_number: number }[] };
  const expected: number[] = [];
  for (const [shown, frame] of frames.entries()) expected[frame.coded_picture_number] = shown * 3600;
  return expected;
}

const whole = (inits: Init[], parts: Part[]) =>
  Buffer.concat([inits[0]!.data, ...parts.map(part => part.data)]);

describe('HlsStream', () => {
  it('makes half-second chunks in segments that begin at key frames, which ffmpeg decodes to the end', async () => {
    const video = await encode('testsrc2=s=640x360:r=25:d=6.1', 'h264', [
      '-g',
      '50',
      '-bf',
      '0',
      '-sc_threshold',
      '0',
    ]);
    const { inits, parts } = record([{ units: video.units, video }]);
    expect(inits).toHaveLength(1);
    expect(inits[0]!.codecs).toMatch(/^avc1\.42c0/);
    const names = parts.map(part => `${part.segment}.${part.part}`);
    expect(names.slice(0, 5)).toEqual(['0.0', '0.1', '0.2', '0.3', '1.0']);
    for (const part of parts) {
      expect(part.durationMs).toBeLessThanOrEqual(560);
      expect(part.independent).toBe(part.part === 0);
      expect(part.last).toBe(part.part === 3);
    }
    const packets = await packetsOf(whole(inits, parts));
    expect(packets.map(packet => packet.dts)).toEqual(packets.map((_, n) => 90_000 + n * 3600));
    expect(packets.filter(packet => packet.key)).toHaveLength(3);
    await run('ffmpeg', ['-v', 'error', '-xerror', '-i', 'pipe:0', '-f', 'null', '-'], whole(inits, parts));
    expect(parts[4]!.startMs).toBeCloseTo(2000, 3);
  });

  it('gives B frames decoding times that rise and showing times that are right', async () => {
    const video = await encode('testsrc2=s=320x180:r=25:d=3', 'h264', [
      '-g',
      '25',
      '-bf',
      '2',
      '-preset',
      'veryfast',
    ]);
    const expected = await shownTimes(video);
    const units = video.units.map((unit, n) => ({ ...unit, rtp90k: expected[n]! }));
    const { inits, parts } = record([{ units, video }]);
    const packets = await packetsOf(whole(inits, parts));
    expect(packets.length).toBeGreaterThan(60);
    const shift = packets[0]!.pts - expected[0]!;
    expect(packets.map(packet => packet.pts - shift)).toEqual(expected.slice(0, packets.length));
    for (const [n, packet] of packets.entries())
      if (n > 0) expect(packet.dts).toBeGreaterThan(packets[n - 1]!.dts);
  });

  it('gives right times also where the parameter sets do not say that there are B frames', async () => {
    const video = await encode('testsrc2=s=320x180:r=25:d=3', 'h264', [
      '-g',
      '25',
      '-bf',
      '2',
      '-preset',
      'veryfast',
    ]);
    const expected = await shownTimes(video);
    // As many cameras do, the set ends before it comes to the restrictions of the stream.
    const cut = (nal: Uint8Array) => ((nal[0]! & 0x1f) === 7 ? nal.subarray(0, -3) : nal);
    const sets = { ...video.sets, sps: cut(video.sets.sps!) };
    expect(parseH264Sps(sets.sps).reordered).toBeNull();
    const units = video.units.map((unit, n) => ({
      ...unit,
      nals: unit.nals.map(cut),
      rtp90k: expected[n]!,
    }));
    const { inits, parts } = record([{ units, video: { units, sets } }]);
    expect(inits).toHaveLength(1);
    const packets = await packetsOf(whole(inits, parts));
    expect(packets.length).toBeGreaterThan(60);
    const shift = packets[0]!.pts - expected[0]!;
    expect(packets.map(packet => packet.pts - shift)).toEqual(expected.slice(0, packets.length));
    const steps = packets.slice(1).map((packet, n) => packet.dts - packets[n]!.dts);
    for (const step of steps) expect(step).toBeGreaterThan(0);
    // One picture in one step, as soon as decoding has caught up with the first B frames.
    expect(new Set(steps.slice(8))).toEqual(new Set([3600]));
  });

  it('carries H.265 as hvc1', async () => {
    const video = await encode('testsrc2=s=640x360:r=25:d=2.2', 'h265', ['-g', '25']);
    const { inits, parts } = record([{ units: video.units, video }]);
    expect(inits[0]!.codecs).toMatch(/^hvc1\.1\.6\.L/);
    await run('ffmpeg', ['-v', 'error', '-xerror', '-i', 'pipe:0', '-f', 'null', '-'], whole(inits, parts));
  });

  it('begins a new life, and goes on counting segments, when media time jumps or the picture changes size', async () => {
    const small = await encode('testsrc2=s=320x180:r=25:d=1', 'h264', ['-g', '25', '-bf', '0']);
    const large = await encode('testsrc2=s=640x360:r=25:d=2', 'h264', ['-g', '25', '-bf', '0']);
    const later = large.units.map(unit => ({ ...unit, rtp90k: unit.rtp90k + 90_000_000 }));
    const { inits, parts } = record([
      { units: small.units, video: small },
      { units: large.units, video: large },
      { units: later, video: large },
    ]);
    expect(inits.map(init => init.life)).toEqual([5, 6, 7]);
    const segments = parts.map(part => part.segment);
    expect(segments).toEqual([...segments].sort((a, b) => a - b));
  });

  it('begins a new life when a part could not be sent', async () => {
    const video = await encode('testsrc2=s=320x180:r=25:d=4', 'h264', ['-g', '25', '-bf', '0']);
    const { inits, parts } = record([{ units: video.units, video }], 3);
    expect(inits.map(init => init.life)).toEqual([5, 6]);
    expect(parts.filter(part => part.life === 6)[0]).toMatchObject({ part: 0, independent: true });
  });
});
