// Vehicles that passed, newest first by the core's clock. News is gathered and applied a few times a second
// (`PassageNews`), and no more is kept than a person could look through.
import { type Passage, passedByCoreMs } from '@brightwall/protocol/passage';
import { create } from 'zustand';
import { arrivals } from './arrivals.ts';

/** Kept in the page, of all cameras: about 2 KiB each. Filters choose from these. */
export const keptPassages = 2000;

export interface PassageCount {
  readonly passed: number;
  readonly unreadable: number;
}

export interface PassagesState {
  /** False until the core told the newest ones of this session. */
  loaded: boolean;
  list: readonly Passage[];
  /** Since the page was opened, by camera id. */
  counts: ReadonlyMap<string, PassageCount>;
}

const empty: PassagesState = { loaded: false, list: [], counts: new Map() };

export const usePassages = create<PassagesState>(() => empty);

export class PassageNews {
  readonly #schedule: (flush: () => void) => void;
  readonly #nowMs: () => number;
  #pending: Passage[] = [];
  #known = new Set<string>();
  #scheduled = false;

  constructor(schedule: (flush: () => void) => void, nowMs: () => number) {
    this.#schedule = schedule;
    this.#nowMs = nowMs;
  }

  /** The core's newest on connect. Those of a later connect passed while nobody told us: they count. */
  handleNewest(passages: readonly Passage[]): void {
    if (usePassages.getState().loaded) {
      for (const passage of passages) this.handlePassage(passage);
      return;
    }
    const unknown = passages.filter(({ id }) => !this.#known.has(id));
    for (const { id } of unknown) this.#known.add(id);
    usePassages.setState(({ list }) => ({ loaded: true, list: mergeNewest(list, unknown) }));
  }

  /** One that was told before changes nothing. */
  handlePassage(passage: Passage): void {
    if (this.#known.has(passage.id)) return;
    this.#known.add(passage.id);
    this.#pending.push(passage);
    arrivals.add(passage.cameraId, this.#nowMs());
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#schedule(() => this.#flush());
  }

  /** Signed out: nothing of the last user's stays in the page. */
  forget(): void {
    this.#pending = [];
    this.#known.clear();
    arrivals.clear();
    usePassages.setState(empty);
  }

  #flush(): void {
    this.#scheduled = false;
    if (this.#pending.length === 0) return;
    const before = usePassages.getState();
    const counts = new Map(before.counts);
    for (const { cameraId, reading } of this.#pending) {
      const { passed, unreadable } = counts.get(cameraId) ?? { passed: 0, unreadable: 0 };
      counts.set(cameraId, { passed: passed + 1, unreadable: unreadable + (reading ? 0 : 1) });
    }
    const list = mergeNewest(before.list, this.#pending);
    this.#pending = [];
    this.#known = new Set(list.map(({ id }) => id));
    usePassages.setState({ list, counts });
  }
}

/** Both newest first; the ids of UUIDv7 decide where two passed in the same millisecond. */
function mergeNewest(list: readonly Passage[], news: readonly Passage[]): Passage[] {
  const sorted = [...news].sort(newestFirst);
  const merged: Passage[] = [];
  let a = 0;
  let b = 0;
  while (merged.length < keptPassages && (a < list.length || b < sorted.length)) {
    const old = list[a];
    const fresh = sorted[b];
    if (fresh && (!old || newestFirst(fresh, old) <= 0)) {
      merged.push(fresh);
      b += 1;
    } else {
      merged.push(old!);
      a += 1;
    }
  }
  return merged;
}

const newestFirst = (a: Passage, b: Passage) =>
  passedByCoreMs(b) - passedByCoreMs(a) || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
