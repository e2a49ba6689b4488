// The park's list in memory: what it says of a number. Pure. A map of numbers, and one of their families (each
// character as the first of those it is mistaken for), so that a passage costs the same however long the list is.
import type { GateVerdict, ListedAs, ParkVehicle } from '@brightwall/protocol/park';
import type { Passage } from '@brightwall/protocol/passage';
import { passedByCoreMs } from '@brightwall/protocol/passage';
import type { PlateKind } from '@brightwall/protocol/plate';
import { familyKey, isWithinOneMisread } from '@brightwall/protocol/plate-text';

export interface Judged {
  readonly verdict: GateVerdict;
  readonly listed: ListedAs | null;
}

/** Where a reading fits several entries, the one a guard must not miss comes first. */
const sternest = { refused: 0, visitor: 1, permitted: 2 } as const;

export class ParkRegister {
  readonly #byId = new Map<string, ParkVehicle>();
  readonly #byFamily = new Map<string, ParkVehicle[]>();

  get size(): number {
    return this.#byId.size;
  }

  vehicle(id: string): ParkVehicle | undefined {
    return this.#byId.get(id);
  }

  /** The entry of just this number and kind. */
  entry(plate: string, kind: PlateKind): ParkVehicle | undefined {
    return this.#byFamily
      .get(familyKey(plate))
      ?.find(vehicle => vehicle.plate === plate && vehicle.kind === kind);
  }

  put(vehicle: ParkVehicle): void {
    this.remove(vehicle.id);
    this.#byId.set(vehicle.id, vehicle);
    const key = familyKey(vehicle.plate);
    const family = this.#byFamily.get(key);
    if (family) family.push(vehicle);
    else this.#byFamily.set(key, [vehicle]);
  }

  remove(id: string): void {
    const vehicle = this.#byId.get(id);
    if (!vehicle) return;
    this.#byId.delete(id);
    const key = familyKey(vehicle.plate);
    const left = this.#byFamily.get(key)!.filter(other => other !== vehicle);
    if (left.length > 0) this.#byFamily.set(key, left);
    else this.#byFamily.delete(key);
  }

  /** By when it passed: what a box kept during an outage is judged by the time of then. */
  judge(passage: Passage): Judged {
    if (passage.reading === null) return { verdict: 'unreadable', listed: null };
    const plate = passage.reading.text;
    const family = this.#byFamily.get(familyKey(plate)) ?? [];
    const own = first(family.filter(one => one.plate === plate && isOneKind(one.kind, passage.kind)));
    if (own) return { verdict: verdictOf(own, passedByCoreMs(passage)), listed: listedAs(own) };
    const near = first(family.filter(one => isWithinOneMisread(one.plate, plate)));
    if (near) return { verdict: 'near', listed: listedAs(near) };
    return { verdict: 'unknown', listed: null };
  }
}

/** A kind that was not made out, or not asked for, keeps nobody out. */
const isOneKind = (listed: PlateKind, read: PlateKind) =>
  listed === read || listed === 'unknown' || read === 'unknown';

function first(vehicles: readonly ParkVehicle[]): ParkVehicle | undefined {
  return [...vehicles].sort((a, b) => sternest[a.list] - sternest[b.list])[0];
}

function verdictOf({ list, fromMs, untilMs }: ParkVehicle, passedMs: number): GateVerdict {
  if (list !== 'visitor') return list;
  return passedMs >= (fromMs ?? 0) && passedMs < (untilMs ?? 0) ? 'visitor' : 'expired';
}

function listedAs({ id, plate, kind, list, untilMs, note, host }: ParkVehicle): ListedAs {
  return { id, plate, kind, list, untilMs, note, host };
}
