// One live HLS stream: started at the edge by the first who asks for its playlist, kept in a ring for
// all, stopped when nobody has asked for a while.
import type { Clock, Timer } from '@brightwall/kit/clock';
import type { HlsInit, HlsPart, HlsStreamRef } from '@brightwall/protocol/edge-messages';
import { AppError } from '@brightwall/protocol/errors';
import type { EdgePort } from '../ports.ts';
import { renderPlaylist } from './playlist.ts';
import { Ring } from './ring.ts';

type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'starting'; readonly ring: Ring }
  | { readonly kind: 'running'; readonly ring: Ring };

export interface HlsStreamOptions {
  readonly ref: HlsStreamRef;
  readonly edge: EdgePort;
  readonly clock: Clock;
  readonly onIdle: () => void;
}

interface Waiter {
  readonly isDone: (ring: Ring) => boolean;
  settle(error: AppError | null): void;
}

/** A camera answers, sends a key frame, the edge cuts the first parts. */
const firstPartsWaitMs = 8_000;
const lingerMs = 15_000;
const maxWaiters = 2_000;

export class HlsStream {
  readonly #options: HlsStreamOptions;
  readonly #waiters = new Set<Waiter>();
  #state: State = { kind: 'idle' };
  #linger: Timer | null = null;

  constructor(options: HlsStreamOptions) {
    this.#options = options;
  }

  get isIdle(): boolean {
    return this.#state.kind === 'idle';
  }

  get ring(): Ring | null {
    return this.#state.kind === 'idle' ? null : this.#state.ring;
  }

  /**
   * The playlist now, or, with `msn` (and `part`), once it holds that (§6.2.5.2). Throws bad-request for
   * what lies too far ahead, and why the camera has no picture.
   */
  async playlist(msn: number | undefined, part: number | undefined, signal: AbortSignal): Promise<string> {
    const ring = this.#wanted();
    if (!ring.canStart) await this.#wait(firstPartsWaitMs, signal, now => now.canStart);
    if (msn !== undefined) {
      // "more than two greater than the Media Sequence Number of the last Media Segment" (§6.2.5.2)
      if (msn > ring.newestMsn + 2) throw new AppError('bad-request', '_HLS_msn');
      await this.#wait(ring.segmentTargetMs * 3, signal, now => now.has(msn, part));
    }
    return renderPlaylist(ring);
  }

  /** Throws not-found. */
  init(life: number): Buffer {
    const data = this.#touched()?.init(life);
    if (!data) throw new AppError('not-found');
    return data;
  }

  /** A whole segment. Throws not-found. */
  segment(msn: number): Buffer {
    const segment = this.#touched()?.segment(msn);
    if (!segment?.complete) throw new AppError('not-found');
    return Buffer.concat(segment.parts.map(part => part.data));
  }

  /** One part; the one that is hinted at is waited for. Throws not-found. */
  async part(msn: number, part: number, signal: AbortSignal): Promise<Buffer> {
    const ring = this.#touched();
    if (!ring || msn > ring.newestMsn + 1) throw new AppError('not-found');
    if (!ring.has(msn, part)) await this.#wait(ring.segmentTargetMs * 3, signal, now => now.has(msn, part));
    const data = ring.segment(msn)?.parts[part]?.data;
    if (!data) throw new AppError('not-found');
    return data;
  }

  handleInit(init: HlsInit, data: Buffer): void {
    if (this.#state.kind !== 'idle') this.#state.ring.handleInit(init, data);
  }

  handlePart(part: HlsPart, data: Buffer): void {
    if (this.#state.kind === 'idle') return;
    const { ring } = this.#state;
    if (!ring.handlePart(part, data)) return;
    for (const waiter of [...this.#waiters]) if (waiter.isDone(ring)) waiter.settle(null);
  }

  /** The stream has ended at the edge, or with it; the next who asks starts it anew. */
  end(error: AppError): void {
    if (this.#state.kind === 'idle') return;
    this.#state = { kind: 'idle' };
    this.#linger?.cancel();
    for (const waiter of [...this.#waiters]) waiter.settle(error);
    this.#options.onIdle();
  }

  /** Ends it from this side. */
  close(error = new AppError('media-unavailable')): void {
    if (this.#state.kind === 'idle') return;
    this.end(error);
    // An agent that is gone has stopped by itself.
    this.#options.edge.stopHls(this.#options.ref).catch(() => {});
  }

  #wanted(): Ring {
    if (this.#state.kind === 'idle') this.#start();
    return this.#touched()!;
  }

  #start(): void {
    const ring = new Ring(this.#options.clock.epochMs());
    this.#state = { kind: 'starting', ring };
    const isThis = () => this.#state.kind !== 'idle' && this.#state.ring === ring;
    this.#options.edge.startHls(this.#options.ref).then(
      () => {
        if (isThis()) this.#state = { kind: 'running', ring };
      },
      error => {
        if (!isThis()) return;
        const known = error instanceof AppError ? error : new AppError('media-unavailable', String(error));
        // An answer that came too late may be a start all the same.
        if (known.code === 'timed-out') this.close(known);
        else this.end(known);
      },
    );
  }

  /** Somebody asks: the time until it is let go begins anew. */
  #touched(): Ring | null {
    if (this.#state.kind === 'idle') return null;
    this.#linger?.cancel();
    this.#linger = this.#options.clock.after(lingerMs, () => this.close());
    return this.#state.ring;
  }

  #wait(ms: number, signal: AbortSignal, isDone: (ring: Ring) => boolean): Promise<void> {
    if (this.#state.kind !== 'idle' && isDone(this.#state.ring)) return Promise.resolve();
    if (this.#waiters.size >= maxWaiters) return Promise.reject(new AppError('overloaded'));
    return new Promise((resolve, reject) => {
      const settle = (error: AppError | null) => {
        if (!this.#waiters.delete(waiter)) return;
        timer.cancel();
        signal.removeEventListener('abort', onAbort);
        if (error) reject(error);
        else resolve();
      };
      const waiter: Waiter = { isDone, settle };
      const onAbort = () => settle(new AppError('timed-out'));
      const timer = this.#options.clock.after(ms, () =>
        settle(new AppError('camera-unavailable', 'no HLS part')),
      );
      this.#waiters.add(waiter);
      signal.addEventListener('abort', onAbort, { once: true });
      if (signal.aborted) onAbort();
      else if (this.#state.kind === 'idle') settle(new AppError('camera-unavailable'));
    });
  }
}
