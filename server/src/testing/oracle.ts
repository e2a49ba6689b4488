// For tests: what each analysis must answer, by looking at every passage there is. No index, no counts kept, and
// none of the code that it is held against.
import type { Row } from './small-city.ts';

type Values = Record<string, string | number | null>;
const hourMs = 3_600_000;
const key = ({ plate, kind }: { plate: string; kind: string }) => `${plate} ${kind}`;
const inside = (row: Row, { fromMs, toMs }: { fromMs: number; toMs: number }) =>
  row.passedMs >= fromMs && row.passedMs < toMs;
const hourOf = (ms: number) => new Date(ms + 8 * hourMs).getUTCHours();
const dayOf = (ms: number) => new Date(ms + 8 * hourMs).toISOString().slice(0, 10);

function vehicles(rows: readonly Row[]): Row[][] {
  return [...Map.groupBy(rows, key).values()];
}

export function companionsOf(
  rows: readonly Row[],
  terms: {
    plate: string;
    kind: string;
    fromMs: number;
    toMs: number;
    withinS: number;
    minConsecutive: number;
    minTrips: number;
  },
): Values[] {
  const target = rows.filter(row => key(row) === key(terms) && inside(row, terms));
  return vehicles(rows.filter(row => row.plate !== terms.plate)).flatMap(other => {
    let [trip, run, longest] = [0, 0, 0];
    const shared: { row: Row; trip: number }[] = [];
    target.forEach((row, n) => {
      if (n > 0 && row.passedMs - target[n - 1]!.passedMs > 30 * 60_000) {
        trip += 1;
        run = 0;
      }
      const near = other.some(
        seen =>
          seen.cameraId === row.cameraId && Math.abs(seen.passedMs - row.passedMs) <= terms.withinS * 1000,
      );
      run = near ? run + 1 : 0;
      longest = Math.max(longest, run);
      if (near) shared.push({ row, trip });
    });
    const trips = new Set(shared.map(({ trip }) => trip)).size;
    if (longest < terms.minConsecutive || trips < terms.minTrips) return [];
    const { plate, kind } = other[0]!;
    const gates = new Set(shared.map(({ row }) => row.cameraId)).size;
    const share = shared.length / target.length;
    return [{ plate, kind, shared: shared.length, share, gates, run: longest, trips }];
  });
}

/** Pairs of one vehicle, one after the other, too far apart for their time. */
export function leapsOf(
  rows: readonly Row[],
  metres: (a: string, b: string) => number,
  minKmh: number,
): { first: Row; second: Row; kmh: number }[] {
  return vehicles(rows).flatMap(own =>
    own.slice(1).flatMap((second, n) => {
      const first = own[n]!;
      const far = metres(first.cameraId, second.cameraId);
      const ms = second.passedMs - first.passedMs;
      const kmh = ms === 0 ? 99_999 : Math.min(99_999, (far * 3600) / ms);
      const impossible = far >= 2_000 && (kmh > minKmh || (far > 10_000 && ms <= 300_000));
      return impossible ? [{ first, second, kmh }] : [];
    }),
  );
}

export function inAreasOf(
  rows: readonly Row[],
  areas: readonly { cameraIds: readonly string[]; fromMs: number; toMs: number }[],
  k: number,
): Values[] {
  return vehicles(rows).flatMap(own => {
    const hits = areas.map(area =>
      own.filter(row => area.cameraIds.includes(row.cameraId) && inside(row, area)),
    );
    const which = hits.flatMap((hit, n) => (hit.length > 0 ? [n + 1] : []));
    if (which.length < k) return [];
    const passages = new Set(hits.flat()).size;
    return [
      { plate: own[0]!.plate, kind: own[0]!.kind, areas: which.length, which: which.join(' '), passages },
    ];
  });
}

export function frequentOf(
  rows: readonly Row[],
  terms: { cameraIds: readonly string[]; fromMs: number; toMs: number; minTimes: number },
): Values[] {
  const there = rows.filter(row => inside(row, terms) && terms.cameraIds.includes(row.cameraId));
  return [...Map.groupBy(there, row => `${key(row)} ${row.cameraId}`).values()]
    .filter(own => own.length >= terms.minTimes)
    .map(own => ({ plate: own[0]!.plate, kind: own[0]!.kind, camera: own[0]!.cameraId, times: own.length }));
}

export function firstSeenOf(
  rows: readonly Row[],
  terms: { cameraIds: readonly string[]; fromMs: number; toMs: number; absentDays: number; minReads: number },
): Values[] {
  const begin = Date.parse(`${dayOf(terms.fromMs)}T00:00:00+08:00`) - terms.absentDays * 24 * hourMs;
  return vehicles(rows).flatMap(own => {
    const there = own.filter(row => inside(row, terms));
    const entered = there.some(row => terms.cameraIds.length === 0 || terms.cameraIds.includes(row.cameraId));
    const earlier = own.some(
      row => row.passedMs < terms.fromMs && (terms.absentDays === 0 || row.passedMs >= begin),
    );
    if (!entered || earlier || own.length < terms.minReads) return [];
    const { plate, kind, passedMs, cameraId } = there[0]!;
    return [{ plate, kind, firstMs: passedMs, camera: cameraId, passages: there.length }];
  });
}

export function byNightOf(
  rows: readonly Row[],
  terms: { fromDay: string; toDay: string; minNight: number; maxDay: number },
): Values[] {
  return vehicles(rows).flatMap(own => {
    const there = own.filter(
      row => dayOf(row.passedMs) >= terms.fromDay && dayOf(row.passedMs) <= terms.toDay,
    );
    const hours = there.map(row => hourOf(row.passedMs));
    const byNight = hours.filter(hour => hour >= 18 || hour < 5).length;
    const byDay = hours.filter(hour => hour >= 6 && hour < 18).length;
    if (byNight < terms.minNight || byDay > terms.maxDay) return [];
    const days = new Set(there.map(row => dayOf(row.passedMs))).size;
    return [{ plate: own[0]!.plate, kind: own[0]!.kind, byNight, byDay, days }];
  });
}

