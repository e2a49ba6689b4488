// Which cameras are whose, so that what concerns one agent costs what it has and not what the city has.

const none: ReadonlySet<string> = new Set();

export class OwnCameras {
  readonly #byAgent = new Map<string, Set<string>>();

  /** The camera is this agent's from now on; `before`: whose it was, null for a new one. */
  give(cameraId: string, before: string | null, agentId: string): void {
    if (before === agentId) return;
    if (before !== null) this.#byAgent.get(before)?.delete(cameraId);
    const own = this.#byAgent.get(agentId) ?? new Set<string>();
    this.#byAgent.set(agentId, own.add(cameraId));
  }

  of(agentId: string): ReadonlySet<string> {
    return this.#byAgent.get(agentId) ?? none;
  }
}
