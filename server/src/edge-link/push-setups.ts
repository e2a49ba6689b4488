// Tells each agent how plates are read at its cameras: all of them after hello, a new camera when it is
// reported, and every change. An agent makes no picture of a camera whose setup it was never told, so each
// is told until it has answered. One that sees another's camera is told that it is off.
import type { Clock } from '@brightwall/kit/clock';
import { supervise } from '@brightwall/kit/supervise';
import type { PlateSetupChange } from '@brightwall/protocol/edge-messages';
import type { PlateSetup } from '@brightwall/protocol/plate-setup';

export interface PushSetupsOptions {
  readonly send: (agentId: string, change: PlateSetupChange) => Promise<void>;
  readonly setup: (agentId: string, cameraId: string) => PlateSetup;
  readonly clock: Clock;
  readonly log: (level: 'warn', text: string, facts: object) => void;
}

/** One agent's connection. */
interface Life {
  readonly stop: AbortController;
  /** Or being told. */
  readonly told: Set<string>;
  readonly open: Set<string>;
  wake: () => void;
}

/** Told at once: an agent with a thousand cameras knows its masks within seconds, and writes them to its disk in few turns. */
const togetherAtMost = 64;

const retryPolicy = { firstMs: 500, capMs: 15_000, factor: 2, jitter: 0.3, healthyMs: 5_000 };

export class PushSetups {
  readonly #options: PushSetupsOptions;
  readonly #lives = new Map<string, Life>();

  constructor(options: PushSetupsOptions) {
    this.#options = options;
  }

  handleGreeted(agentId: string, cameraIds: Iterable<string>): void {
    this.handleGone(agentId);
    const life = {
      stop: new AbortController(),
      told: new Set<string>(),
      open: new Set(cameraIds),
      wake: () => {},
    };
    this.#lives.set(agentId, life);
    const { clock, log } = this.#options;
    void supervise(signal => this.#run(agentId, life, signal), {
      clock,
      backoff: retryPolicy,
      signal: life.stop.signal,
      onEnded: ({ error }) =>
        log('warn', 'an agent did not take a plate setup', { agentId, error: String(error) }),
    });
  }

  /** The agent has this camera; told unless it was in this connection. */
  handleCamera(agentId: string, cameraId: string): void {
    const life = this.#lives.get(agentId);
    if (life && !life.told.has(cameraId)) tell(life, cameraId);
  }

  /** Drawn anew, or another agent's now: who was told is told again. */
  handleChanged(cameraId: string): void {
    for (const life of this.#lives.values()) if (life.told.has(cameraId)) tell(life, cameraId);
  }

  handleGone(agentId: string): void {
    const life = this.#lives.get(agentId);
    this.#lives.delete(agentId);
    life?.stop.abort();
    life?.wake();
  }

  close(): void {
    for (const agentId of [...this.#lives.keys()]) this.handleGone(agentId);
  }

  async #run(agentId: string, life: Life, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const cameraIds = [...life.open].slice(0, togetherAtMost);
      if (cameraIds.length === 0) {
        await new Promise<void>(wake => {
          life.wake = wake;
        });
        continue;
      }
      const told = await Promise.allSettled(cameraIds.map(cameraId => this.#send(agentId, life, cameraId)));
      const failed = told.find(result => result.status === 'rejected');
      if (failed) throw failed.reason;
    }
  }

  async #send(agentId: string, life: Life, cameraId: string): Promise<void> {
    // Taken off first: a change that comes while this is sent puts it on again.
    life.open.delete(cameraId);
    life.told.add(cameraId);
    try {
      await this.#options.send(agentId, { cameraId, setup: this.#options.setup(agentId, cameraId) });
    } catch (error) {
      life.open.add(cameraId);
      throw error;
    }
  }
}

function tell(life: Life, cameraId: string): void {
  life.open.add(cameraId);
  life.wake();
}
