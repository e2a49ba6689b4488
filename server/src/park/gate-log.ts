// What passed the gates: told as it is stored, counted by the day, and read back under a purpose.
import type { Clock } from '@brightwall/kit/clock';
import { Emitter } from '@brightwall/kit/emitter';
import { AppError } from '@brightwall/protocol/errors';
import {
  type GateCounts,
  type GateEvent,
  type GateEventSearch,
  mostGateEventsFound,
} from '@brightwall/protocol/park';
import { plainPlate } from '@brightwall/protocol/plate-text';
import type { Actor, GateEventsPort, LooksPort } from './ports.ts';

/** The live tail, as the strip of newest passages; what is older is history. */
const newest = 50;
const dayMs = 86_400_000;
const chinaMs = 8 * 3_600_000;

export class GateLog {
  readonly events = new Emitter<{ passed: [event: GateEvent] }>();
  readonly #options: { events: GateEventsPort; looks: LooksPort; clock: Clock };

  constructor(options: { events: GateEventsPort; looks: LooksPort; clock: Clock }) {
    this.#options = options;
  }

  /** Stored, and to be told. */
  handleStored(events: readonly GateEvent[]): void {
    for (const event of events) this.events.emit('passed', event);
  }

  newest(): Promise<GateEvent[]> {
    return this.#options.events.newest(newest);
  }

  /** Since midnight of China. */
  today(): Promise<GateCounts> {
    const nowMs = this.#options.clock.epochMs();
    return this.#options.events.counts(Math.floor((nowMs + chinaMs) / dayMs) * dayMs - chinaMs);
  }

  /** A look at history, and audited. Newest first. */
  async search({ purposeId, ...asked }: GateEventSearch, actor: Actor): Promise<GateEvent[]> {
    if (asked.fromMs >= asked.toMs) throw new AppError('bad-request', 'fromMs');
    const terms = { ...asked, plate: plainPlate(asked.plate) };
    const look = await this.#options.looks.entry(actor, { purposeId, action: 'gate-events', terms });
    return this.#options.events.search({ ...terms, limit: mostGateEventsFound }, look);
  }

  close(): void {
    this.events.clear();
  }
}
