// Wall ↔ core: socket.io namespace /wall (signed in by the session cookie) and the REST bodies.
import { type Static, Type } from 'typebox';
import { type Camera, CameraId, type CameraState, type Site, StreamProfile } from './camera.ts';
import type { CameraColumns } from './camera-columns.ts';
import type { StreamStats } from './edge-messages.ts';
import type { ErrorBody, Reply } from './errors.ts';
import type { GateEvent } from './park.ts';
import type { Passage } from './passage.ts';
import type { PlateStats, PlateView } from './plate-setup.ts';
import type { WatchAlert, WatchAlertNews } from './watch-alert.ts';
import type { WatchEntry } from './watch-list.ts';

/** mediasoup's own JSON objects (RtpCapabilities, IceParameters, …); each end types them with its library. */
export type MediaJson = Record<string, unknown>;

export const ConsumeRequest = Type.Object({ cameraId: CameraId, profile: StreamProfile });
export type ConsumeRequest = Static<typeof ConsumeRequest>;

export interface WebRtcTransportOffer {
  transportId: string;
  routerRtpCapabilities: MediaJson;
  iceParameters: MediaJson;
  iceCandidates: MediaJson[];
  dtlsParameters: MediaJson;
}

export interface ConsumerOffer {
  consumerId: string;
  producerId: string;
  rtpParameters: MediaJson;
  /** Made by the edge from another codec. */
  transcoded: boolean;
}

export interface WallToCore {
  /** The page's one receiving transport; asked for once, when the wall opens. A second ask replaces the first. */
  openTransport(request: Record<string, never>, reply: (answer: Reply<WebRtcTransportOffer>) => void): void;
  connectTransport(
    request: { transportId: string; dtlsParameters: MediaJson },
    reply: (answer: Reply<null>) => void,
  ): void;
  /** The page's capabilities come with each consume: mediasoup checks them against the producer. Starts paused. */
  consume(
    request: ConsumeRequest & { rtpCapabilities: MediaJson },
    reply: (answer: Reply<ConsumerOffer>) => void,
  ): void;
  /** The page is ready for packets: resumes and asks for a key frame. */
  resumeConsumer(request: { consumerId: string }, reply: (answer: Reply<null>) => void): void;
  closeConsumer(request: { consumerId: string }, reply: (answer: Reply<null>) => void): void;
  /** The page shows a camera's plates being read, or stops to; at most one camera a page. */
  watchPlates(request: { cameraId: CameraId; on: boolean }, reply: (answer: Reply<null>) => void): void;
}

export interface CoreToWall {
  /** On connect, all sites and cameras in parts; the next comes when the page has answered. News may come between. */
  snapshot(
    part: { sites: Site[]; cameras: CameraColumns; first: boolean; last: boolean },
    taken: () => void,
  ): void;
  /** New ones, and those of which something changed. */
  cameras(cameras: Camera[]): void;
  cameraStates(changes: { cameraId: CameraId; state: CameraState }[]): void;
  /** The newest of each, every second. */
  thumbnailsTaken(news: { cameraId: CameraId; takenMs: number }[]): void;
  streamStats(stats: StreamStats): void;
  /** A consumer ended (camera lost, agent gone); the page decides when to ask again: `cameraStates` live tells. */
  consumerEnded(end: { consumerId: string; error: ErrorBody }): void;
  /** The newest passages of all cameras, newest first, 100 at most, on connect. */
  newestPassages(passages: Passage[]): void;
  passage(passage: Passage): void;
  /** All cameras' on connect, then as they change. */
  plateStats(stats: PlateStats[]): void;
  plateView(view: PlateView): void;
  /** Alerts of the watch list that are not fed back yet, the newest 200, newest first, on connect. */
  openWatchAlerts(alerts: WatchAlert[]): void;
  /** An alert was raised, its vehicle seen again, or a step taken. */
  watchAlert(news: WatchAlertNews): void;
  /** An entry was applied for, or a step taken. */
  watchEntry(entry: WatchEntry): void;
  /** A passage at a gate of the park, and what its list says. */
  gateEvent(event: GateEvent): void;
  /** The park's list, gates, limits, or who is inside changed otherwise than by an event. */
  parkChanged(what: Record<string, never>): void;
  /** The session ended (signed out elsewhere, password changed): the page goes to the login screen. */
  signedOut(reason: Record<string, never>): void;
}

