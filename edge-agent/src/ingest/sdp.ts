// The camera's description of its stream (RFC 4566), as far as one video track goes.
import type { VideoCodec } from '@brightwall/protocol/camera';
import type { ParameterSets } from '../media/access-unit.ts';
import { IngestFailure } from './failure.ts';

export interface VideoTrack {
  readonly codec: VideoCodec;
  /** As the device names it: "H264", "H265", "JPEG"… */
  readonly codecName: string;
  readonly payloadType: number;
  readonly clockRate: number;
  /** URL to SETUP. */
  readonly controlUrl: string;
  /** URL for PLAY and keep-alive. */
  readonly sessionUrl: string;
  readonly sets: ParameterSets;
  readonly fps: number | null;
}

/** Finds the first video track. Throws IngestFailure `bad-answer` (no SDP) or `bad-stream` (no video in it). */
export function parseSdp(text: string, baseUrl: string): VideoTrack {
  const lines = text.split(/\r?\n/, 1000);
  if (!lines.some(line => line.startsWith('v=')) && !lines.some(line => line.startsWith('m=')))
    throw new IngestFailure('bad-answer', 'DESCRIBE gave no SDP');
  const start = lines.findIndex(line => /^m=video /.test(line));
  if (start < 0) throw new IngestFailure('bad-stream', 'the stream has no video track');
  const firstMedia = lines.findIndex(line => line.startsWith('m='));
  const after = lines.slice(start + 1).findIndex(line => line.startsWith('m='));
  const media = lines.slice(start + 1, after < 0 ? undefined : start + 1 + after);
  const payloadType = Number(/^m=video \d+(?:\/\d+)? \S+ (\d+)/.exec(lines[start]!)?.[1]);
  if (!Number.isInteger(payloadType) || payloadType < 0 || payloadType > 127)
    throw new IngestFailure('bad-stream', 'the SDP names no payload type');
  const rtpmap = new RegExp(`^a=rtpmap:\\s*${payloadType} ([\\w.-]+)/(\\d+)`);
  const named = media.map(line => rtpmap.exec(line)).find(Boolean);
  const codecName = (named?.[1] ?? (payloadType === 26 ? 'JPEG' : `PT${payloadType}`))
    .toUpperCase()
    .slice(0, 32);
  const fmtp = media.find(line => line.startsWith(`a=fmtp:${payloadType} `)) ?? '';
  const session = attribute(lines.slice(0, firstMedia), 'control');
  const sessionUrl = session ? resolveControl(baseUrl, session) : baseUrl;
  const control = attribute(media, 'control');
  const codec: VideoCodec =
    codecName === 'H264' ? 'h264' : /^(H265|HEVC)$/.test(codecName) ? 'h265' : 'other';
  const fps = Number(attribute(media, 'framerate'));
  return {
    codec,
    codecName,
    payloadType,
    clockRate: Number(named?.[2] ?? 90_000) || 90_000,
    controlUrl: control ? resolveControl(sessionUrl, control) : sessionUrl,
    sessionUrl,
    sets: parameterSets(codec, fmtp),
    fps: fps > 0 && fps <= 240 ? fps : null,
  };
}

function attribute(lines: string[], name: string): string | undefined {
  return lines
    .find(line => line.startsWith(`a=${name}:`))
    ?.slice(name.length + 3)
    .trim();
}

/** RFC 2326 §C.1.1; "*" is the base itself. Cameras often give "trackID=0" against a base with a query. */
function resolveControl(base: string, control: string): string {
  if (control === '*' || control === '') return base;
  if (/^rtsps?:\/\//i.test(control)) return control;
  return base.endsWith('/') ? base + control : `${base}/${control}`;
}

function parameterSets(codec: VideoCodec, fmtp: string): ParameterSets {
  const value = (name: string) => new RegExp(`[;\\s]${name}\\s*=\\s*([^;\\s]+)`, 'i').exec(fmtp)?.[1];
  const bytes = (base64: string | undefined) => {
    const decoded = base64 ? new Uint8Array(Buffer.from(base64, 'base64')) : null;
    return decoded && decoded.length > 3 && decoded.length < 4096 ? decoded : null;
  };
  if (codec === 'h264') {
    const [sps, pps] = (value('sprop-parameter-sets') ?? '').split(',');
    return { vps: null, sps: bytes(sps), pps: bytes(pps) };
  }
  return { vps: bytes(value('sprop-vps')), sps: bytes(value('sprop-sps')), pps: bytes(value('sprop-pps')) };
}
