// Cameras that are gates, and the event of each passage at one. Any other camera's passage costs a look into a map.
import { Emitter } from '@brightwall/kit/emitter';
import type { Gate, GateEvent, GateRole, GateWay, ParkAlert } from '@brightwall/protocol/park';
import { type Passage, passedByCoreMs } from '@brightwall/protocol/passage';
import type { Actor, GatesPort, LooksPort } from './ports.ts';
import type { ParkRegister } from './register.ts';

export interface GatesOptions {
  readonly gates: GatesPort;
  readonly register: ParkRegister;
  readonly looks: LooksPort;
  /** Resolves when the camera is stored; throws not-found for one that is none. */
  readonly stored: (cameraId: string) => Promise<void>;
}

export class Gates {
  readonly events = new Emitter<{ changed: [] }>();
  readonly #options: GatesOptions;
  readonly #roles = new Map<string, GateRole>();

  constructor(options: GatesOptions) {
    this.#options = options;
  }

  /** Before the first passage is taken: one at a gate that is not known yet would have no event. */
  async load(): Promise<void> {
    for (const { cameraId, role } of await this.#options.gates.all()) this.#roles.set(cameraId, role);
  }

  all(): Gate[] {
    return [...this.#roles].map(([cameraId, role]) => ({ cameraId, role }));
  }

  /** Throws not-found for a camera that is none. */
  async mark(cameraId: string, role: GateRole | null, purposeId: string, actor: Actor): Promise<Gate[]> {
    const { gates, looks, stored } = this.#options;
    await stored(cameraId);
    const terms = { step: 'mark-gate', cameraId, role };
    await gates.mark(cameraId, role, await looks.entry(actor, { purposeId, action: 'park-list', terms }));
    if (role) this.#roles.set(cameraId, role);
    else this.#roles.delete(cameraId);
    this.events.emit('changed');
    return this.all();
  }

  /** One for each passage at a gate. */
  judge(passages: readonly Passage[]): GateEvent[] {
    if (this.#roles.size === 0) return [];
    return passages.flatMap(passage => {
      const role = this.#roles.get(passage.cameraId);
      return role === undefined ? [] : this.#event(passage, role);
    });
  }

  close(): void {
    this.events.clear();
  }

  #event(passage: Passage, role: GateRole): GateEvent {
    const { id, cameraId, kind, colour, pictures } = passage;
    return {
      ...{ id, cameraId, passedMs: Math.round(passedByCoreMs(passage)), way: wayOf(role, passage.direction) },
      ...{ ...this.#options.register.judge(passage), plate: passage.reading?.text ?? null },
      ...{ kind, colour, pictures },
    };
  }
}

function wayOf(role: GateRole, direction: Passage['direction']): GateWay {
  if (role !== 'both') return role === 'entry' ? 'in' : 'out';
  return direction === 'toward' ? 'in' : direction === 'away' ? 'out' : 'unknown';
}

/** What of an event raises an alert: who is refused, wherever he goes, and a visitor out of its time but on his way out. */
export function alertOf({ verdict, way, listed }: GateEvent): ParkAlert | null {
  if (listed === null) return null;
  const { note, host } = listed;
  if (verdict === 'refused' || (verdict === 'expired' && way !== 'out'))
    return { cause: verdict, way, note, host };
  return null;
}
