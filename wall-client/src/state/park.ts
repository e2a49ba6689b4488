// 园区车辆: the newest events of the gates, and what is told of the park beside them. What passes is applied a few times
// a second; figures and lists are asked for anew when something changed (`version`), and not for each vehicle.
import type { GateEvent, ParkState } from '@brightwall/protocol/park';
import { create } from 'zustand';

/** As many as the core tells; who wants more looks into the history. */
export const keptEvents = 50;

export interface Park {
  /** Null until the core told it. */
  told: Omit<ParkState, 'events'> | null;
  events: readonly GateEvent[];
  /** Counts all news. */
  version: number;
  /** Counts changes that people made. */
  changes: number;
}

const none: Park = { told: null, events: [], version: 0, changes: 0 };

export const usePark = create<Park>(() => none);

export class ParkNews {
  readonly #schedule: (flush: () => void) => void;
  #pending: GateEvent[] = [];
  #changes = 0;
  #isScheduled = false;

  constructor(schedule: (flush: () => void) => void) {
    this.#schedule = schedule;
  }

  handleEvent(event: GateEvent): void {
    this.#pending.push(event);
    this.#soon();
  }

  handleChanged(): void {
    this.#changes += 1;
    this.#soon();
  }

  /** Signed out: nothing of the last user's stays in the page. */
  forget(): void {
    this.#pending = [];
    usePark.setState(none);
  }

  #soon(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#schedule(() => this.#flush());
  }

  #flush(): void {
    const [pending, changed] = [this.#pending, this.#changes];
    this.#pending = [];
    this.#changes = 0;
    this.#isScheduled = false;
    usePark.setState(({ events, version, changes }) => ({
      events: merged(pending, events),
      version: version + 1,
      changes: changes + changed,
    }));
  }
}

/** What the core told when it was asked; events may have come meanwhile. */
export function takeParkState({ events, ...told }: ParkState): void {
  usePark.setState(before => ({ told, events: merged(events, before.events) }));
}

function merged(some: readonly GateEvent[], others: readonly GateEvent[]): GateEvent[] {
  const byId = new Map([...others, ...some].map(event => [event.id, event]));
  return [...byId.values()].sort(newestFirst).slice(0, keptEvents);
}

const newestFirst = (a: GateEvent, b: GateEvent) => b.passedMs - a.passedMs || (a.id < b.id ? 1 : -1);
