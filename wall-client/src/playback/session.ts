import type { StreamProfile } from '@brightwall/protocol/camera';
import type { AppError } from '@brightwall/protocol/errors';
import type { MediaPath } from './api.ts';

/** One stream on its way into the page, over one path. Lives once; whoever opened it closes it. */
export interface MediaSession {
  readonly profile: StreamProfile;
  readonly transcoded: boolean;
  /** Resolves when frames may be expected, so that a picture in place is not taken away too early. */
  ready(signal: AbortSignal): Promise<void>;
  /** Puts the picture into the element, in place of whatever was there. */
  attach(video: HTMLVideoElement): void;
  /** Resolves, never rejects, when the session ended by itself. */
  readonly ended: Promise<AppError>;
  /** Something of the stream has arrived, if only no whole frame. */
  arriving(): boolean;
  path(): MediaPath;
  measure(): Promise<SessionFigures>;
  /** Idempotent. */
  close(): void;
}

export interface SessionFigures {
  codec: string | null;
  /** Camera's capture to the screen where the path itself can tell, ms. */
  latencyMs: number | null;
  /** Time from the core to the screen, ms: network and jitter buffer. */
  lastLegMs: number | null;
}
