// Which of a device's media profiles are its main and its sub stream (主码流, 子码流).
import type { StreamInfo, VideoCodec } from '@brightwall/protocol/camera';
import { nodeAt, nodesAt, numberAt, textAt, type XmlNode } from './xml.ts';

export interface MediaProfile {
  readonly token: string;
  readonly codec: VideoCodec;
  readonly codecName: string;
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  readonly fps: number | null;
  readonly ptz: boolean;
}

/** 640×360: of several small profiles the one nearest to this serves a wall of many tiles best. */
const subPixels = 640 * 360;

export function readProfiles(response: XmlNode): MediaProfile[] {
  return nodesAt(response, 'Profiles')
    .slice(0, 64)
    .flatMap(profile => {
      const token = textAt(profile, '@token');
      const encoder = nodeAt(profile, 'VideoEncoderConfiguration');
      if (!token || !encoder) return [];
      const codecName = (textAt(encoder, 'Encoding') ?? 'unknown').toUpperCase().slice(0, 32);
      return [
        {
          token,
          codec: /^H\.?264$/.test(codecName) ? 'h264' : /^(H\.?265|HEVC)$/.test(codecName) ? 'h265' : 'other',
          codecName,
          widthPx: pixels(numberAt(encoder, 'Resolution', 'Width')),
          heightPx: pixels(numberAt(encoder, 'Resolution', 'Height')),
          fps: rate(numberAt(encoder, 'RateControl', 'FrameRateLimit')),
          ptz: nodeAt(profile, 'PTZConfiguration') !== undefined,
        } satisfies MediaProfile,
      ];
    });
}

/** Main is the largest, sub the smaller one nearest to 640×360. JPEG and the like only where there is nothing else. */
export function chooseProfiles(
  profiles: readonly MediaProfile[],
): { profile: MediaProfile; info: StreamInfo }[] {
  const known = profiles.filter(profile => profile.codec !== 'other');
  const area = (profile: MediaProfile) => (profile.widthPx ?? 0) * (profile.heightPx ?? 0);
  const usable = [...(known.length > 0 ? known : profiles)].sort((a, b) => area(b) - area(a));
  const main = usable[0];
  if (!main) return [];
  const smaller = usable.filter(profile => area(profile) < area(main));
  const sub = smaller.sort((a, b) => Math.abs(area(a) - subPixels) - Math.abs(area(b) - subPixels))[0];
  const info = (profile: MediaProfile, name: StreamInfo['profile']): StreamInfo => {
    const { codec, codecName, widthPx, heightPx, fps } = profile;
    return { profile: name, codec, codecName, widthPx, heightPx, fps };
  };
  return [
    { profile: main, info: info(main, 'main') },
    ...(sub ? [{ profile: sub, info: info(sub, 'sub') }] : []),
  ];
}

function pixels(value: number | null): number | null {
  return value !== null && Number.isInteger(value) && value >= 1 && value <= 32768 ? value : null;
}

function rate(value: number | null): number | null {
  return value !== null && value > 0 && value <= 1000 ? value : null;
}
