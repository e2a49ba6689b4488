// Edge agent ↔ core, socket.io namespace /edge. The agent signs in with handshake auth
// {agentId, token}. Media itself goes beside this, as SRTP over UDP (core's port, edge sends first).
import { type Static, Type } from 'typebox';
import { CameraId, CameraReport, CameraState, StreamProfile, VideoCodec } from './camera.ts';
import type { Reply } from './errors.ts';
import { PictureHash, SeenPassage } from './passage.ts';
import { PlateSetup, type PlateStats, type PlateView } from './plate-setup.ts';
import type { PicturePlates } from './read-picture.ts';

export const edgeProtocolVersion = 1;

/** The largest chunk (HlsPart.data) the core takes: 6 MiB and the picture that went over it. */
export const maxHlsPartBytes = 15_000_000;

/** One agent's cameras: a hello of them all is 2 MB. A site with more has several agents. */
export const maxCamerasPerAgent = 2500;

/** The last moment a Date can say (ECMA-262 §21.4.1.1). */
const lastMs = 8.64e15;

/** source: as the camera sends it; h264: re-encoded by the edge where the source is anything else. */
export const HlsRendition = Type.Union([Type.Literal('source'), Type.Literal('h264')]);
export type HlsRendition = Static<typeof HlsRendition>;

export const Srtp = Type.Object({
  cryptoSuite: Type.Union([Type.Literal('AEAD_AES_128_GCM'), Type.Literal('AES_CM_128_HMAC_SHA1_80')]),
  keyBase64: Type.String({ maxLength: 64 }),
});
export type Srtp = Static<typeof Srtp>;

export const Hello = Type.Object({
  version: Type.Integer(),
  name: Type.String({ maxLength: 120 }),
  cameras: Type.Array(CameraReport, { maxItems: maxCamerasPerAgent }),
});
export type Hello = Static<typeof Hello>;

export const StateChange = Type.Object({ cameraId: CameraId, state: CameraState });
export type StateChange = Static<typeof StateChange>;

/** 256×144 JPEG of the newest key frame. */
export const Thumbnail = Type.Object({
  cameraId: CameraId,
  takenMs: Type.Number({ minimum: 0, maximum: lastMs }),
  jpeg: Type.Unsafe<Uint8Array>({}),
});
export type Thumbnail = Static<typeof Thumbnail>;

/** Every 2 s for each stream being ingested. */
export const StreamStats = Type.Object({
  cameraId: CameraId,
  profile: StreamProfile,
  codec: VideoCodec,
  fps: Type.Number(),
  kbps: Type.Number(),
  widthPx: Type.Union([Type.Integer(), Type.Null()]),
  heightPx: Type.Union([Type.Integer(), Type.Null()]),
  /** Camera's sender-report time to arrival at the edge, ms, corrected by the device's clock offset; null without reports. */
  delayMs: Type.Union([Type.Number(), Type.Null()]),
  lostPackets: Type.Integer(),
});
export type StreamStats = Static<typeof StreamStats>;

export const HlsStreamRef = Type.Object({
  cameraId: CameraId,
  profile: StreamProfile,
  rendition: HlsRendition,
});
export type HlsStreamRef = Static<typeof HlsStreamRef>;

/** CMAF header (ftyp+moov). A new one in the same stream means a discontinuity; `life` grows by one. */
export const HlsInit = Type.Object({
  ...HlsStreamRef.properties,
  life: Type.Integer({ minimum: 0 }),
  /** RFC 6381, e.g. "avc1.4d401f". */
  codecs: Type.String({ maxLength: 64 }),
  widthPx: Type.Integer(),
  heightPx: Type.Integer(),
  data: Type.Unsafe<Uint8Array>({}),
});
export type HlsInit = Static<typeof HlsInit>;

/** One CMAF chunk (moof+mdat). Segments start at key frames; a part belongs to one segment. */
export const HlsPart = Type.Object({
  ...HlsStreamRef.properties,
  life: Type.Integer({ minimum: 0 }),
  segment: Type.Integer({ minimum: 0 }),
  part: Type.Integer({ minimum: 0, maximum: 255 }),
  durationMs: Type.Number({ exclusiveMinimum: 0, maximum: 60_000 }),
  /** Starts with a key frame. */
  independent: Type.Boolean(),
  /** The last part of its segment. */
  last: Type.Boolean(),
  /** Wall time of its first frame, epoch ms (camera's sender report where there is one). */
  startMs: Type.Number({ minimum: 0, maximum: lastMs }),
  data: Type.Unsafe<Uint8Array>({}),
});
export type HlsPart = Static<typeof HlsPart>;

export const PublishRequest = Type.Object({
  publishId: Type.String({ maxLength: 64 }),
  cameraId: CameraId,
  profile: StreamProfile,
  /** Where the core's SRTP port listens; null host = the host the agent reaches the core at. */
  host: Type.Union([Type.String({ maxLength: 255 }), Type.Null()]),
  port: Type.Integer({ minimum: 1, maximum: 65535 }),
  srtp: Srtp,
});
export type PublishRequest = Static<typeof PublishRequest>;

