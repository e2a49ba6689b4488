import { describe, expect, it } from 'vitest';
import { parseSdp } from './sdp.ts';

const base = 'rtsp://10.0.0.5/Streaming/Channels/101';

describe('parseSdp', () => {
  it('reads the video track of a camera that has sound and metadata too', () => {
    const track = parseSdp(
      [
        'v=0',
        'a=control:rtsp://10.0.0.5/Streaming/Channels/101/',
        'm=audio 0 RTP/AVP 0',
        'a=control:trackID=2',
        'm=video 0 RTP/AVP 96',
        'a=framerate:25.0',
        'a=rtpmap:96 H264/90000',
        'a=control:trackID=1',
        'a=fmtp:96 profile-level-id=420029; packetization-mode=1; sprop-parameter-sets=Z00AKpY1QPAET8s3AQEBAg==,aO48gA==',
        'm=application 0 RTP/AVP 107',
        'a=control:trackID=3',
      ].join('\r\n'),
      base,
    );
    expect(track).toMatchObject({
      codec: 'h264',
      payloadType: 96,
      clockRate: 90_000,
      fps: 25,
      controlUrl: 'rtsp://10.0.0.5/Streaming/Channels/101/trackID=1',
    });
    expect(Buffer.from(track.sets.pps!).toString('base64')).toBe('aO48gA==');
  });

  it('reads H.265 with its three sets', () => {
    const track = parseSdp(
      'v=0\nm=video 0 RTP/AVP 98\na=rtpmap:98 H265/90000\na=fmtp:98 sprop-vps=QAEMAf//; sprop-sps=QgEBAWAA; sprop-pps=RAHgdrAm',
      base,
    );
    expect([track.codec, track.sets.vps?.length, track.sets.sps?.length, track.sets.pps?.length]).toEqual([
      'h265',
      6,
      6,
      6,
    ]);
    expect(track.controlUrl).toBe(base);
  });

  it('names the codec it does not know', () => {
    expect(parseSdp('v=0\nm=video 0 RTP/AVP 26', base)).toMatchObject({ codec: 'other', codecName: 'JPEG' });
    expect(parseSdp('v=0\nm=video 0 RTP/AVP 97\na=rtpmap:97 VP8/90000', base).codecName).toBe('VP8');
  });

  it('tells no SDP from an SDP without video', () => {
    expect(() => parseSdp('<html>', base)).toThrow(/bad-answer/);
    expect(() => parseSdp('v=0\nm=audio 0 RTP/AVP 0', base)).toThrow(/bad-stream/);
  });
});
