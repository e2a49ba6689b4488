import type { CameraStateKind } from '@brightwall/protocol/camera';

export type FailureKind = Extract<
  CameraStateKind,
  'unreachable' | 'auth-failed' | 'bad-answer' | 'bad-stream' | 'unsupported-codec' | 'stalled'
>;

/** Why one life of a stream ended, in the words of the camera's card. `detail` holds no secret. */
export class IngestFailure extends Error {
  readonly kind: FailureKind;
  readonly detail: string;

  constructor(kind: FailureKind, detail: string) {
    super(`${kind}: ${detail}`);
    this.name = 'IngestFailure';
    this.kind = kind;
    this.detail = detail.slice(0, 500);
  }
}

/** Translates what the socket says into a state; null for what is no network failure, but a bug. */
export function fromSocketError(error: unknown): IngestFailure | null {
  if (error instanceof IngestFailure) return error;
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  if (typeof code !== 'string' || !/^E[A-Z_]+$/.test(code)) return null;
  return new IngestFailure('unreachable', code);
}
