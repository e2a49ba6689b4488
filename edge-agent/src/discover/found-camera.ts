import { createHash } from 'node:crypto';
import type { CameraReport, StreamProfile } from '@brightwall/protocol/camera';

/** A camera as found, with what is needed to pull it. Credentials stay on the edge. */
export interface FoundCamera {
  readonly report: Omit<CameraReport, 'state'>;
  readonly streams: readonly FoundStream[];
  readonly credentials: { readonly username: string; readonly password: string } | null;
  readonly transport: 'tcp' | 'udp' | 'auto';
  /** Asks the device where its newest picture is to be had over HTTP; null where it has no such thing. */
  readonly snapshotUrl: (() => Promise<URL>) | null;
  /** Why it cannot be pulled though it is known to be there; null when it can. */
  readonly failure: { readonly kind: CameraFailureKind; readonly detail: string } | null;
}

export type CameraFailureKind =
  | 'unreachable'
  | 'auth-failed'
  | 'bad-answer'
  | 'bad-stream'
  | 'unsupported-codec';

export interface FoundStream {
  readonly profile: StreamProfile;
  readonly url: URL;
  /** Asks the camera for a key frame (ONVIF SetSynchronizationPoint); null where it has no such thing. */
  readonly requestKeyFrame: (() => Promise<void>) | null;
}

/** The id of a camera: the start of SHA-256 over what never changes of it. */
export function cameraIdOf(identity: string): string {
  return createHash('sha256').update(identity).digest('hex').slice(0, 16);
}