/** The stream as it will arrive: always H.264, packetization-mode 1, 90 kHz. */
export const Published = Type.Object({
  ssrc: Type.Integer({ minimum: 1, maximum: 0xffffffff }),
  payloadType: Type.Integer({ minimum: 96, maximum: 127 }),
  /** Id of the abs-capture-time header extension on the first packet of each frame; null when the camera's clock is unknown. */
  absCaptureTimeId: Type.Union([Type.Integer({ minimum: 1, maximum: 14 }), Type.Null()]),
  srtp: Srtp,
  transcoded: Type.Boolean(),
});
export type Published = Static<typeof Published>;

/** One access unit of a camera's small stream, as it comes from the camera. */
export const FeedUnitMessage = Type.Object({
  cameraId: CameraId,
  /** RFC 6381, e.g. "avc1.42e01f". */
  codec: Type.String({ maxLength: 64 }),
  widthPx: Type.Integer({ minimum: 1, maximum: 8192 }),
  heightPx: Type.Integer({ minimum: 1, maximum: 8192 }),
  key: Type.Boolean(),
  /** Media time, grows while the feed lasts. */
  timeMs: Type.Number({ minimum: 0, maximum: lastMs }),
  /** H.264, Annex B; parameter sets before a key frame. */
  data: Type.Unsafe<Uint8Array>({}),
});
export type FeedUnitMessage = Static<typeof FeedUnitMessage>;

/** The largest access unit of a small stream the core takes. */
export const maxFeedUnitBytes = 1_000_000;

export type StreamEndReason = 'camera-lost' | 'stalled' | 'transcode-failed' | 'stopped';

/** A passage with the pictures it names, each once. Stored whole or not at all. */
export const PassageDelivery = Type.Object({
  passage: SeenPassage,
  pictures: Type.Array(Type.Object({ hash: PictureHash, jpeg: Type.Unsafe<Uint8Array>({}) }), {
    maxItems: 3,
  }),
});
export type PassageDelivery = Static<typeof PassageDelivery>;

export const PlateSetupChange = Type.Object({ cameraId: CameraId, setup: PlateSetup });
export type PlateSetupChange = Static<typeof PlateSetupChange>;

/** What an agent says. */
export interface EdgeToCore {
  hello(message: Hello, reply: (answer: Reply<{ accepted: number }>) => void): void;
  camera(report: CameraReport): void;
  state(change: StateChange): void;
  thumbnail(thumbnail: Thumbnail): void;
  stats(stats: StreamStats): void;
  publishEnded(end: { publishId: string; reason: StreamEndReason }): void;
  hlsInit(init: HlsInit): void;
  hlsPart(part: HlsPart): void;
  hlsEnded(end: HlsStreamRef & { reason: StreamEndReason }): void;
  /** Answered when it is stored for good; `bad-request` when it never can be, anything else when it may be tried again. In the order of each camera. */
  passage(delivery: PassageDelivery, reply: (answer: Reply<null>) => void): void;
  /** Of a feed that was started, beginning with a key frame. */
  feedUnit(unit: FeedUnitMessage): void;
  feedEnded(end: { cameraId: CameraId; reason: StreamEndReason }): void;
  plateStats(stats: PlateStats): void;
  /** Volatile: only the newest counts. */
  plateView(view: PlateView): void;
  /** Core's clock, epoch ms, for the edge to measure its own against. */
  time(request: Record<string, never>, reply: (answer: Reply<{ epochMs: number }>) => void): void;
}

/** What the core asks of an agent; every request is answered. */
export interface CoreToEdge {
  /** Starts sending a stream by SRTP; answers when the stream's codec is known and its packets are on their way. */
  publish(request: PublishRequest, reply: (answer: Reply<Published>) => void): void;
  unpublish(request: { publishId: string }, reply: (answer: Reply<null>) => void): void;
  startHls(request: HlsStreamRef, reply: (answer: Reply<null>) => void): void;
  stopHls(request: HlsStreamRef, reply: (answer: Reply<null>) => void): void;
  /**
   * The cameras of which somebody looks at small pictures now; replaces what was said before. Of these a thumbnail
   * comes every 2 s. Of the others the edge makes some as it likes, or none.
   */
  wantThumbnails(request: { cameraIds: CameraId[] }, reply: (answer: Reply<null>) => void): void;
  /** Starts sending a camera's small stream by access units; answers when the codec is known and can be decoded by a page. */
  startFeed(request: { cameraId: CameraId }, reply: (answer: Reply<null>) => void): void;
  stopFeed(request: { cameraId: CameraId }, reply: (answer: Reply<null>) => void): void;
  /** For every camera of the agent after hello, and whenever it changes. Kept by the edge, which makes no picture of a camera that it was never told of. */
  setPlateSetup(change: PlateSetupChange, reply: (answer: Reply<null>) => void): void;
  /** Somebody looks at a camera's plates, or nobody any more. */
  watchPlates(request: { cameraId: CameraId; on: boolean }, reply: (answer: Reply<null>) => void): void;
  /** Reads the plates of a photograph (JPEG, PNG, WebP), which is not kept. */
  readPicture(request: { picture: Uint8Array }, reply: (answer: Reply<PicturePlates>) => void): void;
  /** Probes the network anew. */
  discover(request: Record<string, never>, reply: (answer: Reply<null>) => void): void;
}
