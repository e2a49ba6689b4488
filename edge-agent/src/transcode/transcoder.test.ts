import { systemClock } from '@brightwall/kit/clock';
import { describe, expect, it } from 'vitest';
import type { AccessUnit } from '../media/access-unit.ts';
import { isBSlice, parseH264Sps, webRtcObstacle } from '../media/h264.ts';
import { encode } from '../testing/encode.ts';
import { until } from '../testing/until.ts';
import { Transcoder } from './transcoder.ts';

describe('Transcoder', () => {
  it('makes of H.265 what a browser takes, in the time of the source, with a key frame every second', async () => {
    const video = await encode('testsrc2=s=640x360:r=25:d=3', 'h265', ['-g', '50']);
    const out: AccessUnit[] = [];
    const failures: string[] = [];
    const transcoder = new Transcoder({
      sets: video.sets,
      clock: systemClock,
      onUnit: unit => out.push(unit),
      onFailed: detail => failures.push(detail),
    });
    const startRtp = 0xffff_0000;
    for (const unit of video.units) {
      transcoder.handleUnit({ ...unit, rtp90k: (unit.rtp90k + startRtp) >>> 0 });
      await until(() => out.length > unit.rtp90k / 3600 - 20, 'ffmpeg keeps up');
    }
    await until(() => out.length >= 60, 'pictures');
    transcoder.close();
    expect(failures).toEqual([]);
    expect(out[0]!.key).toBe(true);
    expect(out.filter(unit => unit.key).length).toBeGreaterThanOrEqual(2);
    const steps = out.slice(1).map((unit, n) => (unit.rtp90k - out[n]!.rtp90k) | 0);
    expect(new Set(steps)).toEqual(new Set([3600]));
    expect(out[0]!.rtp90k).toBe(startRtp);
    const sps = out[0]!.nals.find(nal => (nal[0]! & 0x1f) === 7)!;
    expect(webRtcObstacle(parseH264Sps(sps))).toBeNull();
    expect(
      out.flatMap(unit => unit.nals).some(nal => (nal[0]! & 0x1f) === 1 && isBSlice(nal, 0, nal.length)),
    ).toBe(false);
  });

  it('tells once that it failed when its parameter sets are missing, and starts nothing', () => {
    const failures: string[] = [];
    const transcoder = new Transcoder({
      sets: { vps: null, sps: null, pps: null },
      clock: systemClock,
      onUnit: () => {},
      onFailed: detail => failures.push(detail),
    });
    const unit: AccessUnit = { codec: 'h264', key: true, nals: [Uint8Array.of(0x65)], rtp90k: 0 };
    transcoder.handleUnit(unit);
    transcoder.handleUnit(unit);
    expect(failures).toHaveLength(1);
  });
});
