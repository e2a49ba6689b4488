import type { StreamInfo } from '@brightwall/protocol/camera';
import { describe, expect, it } from 'vitest';
import { choosePlans, chooseProfile, forcedPathOf } from './choose.ts';

const stream = (profile: 'main' | 'sub', widthPx: number | null, heightPx: number | null): StreamInfo => ({
  profile,
  codec: 'h264',
  codecName: 'H264',
  widthPx,
  heightPx,
  fps: 25,
});
const usual = [stream('main', 1920, 1080), stream('sub', 640, 360)];

describe('the stream for a picture', () => {
  it('is the sub stream where the picture is no larger than it', () => {
    expect(chooseProfile(usual, 640, 360)).toBe('sub');
    expect(chooseProfile(usual, 200, 100)).toBe('sub');
  });

  it('is the main stream as soon as the sub stream would be enlarged', () => {
    expect(chooseProfile(usual, 800, 450)).toBe('main');
  });

  it('counts only the part of the tile the whole picture fills', () => {
    // 1000 px wide, but the height holds a 16:9 picture to 533 px.
    expect(chooseProfile(usual, 1000, 300)).toBe('sub');
  });

  it('is the largest there is where every stream is smaller than the screen', () => {
    expect(chooseProfile([stream('main', 1280, 720), stream('sub', 352, 288)], 3840, 2160)).toBe('main');
  });

  it('is the only stream a camera has, whatever it is called', () => {
    expect(chooseProfile([stream('sub', 640, 360)], 3840, 2160)).toBe('sub');
    expect(chooseProfile([], 100, 100)).toBe('main');
  });

  it('takes usual sizes for what the probe could not say', () => {
    expect(chooseProfile([stream('main', null, null), stream('sub', null, null)], 600, 330)).toBe('sub');
  });
});

describe('the path of a picture', () => {
  const all = { webrtc: true, h265: true };
  const noH265 = { webrtc: true, h265: false };

  it('is WebRTC first, then HLS, for H.264', () => {
    expect(choosePlans('h264', noH265, false, null)).toEqual([
      { path: 'webrtc' },
      { path: 'hls', rendition: 'source' },
    ]);
  });

  it('is HLS alone while WebRTC is blocked', () => {
    expect(choosePlans('h264', noH265, true, null)).toEqual([{ path: 'hls', rendition: 'source' }]);
  });

  it('is HLS untouched for H.265 where the browser plays it', () => {
    expect(choosePlans('h265', all, false, null)[0]).toEqual({ path: 'hls', rendition: 'source' });
  });

  it('is WebRTC, transcoded by the edge, for H.265 where the browser does not', () => {
    expect(choosePlans('h265', noH265, false, null)).toEqual([
      { path: 'webrtc' },
      { path: 'hls', rendition: 'h264' },
    ]);
    expect(choosePlans('h265', noH265, true, null)).toEqual([{ path: 'hls', rendition: 'h264' }]);
  });

  it('never hands an odd codec to the browser as it is', () => {
    expect(choosePlans('other', all, true, null)).toEqual([{ path: 'hls', rendition: 'h264' }]);
  });

  it('is the one named in the address, and no other', () => {
    expect(choosePlans('h264', noH265, true, forcedPathOf('?transport=webrtc'))).toEqual([
      { path: 'webrtc' },
    ]);
    expect(choosePlans('h264', noH265, false, forcedPathOf('?transport=hls'))).toEqual([
      { path: 'hls', rendition: 'source' },
    ]);
    expect(forcedPathOf('?transport=smoke')).toBeNull();
  });

  it('is HLS in a browser without WebRTC', () => {
    expect(choosePlans('h264', { webrtc: false, h265: false }, false, null)).toEqual([
      { path: 'hls', rendition: 'source' },
    ]);
  });
});
