// Whose pictures somebody looks at, told to the agents that make them: each camera once, however many look.
import type { Clock, Timer } from '@brightwall/kit/clock';
import type { MapAgentsPort, MapCamerasPort } from './ports.ts';

/** A map that is moved changes what is seen many times a second. */
const settleMs = 250;

/** Cameras that somebody looks at from now on, and those that nobody does any more. */
export interface DemandChange {
  readonly wanted: readonly string[];
  readonly unwanted: readonly string[];
}

export class ThumbnailDemand {
  readonly #cameras: Pick<MapCamerasPort, 'agentOf'>;
  readonly #agents: Pick<MapAgentsPort, 'wantThumbnails'>;
  readonly #clock: Clock;
  readonly #onChange: (change: DemandChange) => void;
  readonly #wants = new Map<object, readonly string[]>();
  /** How many want each camera's. */
  readonly #counts = new Map<string, number>();
  /** What each agent was told last, in one line. */
  readonly #told = new Map<string, string>();
  #timer: Timer | null = null;
  #closed = false;

  constructor(
    cameras: Pick<MapCamerasPort, 'agentOf'>,
    agents: Pick<MapAgentsPort, 'wantThumbnails'>,
    clock: Clock,
    onChange: (change: DemandChange) => void,
  ) {
    this.#onChange = onChange;
    this.#cameras = cameras;
    this.#agents = agents;
    this.#clock = clock;
  }

  /** Replaces what this one wanted before. */
  want(who: object, cameraIds: readonly string[]): void {
    const before = this.#wants.get(who) ?? [];
    const now = [...new Set(cameraIds)];
    if (now.length > 0) this.#wants.set(who, now);
    else if (!this.#wants.delete(who)) return;
    const [wanted, unwanted]: [string[], string[]] = [[], []];
    for (const id of now) {
      const count = this.#counts.get(id) ?? 0;
      this.#counts.set(id, count + 1);
      if (count === 0) wanted.push(id);
    }
    for (const id of before) {
      const count = this.#counts.get(id) ?? 0;
      if (count > 1) this.#counts.set(id, count - 1);
      else if (this.#counts.delete(id)) unwanted.push(id);
    }
    if (wanted.length + unwanted.length > 0) this.#onChange({ wanted, unwanted });
    this.#settle();
  }

  /** It says hello, or is gone: it knows of nothing any more. */
  handleAgent(agentId: string): void {
    this.#told.delete(agentId);
    if (this.#wants.size > 0) this.#settle();
  }

  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
  }

  #settle(): void {
    if (this.#closed) return;
    this.#timer ??= this.#clock.after(settleMs, () => {
      this.#timer = null;
      this.#tell();
    });
  }

  #tell(): void {
    const byAgent = new Map<string, Set<string>>([...this.#told.keys()].map(agentId => [agentId, new Set()]));
    for (const cameraIds of this.#wants.values())
      for (const id of cameraIds) {
        const agentId = this.#cameras.agentOf(id);
        if (agentId === null) continue;
        const ids = byAgent.get(agentId);
        if (ids) ids.add(id);
        else byAgent.set(agentId, new Set([id]));
      }
    for (const [agentId, ids] of byAgent) {
      const sorted = [...ids].sort();
      const line = sorted.join(' ');
      if ((this.#told.get(agentId) ?? '') === line) continue;
      this.#told.set(agentId, line);
      // One that cannot be told is gone, and is told all when it says hello again.
      this.#agents.wantThumbnails(agentId, sorted).catch(() => this.#told.delete(agentId));
    }
  }
}