export const SignIn = Type.Object(
  {
    // No control characters: the database takes no U+0000.
    username: Type.String({ minLength: 1, maxLength: 64, pattern: '^\\P{Cc}+$' }),
    password: Type.String({ minLength: 1, maxLength: 256 }),
  },
  { additionalProperties: false },
);
export type SignIn = Static<typeof SignIn>;

export const ChangePassword = Type.Object(
  {
    oldPassword: Type.String({ minLength: 1, maxLength: 256 }),
    newPassword: Type.String({ minLength: 1, maxLength: 256 }),
  },
  { additionalProperties: false },
);
export type ChangePassword = Static<typeof ChangePassword>;

/** Names are kept in lower case; letters of any script, digits, `.`, `_` and `-`. */
export const NewUser = Type.Object(
  { username: Type.String({ minLength: 2, maxLength: 64, pattern: '^[\\p{L}\\p{N}._-]+$' }) },
  { additionalProperties: false },
);
export type NewUser = Static<typeof NewUser>;

/** Shown once: it is stored nowhere, and must be replaced at the first sign-in. */
export const FirstPassword = Type.Object({ username: Type.String(), password: Type.String() });
export type FirstPassword = Static<typeof FirstPassword>;

export const SessionUser = Type.Object({
  username: Type.String(),
  role: Type.Union([Type.Literal('administrator')]),
  mustChangePassword: Type.Boolean(),
});
export type SessionUser = Static<typeof SessionUser>;

// REST, all under /api, JSON, session cookie `brightwall` (httpOnly, SameSite=Strict):
//   POST   /api/session            SignIn → SessionUser        DELETE /api/session → 204
//   GET    /api/session            → SessionUser (401 when signed out)
//   POST   /api/session/password   ChangePassword → SessionUser
//   GET    /api/cameras?after=&limit= → CameraPage             in the order of ids, a thousand at most
//   GET    /api/sites, /api/cameras/:id                        PATCH /api/cameras/:id CameraPatch → Camera
//   GET    /api/cameras/:id/thumbnail.jpg                      newest thumbnail (ETag, no-cache), 404 before the first
//   GET    /api/hls/:cameraId/:profile/:rendition/index.m3u8   LL-HLS media playlist (blocking reload), starts the stream
//   GET    /api/hls/:cameraId/:profile/:rendition/{init-<life>.mp4,s<segment>.m4s,s<segment>.<part>.m4s}
//   GET    /api/cameras/:id/plate-setup → PlateSetup          PUT the same: PlateSetup → PlateSetup
//   GET    /api/cameras/:id/calibration → Calibration (404 where there is none)   PUT Calibration   DELETE → 204
//   GET    /api/pictures/:hash.jpg                             a passage's picture (immutable, private cache)
//   POST   /api/users              NewUser → FirstPassword
//   POST   /api/watch-entries      NewWatchEntry → WatchEntry  GET ?group=&plate=&after= → WatchEntries
//   POST   /api/watch-entries/:id/steps  TakeWatchStep → WatchEntry
//   GET    /api/watch-alerts?state=open|done&after= → WatchAlerts   POST /:id/steps TakeAlertStep → WatchAlert
//   POST   /api/watch-alerts/:id/track → Track
//   GET    /api/park → ParkState    GET /api/park/inside?plate= → InsideVehicles   POST /api/park/inside/left LeftPark → 204
//   GET    /api/park/vehicles?list=&plate=&after= → ParkVehicles   POST NewParkVehicle → ParkVehicle
//   POST   /api/park/vehicles/:id/{prolong,remove}             ProlongVisit → ParkVehicle, ParkChange → 204
//   POST   /api/park/vehicles/import?purposeId=&file=          a CSV file → ParkImportReport
//   PUT    /api/park/gates/:cameraId MarkGate → Gate[]         PUT /api/park/limits SetLimits → StayLimits
//   POST   /api/park/events        GateEventSearch → GateEvent[] (audited)
//   GET    /api/agents             → agents and whether they are connected
//   POST   /api/agents/discover    → 202, every agent probes its network
//   GET    /api/docs               OpenAPI (session needed)    /healthz /readyz /metrics without a session from loopback only
//   GET    /map/*                  the map's data (session needed)
// While mustChangePassword is true every other route answers password-change-required.
