// The clone suspects of a history, found in memory as ingest finds them: passage by passage in the order of time.
import { greatCircle } from '../../server/src/passages/analysis/great-circle.ts';
import { impossibleLeap } from '../../server/src/passages/analysis/impossible-leap.ts';
import type { Sighting } from '../../server/src/passages/analysis/ports.ts';
import type { City } from './city/city.ts';
import { passageOf } from './city/passage.ts';

/** As store/leaps.ts. */
const withinMs = 3_600_000;

/** Rows of clone_suspect among the passages before `until`. */
export function findSuspects(city: City, until: number): object[] {
  const places = new Map(city.grid.gates.map(gate => [gate.id, gate]));
  const leap = impossibleLeap(greatCircle(id => places.get(id) ?? null));
  const { passed, plates, grid } = city;
  const last = new Map<number, number>();
  const found: object[] = [];
  const idOf = (n: number) => passageOf(city, n).id;
  // Ids last: making one costs more than all the rest, and few are asked for.
  const sighting = (n: number): Sighting => ({
    id: '',
    cameraId: grid.gates[passed.gate[n]!]!.id,
    passedMs: passed.atMs[n]!,
  });
  const ordered = (one: number, other: number): [number, number] => {
    const apart = passed.atMs[one]! - passed.atMs[other]!;
    const isFirst = apart < 0 || (apart === 0 && idOf(one) < idOf(other));
    return isFirst ? [one, other] : [other, one];
  };
  for (let n = 0; n < until; n++) {
    const plate = passed.plate[n]!;
    const before = last.get(plate);
    last.set(plate, n);
    if (plate < 0 || before === undefined || passed.gate[before] === passed.gate[n]) continue;
    if (passed.atMs[n]! - passed.atMs[before]! > withinMs) continue;
    const [first, second] = ordered(before, n);
    const [a, b] = [sighting(first), sighting(second)];
    const how = leap(a, b);
    if (!how) continue;
    found.push({
      ...{ plate: plates.list[plate]!.text, kind: plates.list[plate]!.kind, ...how },
      ...{ first_id: idOf(first), first_at: new Date(a.passedMs), first_camera: a.cameraId },
      ...{ second_id: idOf(second), second_at: new Date(b.passedMs), second_camera: b.cameraId },
    });
  }
  return found;
}
