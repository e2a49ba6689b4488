// Carries what the outbox holds to the core while the link is up: each camera's in order and one at a
// time, a few cameras at once. A camera whose passage fails waits and tries again; the others go on.
import type { Clock } from '@brightwall/kit/clock';
import { supervise } from '@brightwall/kit/supervise';
import type { PassageDelivery } from '@brightwall/protocol/edge-messages';
import { AppError } from '@brightwall/protocol/errors';
import { Damaged, type Entry } from './shelf.ts';
import { Slots } from './slots.ts';

export interface CourierOptions {
  readonly clock: Clock;
  readonly log: (level: 'warn', text: string, facts: object) => void;
  readonly read: (entry: Entry) => Promise<PassageDelivery>;
  readonly deliver: (delivery: PassageDelivery) => Promise<void>;
  /** The camera's oldest; null when it has none. */
  readonly next: (cameraId: string) => Entry | null;
  readonly handleSent: (entry: Entry) => Promise<void>;
  readonly handleRefused: (entry: Entry, why: string, isDamaged: boolean) => Promise<void>;
}

/** While the link is up, and the cameras that are served in it. */
type Round = Map<string, AbortController>;

/** Of 0.3 MB each, and 3 MB at most; live HLS parts share the link and drop when 64 messages wait (core-link.ts). */
const maxInFlight = 4;
const retryPolicy = { firstMs: 1_000, capMs: 60_000, factor: 2, jitter: 0.3, healthyMs: 10_000 };
/** Not again with the same content. All else may pass: a core that is busy, a camera that is another agent's for now. */
const finalCodes = ['bad-request', 'too-large'];

export class Courier {
  readonly #options: CourierOptions;
  readonly #slots = new Slots(maxInFlight);
  readonly #sending = new Set<Entry>();
  readonly #serving = new Map<string, Promise<void>>();
  #round: Round | null = null;
  #closed = false;

  constructor(options: CourierOptions) {
    this.#options = options;
  }

  isSending(entry: Entry): boolean {
    return this.#sending.has(entry);
  }

  start(cameraIds: Iterable<string>): void {
    this.stop();
    if (this.#closed) return;
    this.#round = new Map();
    for (const cameraId of cameraIds) this.handleNew(cameraId);
  }

  stop(): void {
    const round = this.#round;
    this.#round = null;
    for (const life of round?.values() ?? []) life.abort();
  }

  /** The camera has something to send. */
  handleNew(cameraId: string): void {
    const round = this.#round;
    if (!round || round.has(cameraId)) return;
    const life = new AbortController();
    round.set(cameraId, life);
    // Never two that carry the same: an earlier round may still have a passage in its hands.
    const before = this.#serving.get(cameraId) ?? Promise.resolve();
    const served = before.then(() => this.#serve(cameraId, round, life));
    this.#serving.set(cameraId, served);
    void served.finally(() => {
      if (this.#serving.get(cameraId) === served) this.#serving.delete(cameraId);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.stop();
    await Promise.all([...this.#serving.values()]);
  }

  /** Ends with the round, or when the camera has nothing more: its next passage begins anew. */
  #serve(cameraId: string, round: Round, life: AbortController): Promise<void> {
    const { signal } = life;
    const { clock, log } = this.#options;
    const run = async () => {
      while (!signal.aborted) {
        const entry = this.#options.next(cameraId);
        if (entry) await this.#sendInTurn(entry, signal);
        else {
          round.delete(cameraId);
          life.abort();
        }
      }
    };
    return supervise(run, {
      clock,
      backoff: retryPolicy,
      signal,
      onEnded: ({ error, failures, retryInMs }) =>
        log('warn', 'a passage could not be delivered; it is tried again', {
          cameraId,
          error: String(error),
          failures,
          retryInMs: Math.round(retryInMs),
        }),
    });
  }

  /** Throws what is to be tried again. */
  async #sendInTurn(entry: Entry, signal: AbortSignal): Promise<void> {
    const leave = await this.#slots.take();
    try {
      // While it waited it may have been dropped.
      const isDue = !signal.aborted && this.#options.next(entry.cameraId) === entry;
      if (isDue) await this.#send(entry);
    } finally {
      leave();
    }
  }

  async #send(entry: Entry): Promise<void> {
    this.#sending.add(entry);
    try {
      await this.#options.deliver(await this.#options.read(entry));
      await this.#options.handleSent(entry);
    } catch (error) {
      if (error instanceof Damaged) await this.#options.handleRefused(entry, error.message, true);
      else if (error instanceof AppError && finalCodes.includes(error.code))
        await this.#options.handleRefused(entry, error.message, false);
      else throw error;
    } finally {
      this.#sending.delete(entry);
    }
  }
}
