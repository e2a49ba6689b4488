// 在场与超时停留: who is inside, and who stays too long. Looked at by the core's clock; that an alert was raised is
// stored with it, so that a restart raises none anew and misses none.
import type { Clock } from '@brightwall/kit/clock';
import { sleep } from '@brightwall/kit/clock';
import { Emitter } from '@brightwall/kit/emitter';
import { AppError } from '@brightwall/protocol/errors';
import type { InsideVehicles, LeftPark, StayLimits } from '@brightwall/protocol/park';
import { plainPlate } from '@brightwall/protocol/plate-text';
import type { Actor, LooksPort, PresencePort } from './ports.ts';

/** An overstay is told this much late at most. */
const lookEveryMs = 15_000;
const sweepEveryMs = 3_600_000;
/** What a screen shows; whoever looks for one types its number. */
const mostInside = 300;

export interface StaysOptions {
  readonly presence: PresencePort;
  readonly looks: LooksPort;
  /** Forgets what is past its retention. */
  readonly sweep: () => Promise<void>;
  readonly clock: Clock;
}

export class Stays {
  readonly events = new Emitter<{ changed: [] }>();
  readonly #options: StaysOptions;

  constructor(options: StaysOptions) {
    this.#options = options;
  }

  /** Until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { presence, sweep, clock } = this.#options;
    let sweptMs = Number.NEGATIVE_INFINITY;
    while (!signal.aborted) {
      if ((await presence.raiseOverstays(clock.epochMs())) > 0) this.events.emit('changed');
      if (clock.monotonicMs() - sweptMs >= sweepEveryMs) {
        await sweep();
        sweptMs = clock.monotonicMs();
      }
      await sleep(clock, lookEveryMs, signal);
    }
  }

  inside(plate = ''): Promise<InsideVehicles> {
    const nowMs = this.#options.clock.epochMs();
    return this.#options.presence.inside({ plate: plainPlate(plate), limit: mostInside, nowMs });
  }

  /** Somebody says that it is not inside any more: its leaving was not seen, or not read. Throws not-found. */
  async left({ purposeId, plate: typed, kind }: LeftPark, actor: Actor): Promise<void> {
    const { presence, looks, clock } = this.#options;
    const plate = plainPlate(typed);
    const terms = { step: 'left', plate, kind };
    const look = await looks.entry(actor, { purposeId, action: 'park-list', terms });
    if (!(await presence.left(plate, kind, clock.epochMs(), look))) throw new AppError('not-found');
    this.events.emit('changed');
  }

  limits(): Promise<StayLimits> {
    return this.#options.presence.limits();
  }

  async setLimits(limits: StayLimits, purposeId: string, actor: Actor): Promise<StayLimits> {
    const { presence, looks } = this.#options;
    const terms = { step: 'limits', ...limits };
    await presence.setLimits(limits, await looks.entry(actor, { purposeId, action: 'park-list', terms }));
    this.events.emit('changed');
    return limits;
  }

  close(): void {
    this.events.clear();
  }
}
