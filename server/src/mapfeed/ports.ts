// What the map's feed needs of the rest of the core.
import type { ErrorBody } from '@brightwall/protocol/errors';

export interface LonLat {
  readonly lon: number;
  readonly lat: number;
}

export interface MapCamerasPort {
  /** Null for a camera without a place, or an unknown one. */
  place(cameraId: string): LonLat | null;
  /** The connected agent that has the camera; null while there is none. */
  agentOf(cameraId: string): string | null;
  thumbnail(cameraId: string): { readonly takenMs: number; readonly jpeg: Buffer } | undefined;
}

export interface MapAgentsPort {
  wantThumbnails(agentId: string, cameraIds: string[]): Promise<void>;
  /** Throws AppError. */
  startFeed(agentId: string, cameraId: string): Promise<void>;
  stopFeed(agentId: string, cameraId: string): Promise<void>;
}

/** The way to one page of a browser. */
export interface ViewerOutput {
  /** An object of the protocol, as JSON. */
  say(message: object): void;
  send(bytes: Uint8Array): void;
}

export type FeedError = ErrorBody;
