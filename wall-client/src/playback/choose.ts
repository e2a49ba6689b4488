// Which stream, and by which path. Pure: the page's abilities come in as values.
import type { StreamInfo, StreamProfile, VideoCodec } from '@brightwall/protocol/camera';
import type { HlsRendition } from '@brightwall/protocol/edge-messages';

/** What a camera's stream is taken to be where the probe could not say. */
const assumed: Record<StreamProfile, { widthPx: number; heightPx: number }> = {
  main: { widthPx: 1920, heightPx: 1080 },
  sub: { widthPx: 640, heightPx: 360 },
};

/**
 * The stream closest in size that is not smaller than the picture on the screen (physical pixels, whole
 * picture visible); the largest where all are smaller.
 */
export function chooseProfile(
  streams: readonly StreamInfo[],
  widthPx: number,
  heightPx: number,
): StreamProfile {
  const sized = (streams.length > 0 ? streams : [{ profile: 'main' as const, widthPx: null, heightPx: null }])
    .map(stream => {
      const width = stream.widthPx ?? assumed[stream.profile].widthPx;
      const height = stream.heightPx ?? assumed[stream.profile].heightPx;
      // The picture is fitted in: the tighter side decides how far it is enlarged. 1 % is rounding, not blur.
      return {
        profile: stream.profile,
        area: width * height,
        enlarged: Math.min(widthPx / width, heightPx / height),
      };
    })
    .sort((a, b) => a.area - b.area);
  return (sized.find(stream => stream.enlarged <= 1.01) ?? sized[sized.length - 1]!).profile;
}

export type ForcedPath = 'webrtc' | 'hls' | null;

/** `?transport=hls` or `?transport=webrtc` in the page's address forces one path, for tests and benches. */
export function forcedPathOf(search: string): ForcedPath {
  const value = new URLSearchParams(search).get('transport');
  return value === 'hls' || value === 'webrtc' ? value : null;
}

export type Plan = { path: 'webrtc' } | { path: 'hls'; rendition: HlsRendition };

export interface PageAbilities {
  /** The browser plays H.265 in fragmented MP4. */
  readonly h265: boolean;
  /** The browser has WebRTC at all. */
  readonly webrtc: boolean;
}

/**
 * What to try, in order. H.264 passes untouched on either path. H.265 goes over HLS untouched where the
 * browser plays it, since WebRTC would need the edge to transcode; anything else is transcoded by the edge.
 * `webrtcBlocked`: neither UDP nor TCP media got through a short while ago.
 */
export function choosePlans(
  codec: VideoCodec,
  abilities: PageAbilities,
  webrtcBlocked: boolean,
  forced: ForcedPath,
): Plan[] {
  const rendition: HlsRendition =
    codec === 'h264' || (codec === 'h265' && abilities.h265) ? 'source' : 'h264';
  const hls: Plan = { path: 'hls', rendition };
  const webrtc: Plan = { path: 'webrtc' };
  if (forced === 'hls') return [hls];
  if (forced === 'webrtc') return [webrtc];
  if (!abilities.webrtc || webrtcBlocked) return [hls];
  return codec === 'h265' && abilities.h265 ? [hls, webrtc] : [webrtc, hls];
}
