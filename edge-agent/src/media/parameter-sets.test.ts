import { describe, expect, it } from 'vitest';
import { encode } from '../testing/encode.ts';
import { h264CodecString, isBSlice, parseH264Sps, webRtcObstacle } from './h264.ts';
import { h265CodecString, parseH265Sps } from './h265.ts';

describe('H.264 sequence parameter sets', () => {
  it('tell size, cropping and frame rate', async () => {
    const { sets } = await encode('testsrc2=s=1920x1080:r=25:d=0.1', 'h264', [
      '-preset',
      'veryfast',
      '-profile:v',
      'main',
      '-bf',
      '0',
    ]);
    const sps = parseH264Sps(sets.sps!);
    expect(sps).toMatchObject({ widthPx: 1920, heightPx: 1080, fps: 25, profileIdc: 77, interlaced: false });
    expect(h264CodecString(sps)).toMatch(/^avc1\.4d40/);
    expect(webRtcObstacle(sps)).toBeNull();
  });

  it('tell that pictures are reordered', async () => {
    const { sets, units } = await encode('testsrc2=s=320x180:r=25:d=1', 'h264', [
      '-bf',
      '2',
      '-profile:v',
      'high',
    ]);
    const sps = parseH264Sps(sets.sps!);
    expect(sps.reordered).toBe(true);
    expect(webRtcObstacle(sps)).toBe('B frames');
    const slices = units.map(unit => unit.nals.at(-1)!);
    expect(slices.some(slice => isBSlice(slice, 0, slice.length))).toBe(true);
  });

  it('tell what a browser cannot take', async () => {
    const { sets } = await encode('testsrc2=s=320x180:r=25:d=0.1', 'h264', ['-pix_fmt', 'yuv422p']);
    expect(webRtcObstacle(parseH264Sps(sets.sps!))).toBe('profile 122');
  });

  it('are refused when cut short or nonsense', () => {
    for (let length = 0; length < 12; length++)
      expect(() => parseH264Sps(new Uint8Array(length).fill(0))).toThrow(RangeError);
  });
});

describe('H.265 sequence parameter sets', () => {
  it('tell size and the codec string', async () => {
    const { sets } = await encode('testsrc2=s=1280x720:r=25:d=0.1', 'h265');
    const sps = parseH265Sps(sets.sps!);
    expect(sps).toMatchObject({ widthPx: 1280, heightPx: 720, reorderDepth: 0, bitDepthLuma: 8 });
    expect(h265CodecString(sps)).toMatch(/^hvc1\.1\.6\.L\d+\.90$/);
  });

  it('are refused when cut short', () => {
    expect(() => parseH265Sps(Uint8Array.of(0x42, 1, 1))).toThrow(RangeError);
  });
});
