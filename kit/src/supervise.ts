// The only retry loop in the project. A source, stage or link lives once, in `run(signal)`; this
// starts it again after it ended or failed, with backoff, until the signal is aborted.
import { type BackoffPolicy, backoffDelayMs } from './backoff.ts';
import { type Clock, sleep } from './clock.ts';

export interface SuperviseOptions {
  readonly clock: Clock;
  readonly backoff: BackoffPolicy;
  readonly signal: AbortSignal;
  readonly random?: () => number;
  /** Told of every end of a life; `error` is undefined when run() returned by itself. */
  readonly onEnded?: (end: { error: unknown; failures: number; retryInMs: number }) => void;
}

/** Runs `run` again and again until `signal` aborts. Never rejects; resolves when stopped. */
export async function supervise(
  run: (signal: AbortSignal) => Promise<void>,
  options: SuperviseOptions,
): Promise<void> {
  const { clock, backoff, signal, random = Math.random, onEnded } = options;
  let failures = 0;
  while (!signal.aborted) {
    const startedMs = clock.monotonicMs();
    let error: unknown;
    try {
      await run(signal);
    } catch (caught) {
      error = caught;
    }
    if (signal.aborted) return;
    if (clock.monotonicMs() - startedMs >= backoff.healthyMs) failures = 0;
    failures += 1;
    const retryInMs = backoffDelayMs(backoff, failures, random);
    onEnded?.({ error, failures, retryInMs });
    try {
      await sleep(clock, retryInMs, signal);
    } catch {
      return;
    }
  }
}
