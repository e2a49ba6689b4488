// H.264 as it goes through: what the router offers to browsers and what it is told of the edge's stream.
import type { Published } from '@brightwall/protocol/edge-messages';
import type { types } from 'mediasoup';

export const absCaptureTimeUri = 'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time';

/**
 * Constrained baseline 3.1 is what every browser offers (RFC 7742 §6.2), so the router speaks only that.
 * Cameras send main or high profile too; the decoder takes its profile from the SPS in the stream, not
 * from SDP, and Chromium, Firefox and Safari all decode high profile received under 42e01f.
 */
const h264Parameters = {
  'packetization-mode': 1,
  'profile-level-id': '42e01f',
  'level-asymmetry-allowed': 1,
};

export const routerCodecs: types.RouterRtpCodecCapability[] = [
  { kind: 'video', mimeType: 'video/H264', clockRate: 90_000, parameters: h264Parameters },
];

/** The plain leg: the edge remembers its last 256 packets and sends one again that is asked for (NACK). */
export function producerParameters(published: Published): types.RtpParameters {
  return {
    mid: '0',
    codecs: [
      {
        mimeType: 'video/H264',
        payloadType: published.payloadType,
        clockRate: 90_000,
        parameters: h264Parameters,
        rtcpFeedback: [
          { type: 'nack' },
          { type: 'nack', parameter: 'pli' },
          { type: 'ccm', parameter: 'fir' },
        ],
      },
    ],
    headerExtensions:
      published.absCaptureTimeId === null
        ? []
        : [{ uri: absCaptureTimeUri, id: published.absCaptureTimeId, encrypt: false }],
    encodings: [{ ssrc: published.ssrc }],
    rtcp: { cname: 'edge', reducedSize: true },
  };
}
