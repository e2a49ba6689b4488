// How well plates are read at each camera, and the one camera whose reading the page watches.
import type { AppError } from '@brightwall/protocol/errors';
import type { PlateStateKind, PlateStats, PlateView } from '@brightwall/protocol/plate-setup';
import { create } from 'zustand';

/** By camera id. Replaced, never changed in place. */
export const usePlateStats = create<{ stats: ReadonlyMap<string, PlateStats> }>(() => ({ stats: new Map() }));

const lookedAt = new Set<PlateStateKind>(['reading', 'glare', 'dark', 'overloaded']);

/** Plates are looked for, however badly they can be seen. */
export const isLookedAt = (state: PlateStateKind) => lookedAt.has(state);

/** What the core answered when the page asked to see a camera's plates being read. */
export type Watch = { kind: 'asking' } | { kind: 'watching' } | { kind: 'refused'; error: AppError };

export interface InstallerState {
  /** The camera of the installer's view, null while it is closed. */
  cameraId: string | null;
  watch: Watch;
  /** The newest analysed picture of that camera. */
  view: PlateView | null;
}

const closed: InstallerState = { cameraId: null, watch: { kind: 'asking' }, view: null };

export const useInstaller = create<InstallerState>(() => closed);

/** Opens the installer's view of a camera, from any screen. */
export function openInstaller(cameraId: string): void {
  useInstaller.setState({ ...closed, cameraId });
}

export function closeInstaller(): void {
  useInstaller.setState(closed);
}

export class PlateNews {
  readonly #schedule: (flush: () => void) => void;
  #pending = new Map<string, PlateStats>();
  #scheduled = false;

  constructor(schedule: (flush: () => void) => void) {
    this.#schedule = schedule;
  }

  handleStats(stats: readonly PlateStats[]): void {
    for (const each of stats) this.#pending.set(each.cameraId, each);
    if (this.#scheduled || this.#pending.size === 0) return;
    this.#scheduled = true;
    this.#schedule(() => this.#flush());
  }

  /** A picture of a camera nobody looks at any more is late and of no use. */
  handleView(view: PlateView): void {
    const { cameraId, view: before } = useInstaller.getState();
    if (view.cameraId !== cameraId || (before && before.takenMs > view.takenMs)) return;
    useInstaller.setState({ view });
  }

  /** Signed out: nothing of the last user's stays in the page. */
  forget(): void {
    this.#pending.clear();
    usePlateStats.setState({ stats: new Map() });
    closeInstaller();
  }

  #flush(): void {
    this.#scheduled = false;
    if (this.#pending.size === 0) return;
    const stats = new Map(usePlateStats.getState().stats);
    for (const [id, each] of this.#pending) stats.set(id, each);
    this.#pending.clear();
    usePlateStats.setState({ stats });
  }
}
