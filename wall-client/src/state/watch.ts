// 布控告警: alerts of the watch list that somebody has still to take on, newest first, and those just raised, which are
// shown on every screen. News by the hundred is applied a few times a second.
import type { WatchAlert, WatchAlertNews } from '@brightwall/protocol/watch-alert';
import { create } from 'zustand';

/** As many as the core tells on connect. */
export const keptAlerts = 200;
/** More at once nobody reads: the others are in the list. */
export const mostToasts = 3;

export interface WatchState {
  open: readonly WatchAlert[];
  /** Raised while this page was open and not put away yet, newest first. */
  toasts: readonly WatchAlert[];
  /** How many alerts this page has heard being raised. */
  raised: number;
  chosenId: string | null;
  isMuted: boolean;
  /** Counts news of entries: who shows them asks again. */
  entriesVersion: number;
}

const none: WatchState = {
  ...{ open: [], toasts: [], raised: 0, chosenId: null, isMuted: false, entriesVersion: 0 },
};

export const useWatch = create<WatchState>(() => none);

export const watch = {
  choose: (chosenId: string | null) => useWatch.setState({ chosenId }),

  putAway: (id: string) =>
    useWatch.setState(({ toasts }) => ({ toasts: toasts.filter(alert => alert.id !== id) })),

  setMuted: (isMuted: boolean) => useWatch.setState({ isMuted }),
};

export class WatchNews {
  readonly #schedule: (flush: () => void) => void;
  #pending: WatchAlertNews[] = [];

  constructor(schedule: (flush: () => void) => void) {
    this.#schedule = schedule;
  }

  /** On connect: what is not among them was fed back meanwhile, unless there are more than are told. */
  handleOpen(alerts: readonly WatchAlert[]): void {
    useWatch.setState(({ open, toasts }) => {
      const before = new Map(open.map(alert => [alert.id, alert]));
      const merged = alerts.map(alert => newer(before.get(alert.id), alert));
      const ids = new Set(merged.map(({ id }) => id));
      return { open: merged, toasts: toasts.filter(({ id }) => ids.has(id)) };
    });
  }

  handleNews(news: WatchAlertNews): void {
    this.#pending.push(news);
    if (this.#pending.length === 1) this.#schedule(() => this.#flush());
  }

  handleEntry(): void {
    useWatch.setState(({ entriesVersion }) => ({ entriesVersion: entriesVersion + 1 }));
  }

  /** Signed out: nothing of the last user's stays in the page. */
  forget(): void {
    this.#pending = [];
    useWatch.setState(none);
  }

  #flush(): void {
    const news = this.#pending;
    this.#pending = [];
    if (news.length === 0) return;
    useWatch.setState(state => {
      const byId = new Map(state.open.map(alert => [alert.id, alert]));
      for (const { alert } of news) byId.set(alert.id, newer(byId.get(alert.id), alert));
      const open = [...byId.values()].filter(({ state: at }) => at !== 'fed-back').sort(newestFirst);
      const raised = news.filter(one => one.raised).map(({ alert }) => alert);
      // Whoever signs for one takes it off every screen.
      const toasts = [...raised.reverse(), ...state.toasts]
        .map(alert => byId.get(alert.id) ?? alert)
        .filter(({ state: at }) => at === 'raised');
      return {
        open: open.slice(0, keptAlerts),
        toasts: toasts.slice(0, mostToasts),
        raised: state.raised + raised.length,
      };
    });
  }
}

const newestFirst = (a: WatchAlert, b: WatchAlert) => (a.id < b.id ? 1 : -1);

/** What is told on connect may be older than news that came before it. */
function newer(known: WatchAlert | undefined, told: WatchAlert): WatchAlert {
  if (!known) return told;
  return told.steps.length + told.hits >= known.steps.length + known.hits ? told : known;
}

const keyOf = (username: string) => `brightwall.watch.${username}`;

/** Whether this user muted this wall; the returned function stops remembering. */
export function rememberMuted(storage: Pick<Storage, 'getItem' | 'setItem'>, username: string): () => void {
  useWatch.setState({ isMuted: storage.getItem(keyOf(username)) === 'muted' });
  return useWatch.subscribe(({ isMuted }, before) => {
    if (isMuted === before.isMuted) return;
    try {
      storage.setItem(keyOf(username), isMuted ? 'muted' : 'sound');
    } catch {
      // A storage that is full or forbidden costs the memory of the switch.
    }
  });
}
