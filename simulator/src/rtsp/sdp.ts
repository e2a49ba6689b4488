// What DESCRIBE answers (RFC 8866; fmtp of RFC 6184 §8.2 and RFC 7798 §7.2).
import type { LoadedStream } from '../content/load.ts';

export const payloadTypeOf = { h264: 96, h265: 98 } as const;

export function describe(stream: LoadedStream, name: string, host: string): string {
  const { codec, parameterSets: sets, fps, width, height } = stream;
  const payloadType = payloadTypeOf[codec];
  const b64 = (b: Buffer | null) => (b ? b.toString('base64') : '');
  const fmtp =
    codec === 'h264'
      ? `packetization-mode=1;profile-level-id=${sets.sps.subarray(1, 4).toString('hex')};sprop-parameter-sets=${b64(sets.sps)},${b64(sets.pps)}`
      : `sprop-vps=${b64(sets.vps)};sprop-sps=${b64(sets.sps)};sprop-pps=${b64(sets.pps)}`;
  return [
    'v=0',
    `o=- 0 0 IN IP4 ${host}`,
    `s=${name}`,
    'c=IN IP4 0.0.0.0',
    't=0 0',
    'a=tool:brightwall-simulator',
    'a=control:*',
    'a=range:npt=now-',
    `m=video 0 RTP/AVP ${payloadType}`,
    `a=rtpmap:${payloadType} ${codec.toUpperCase()}/90000`,
    `a=fmtp:${payloadType} ${fmtp}`,
    `a=framerate:${fps}`,
    `a=framesize:${payloadType} ${width}-${height}`,
    'a=control:trackID=1',
    '',
  ].join('\r\n');
}
