import type { VideoCodec } from '@brightwall/protocol/camera';

/** Codecs that the agent takes apart into NAL units. */
export type NalCodec = Exclude<VideoCodec, 'other'>;

/** One coded picture with all its NAL units, in decoding order. The bytes are its own. */
export interface AccessUnit {
  readonly codec: NalCodec;
  /** Decoding can begin here: an IDR (H.264) or IRAP (H.265) picture. */
  readonly key: boolean;
  /** NAL units without start codes; parameter sets are among them when the camera sent them. */
  readonly nals: readonly Uint8Array[];
  /** Presentation time in 1/90000 s, modulo 2^32, as in RTP. */
  readonly rtp90k: number;
}

/** One whole picture of an MJPEG stream. The bytes are its own. */
export interface JpegPicture {
  readonly codec: 'jpeg';
  readonly key: true;
  readonly jpeg: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
  /** As an access unit's. */
  readonly rtp90k: number;
}

export type Picture = AccessUnit | JpegPicture;

/** SPS and PPS (and VPS) of a stream, newest first seen in band, else from the SDP. */
export interface ParameterSets {
  vps: Uint8Array | null;
  sps: Uint8Array | null;
  pps: Uint8Array | null;
}