export function staysOf(
  rows: readonly Row[],
  terms: { plate: string; fromMs: number; toMs: number; minHours: number; leaves: readonly number[] },
): Values[] {
  const gaps = vehicles(rows.filter(row => row.plate === terms.plate && inside(row, terms))).flatMap(own =>
    own.slice(1).map((next, n) => ({ last: own[n]!, next, ms: next.passedMs - own[n]!.passedMs })),
  );
  const long = gaps.filter(
    ({ last, ms }) => ms > terms.minHours * hourMs && terms.leaves.includes(hourOf(last.passedMs)),
  );
  return [
    ...Map.groupBy(long, ({ last, next }) => `${key(last)} ${last.cameraId} ${next.cameraId}`).values(),
  ].map(same => {
    const { last, next } = same.at(-1)!;
    const mean = same.reduce((sum, { ms }) => sum + ms, 0) / same.length;
    return {
      ...{ plate: last.plate, kind: last.kind, last: last.cameraId, next: next.cameraId },
      ...{ times: same.length, hours: Math.round((mean / hourMs) * 100) / 100, lastMs: last.passedMs },
    };
  });
}

export function goneOf(
  rows: readonly Row[],
  terms: {
    cameraIds: readonly string[];
    aroundMs: number;
    hoursBefore: number;
    hoursAfter: number;
    minBefore: number;
    maxAfter: number;
  },
): Values[] {
  const { aroundMs } = terms;
  return vehicles(rows).flatMap(own => {
    const before = own.filter(
      row =>
        terms.cameraIds.includes(row.cameraId) &&
        inside(row, { fromMs: aroundMs - terms.hoursBefore * hourMs, toMs: aroundMs }),
    );
    const after = own.filter(row =>
      inside(row, { fromMs: aroundMs, toMs: aroundMs + terms.hoursAfter * hourMs }),
    );
    if (before.length < terms.minBefore || after.length > terms.maxAfter) return [];
    const { plate, kind, passedMs } = before.at(-1)!;
    return [{ plate, kind, before: before.length, after: after.length, lastMs: passedMs }];
  });
}

export function runsOf(
  rows: readonly Row[],
  terms: {
    from: string;
    to: string;
    fromMs: number;
    toMs: number;
    metres: number;
    by: string;
    minKmh: number;
    withinMinutes: number;
  },
): Values[] {
  const there = rows.filter(row => inside(row, terms) && [terms.from, terms.to].includes(row.cameraId));
  return vehicles(there).flatMap(own =>
    own.slice(1).flatMap((exit, n) => {
      const entry = own[n]!;
      const seconds = (exit.passedMs - entry.passedMs) / 1000;
      const kmh = (terms.metres / seconds) * 3.6;
      if (entry.cameraId !== terms.from || exit.cameraId !== terms.to) return [];
      if (seconds <= 0 || seconds > terms.withinMinutes * 60 || kmh <= terms.minKmh) return [];
      const { plate, kind } = exit;
      const metres = Math.round(terms.metres);
      const how = { metres, by: terms.by, kmh: Math.round(kmh * 10) / 10 };
      return [{ plate, kind, enteredMs: entry.passedMs, seconds, ...how }];
    }),
  );
}

export function familyOf(
  rows: readonly Row[],
  terms: { plate: string; fromMs: number; toMs: number },
): Values[] {
  const families = ['0DQ', '8B', '1T', '2Z', '5S'];
  const alike = (a: string, b: string) =>
    a === b || families.some(family => family.includes(a) && family.includes(b));
  const [, ...body] = [...terms.plate];
  const isOne = ({ plate }: Row) => {
    const [head, ...rest] = [...plate];
    if (rest.length !== body.length || !/\p{Script=Han}/u.test(head!)) return false;
    const differ = body.filter((character, n) => character !== rest[n]).length;
    return differ <= 2 && body.every((character, n) => alike(character, rest[n]!));
  };
  const there = rows.filter(row => inside(row, terms) && isOne(row));
  return [...Map.groupBy(there, row => `${key(row)} ${row.colour}`).values()].map(own => {
    const { plate, kind, colour } = own[0]!;
    const relation = plate === terms.plate ? 'same' : 'misread';
    const times = { firstMs: own[0]!.passedMs, lastMs: own.at(-1)!.passedMs };
    return { plate, kind, colour, relation, passages: own.length, ...times };
  });
}

export function journeysOf(
  rows: readonly Row[],
  areas: readonly { name: string; cameraIds: readonly string[] }[],
  terms: { fromMs: number; toMs: number; withinMinutes: number },
): Values[] {
  const areaOf = (row: Row) => areas.find(({ cameraIds }) => cameraIds.includes(row.cameraId))?.name;
  const there = rows.filter(row => inside(row, terms) && areaOf(row) !== undefined);
  const steps = vehicles(there).flatMap(own =>
    own.slice(1).flatMap((next, n) => {
      const last = own[n]!;
      if (areaOf(last) === areaOf(next) || next.passedMs - last.passedMs > terms.withinMinutes * 60_000)
        return [];
      return [{ from: areaOf(last)!, to: areaOf(next)!, hourMs: last.passedMs - (last.passedMs % hourMs) }];
    }),
  );
  return [...Map.groupBy(steps, ({ from, to, hourMs }) => `${from} ${to} ${hourMs}`).values()].map(same => ({
    ...same[0]!,
    journeys: same.length,
  }));
}
