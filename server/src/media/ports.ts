// What media/ needs of the edge; main.ts passes the implementation.
import type { HlsStreamRef, Published, PublishRequest } from '@brightwall/protocol/edge-messages';

/** Every call throws an AppError: not-found, agent-offline, timed-out, or what the agent answered. */
export interface EdgePort {
  publish(request: PublishRequest): Promise<Published>;
  unpublish(cameraId: string, publishId: string): Promise<void>;
  startHls(ref: HlsStreamRef): Promise<void>;
  stopHls(ref: HlsStreamRef): Promise<void>;
}

export type Log = (level: 'debug' | 'info' | 'warn' | 'error', text: string, facts?: object) => void;
