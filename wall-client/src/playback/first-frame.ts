// How long a stream may take until its first frame is on the screen.
import { type Clock, sleep } from '@brightwall/kit/clock';
import { AppError } from '@brightwall/protocol/errors';
import type { MediaSession } from './session.ts';

/** No frame and no packet within this: the path is taken for blocked. */
const nothingWithinMs = 4_000;
/** Packets but no frame: the key frame may be long in coming (smart codecs send one every 10 s). */
const firstFrameWithinMs = 12_000;

/**
 * Runs `show`, which resolves at the first frame. Rejects with an `AppError` when the session ends before
 * that or takes too long; the signal given to `show` is aborted then.
 */
export async function firstFrame(
  session: MediaSession,
  clock: Clock,
  signal: AbortSignal,
  show: (inner: AbortSignal) => Promise<void>,
): Promise<void> {
  const life = new AbortController();
  const inner = AbortSignal.any([signal, life.signal]);
  const ended = session.ended.then(error => {
    throw error;
  });
  const late = async () => {
    await sleep(clock, nothingWithinMs, inner);
    if (session.arriving()) await sleep(clock, firstFrameWithinMs - nothingWithinMs, inner);
    throw new AppError('timed-out');
  };
  const tries = [show(inner), ended, late()];
  try {
    await Promise.race(tries);
  } finally {
    life.abort();
    for (const each of tries) each.catch(() => undefined);
  }
}
