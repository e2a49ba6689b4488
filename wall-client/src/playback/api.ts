// What a screen sees of playback. A screen takes `usePlayback()` (context.tsx) or, more simply, puts a
// `<LivePicture cameraId=… />` (LivePicture.tsx); nothing else of this folder is meant for screens.
import type { CameraStateKind, StreamProfile } from '@brightwall/protocol/camera';
import type { ErrorCode } from '@brightwall/protocol/errors';

/** How pictures reach the page. */
export type MediaPath = 'webrtc-udp' | 'webrtc-tcp' | 'hls';

/** A player is in exactly one of these. */
export type PlayerState =
  /** Asked for; the poster stands in until the first frame is decoded. `after`: what the last try failed with. */
  | { kind: 'starting'; after?: ErrorCode }
  /** Frames are on the screen. */
  | { kind: 'live'; path: MediaPath; profile: StreamProfile; transcoded: boolean }
  /** The camera itself has no picture; the player starts by itself when it is live again. */
  | { kind: 'waiting'; state: CameraStateKind }
  /** The camera is live but its picture did not reach us; tried again at `retryAtMs` (epoch). */
  | { kind: 'failed'; code: ErrorCode; retryAtMs: number }
  /** The page is in the background; goes on at the live edge when it is seen again. */
  | { kind: 'paused' }
  | { kind: 'closed' };

/** Measured once a second while live; null is "not known", never a guess. */
export interface PlayerStats {
  /** Frames shown in the last second. */
  fps: number;
  /** For people: "H.264", "H.265". */
  codec: string | null;
  widthPx: number | null;
  heightPx: number | null;
  /** Camera's clock at capture to the screen, ms. */
  latencyMs: number | null;
  path: MediaPath;
  profile: StreamProfile;
  transcoded: boolean;
}

export interface AttachOptions {
  readonly video: HTMLVideoElement;
  readonly cameraId: string;
  /** Size of the picture on the screen in physical pixels (CSS pixels × devicePixelRatio). */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly onState?: (state: PlayerState) => void;
  readonly onStats?: (stats: PlayerStats) => void;
  /** Called just before the video element's source is replaced while it shows a picture: the last moment to keep a copy of it. */
  readonly onBeforeSwap?: () => void;
}

export interface PlayerHandle {
  readonly state: PlayerState;
  readonly stats: PlayerStats | null;
  /** Physical pixels anew, after a resize; may change between main and sub stream without a gap. */
  setSize(widthPx: number, heightPx: number): void;
  /** Tries at once instead of at `retryAtMs`. */
  retry(): void;
  /** Ends the picture and tells the core; idempotent. */
  close(): void;
}

export interface Posters {
  /** An address to show at once: the kept copy if one is fresh, else the core's; null when the camera has no thumbnail yet. */
  urlOf(cameraId: string): string | null;
  /** Fetches the newest thumbnail ahead, e.g. when the pointer is over the camera. */
  prefetch(cameraId: string): void;
}

export interface Playback {
  attachCamera(options: AttachOptions): PlayerHandle;
  readonly posters: Posters;
  /** Tells of every new thumbnail of one camera; the returned function stops that. */
  onThumbnail(cameraId: string, listener: () => void): () => void;
  close(): void;
}
