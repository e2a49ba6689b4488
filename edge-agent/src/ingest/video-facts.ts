// What is known of the picture in a stream: from the SDP first, from its parameter sets as soon as they are seen.
import type { VideoCodec } from '@brightwall/protocol/camera';
import type { ParameterSets } from '../media/access-unit.ts';
import { type H264Sps, parseH264Sps, webRtcObstacle } from '../media/h264.ts';
import { parseH265Sps } from '../media/h265.ts';
import { IngestFailure } from './failure.ts';
import type { VideoTrack } from './sdp.ts';

export interface VideoFacts {
  readonly codec: VideoCodec;
  readonly codecName: string;
  readonly payloadType: number;
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  readonly fps: number | null;
  readonly sets: ParameterSets;
  readonly h264: H264Sps | null;
  /** Why it must be re-encoded for a browser over WebRTC; null when it can go as it is. */
  readonly obstacle: string | null;
}

/** Throws IngestFailure `bad-stream` when the parameter sets are nonsense. */
export function videoFacts(
  track: VideoTrack,
  sawBSlices: boolean,
  jpegSize: { widthPx: number; heightPx: number } | null,
): VideoFacts {
  const { codec, codecName, payloadType, sets } = track;
  const base = {
    codec,
    codecName,
    payloadType,
    sets,
    h264: null,
    widthPx: jpegSize?.widthPx ?? null,
    heightPx: jpegSize?.heightPx ?? null,
    fps: track.fps,
  } as const;
  try {
    if (codec === 'h264' && sets.sps) {
      const sps = parseH264Sps(sets.sps);
      const obstacle = webRtcObstacle(sps) ?? (sawBSlices ? 'B frames' : null);
      return {
        ...base,
        h264: sps,
        widthPx: sps.widthPx,
        heightPx: sps.heightPx,
        fps: sps.fps ?? track.fps,
        obstacle,
      };
    }
    if (codec === 'h265' && sets.sps) {
      const sps = parseH265Sps(sets.sps);
      return { ...base, widthPx: sps.widthPx, heightPx: sps.heightPx, obstacle: 'H.265' };
    }
  } catch (error) {
    if (error instanceof RangeError)
      throw new IngestFailure('bad-stream', `parameter sets: ${error.message}`);
    throw error;
  }
  return { ...base, obstacle: codec === 'h264' ? null : codecName };
}
