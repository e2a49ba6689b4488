// Server-side sessions: the browser holds a random token, the store its hash. A session ends by
// signing out, by a password change, after `idleMs` without use, and after `absoluteMs` in any case.
import { createHash, randomBytes } from 'node:crypto';
import type { Clock, Timer } from '@brightwall/kit/clock';
import { Emitter } from '@brightwall/kit/emitter';
import type { Caller, StoredSession, StoredSessions } from './ports.ts';

export interface SessionPolicy {
  readonly absoluteMs: number;
  readonly idleMs: number;
}

/** Use is written down at most this often: one row per minute and session, not per request. */
const touchEveryMs = 60_000;
const sweepEveryMs = 10 * 60_000;

export class Sessions {
  /** A session was ended; pages that live on it are to be told. */
  readonly events = new Emitter<{ ended: [sessionId: string] }>();
  readonly #store: StoredSessions;
  readonly #policy: SessionPolicy;
  readonly #clock: Clock;
  #sweep: Timer | null = null;
  #closed = false;

  constructor(store: StoredSessions, policy: SessionPolicy, clock: Clock) {
    this.#store = store;
    this.#policy = policy;
    this.#clock = clock;
    this.#scheduleSweep();
  }

  /** Returns the token for the cookie. */
  async begin(userId: string, caller: Caller): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    const nowMs = this.#clock.epochMs();
    await this.#store.add({
      tokenHash: hashToken(token),
      userId,
      createdMs: nowMs,
      lastUsedMs: nowMs,
      address: caller.address,
      userAgent: caller.userAgent.slice(0, 256),
    });
    return token;
  }

  /** The session this token opens, or null; counts as use. */
  async use(token: string): Promise<{ sessionId: string; userId: string } | null> {
    if (token.length > 64) return null;
    const tokenHash = hashToken(token);
    const session = await this.#store.find(tokenHash);
    if (!session) return null;
    const nowMs = this.#clock.epochMs();
    if (this.#isOver(session, nowMs)) {
      await this.#store.remove(tokenHash);
      this.events.emit('ended', tokenHash.toString('hex'));
      return null;
    }
    if (nowMs - session.lastUsedMs >= touchEveryMs) await this.#store.touch(tokenHash, nowMs);
    return { sessionId: tokenHash.toString('hex'), userId: session.userId };
  }

  async end(token: string): Promise<void> {
    const tokenHash = hashToken(token);
    await this.#store.remove(tokenHash);
    this.events.emit('ended', tokenHash.toString('hex'));
  }

  /** Ends all sessions of a user; pages that live on them are told. */
  async endAllOf(userId: string): Promise<void> {
    for (const tokenHash of await this.#store.removeOfUser(userId))
      this.events.emit('ended', tokenHash.toString('hex'));
  }

  close(): void {
    this.#closed = true;
    this.#sweep?.cancel();
    this.events.clear();
  }

  #isOver(session: StoredSession, nowMs: number): boolean {
    return (
      nowMs - session.createdMs >= this.#policy.absoluteMs ||
      nowMs - session.lastUsedMs >= this.#policy.idleMs
    );
  }

  #scheduleSweep(): void {
    this.#sweep = this.#clock.after(sweepEveryMs, () => {
      const nowMs = this.#clock.epochMs();
      this.#store
        .removeOlderThan(nowMs - this.#policy.absoluteMs, nowMs - this.#policy.idleMs)
        // The store is away: the rows are refused by `use` all the same, the next sweep takes them.
        .catch(() => {})
        .finally(() => {
          if (!this.#closed) this.#scheduleSweep();
        });
    });
  }
}

function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
