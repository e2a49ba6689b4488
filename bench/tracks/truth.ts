// What the analyses find of what the city is known to hold. Truth is by the plates that passed, not those read.
import type { AnalysisName, AnalysisResult } from '@brightwall/protocol/analysis';
import { chinaDayMs, chinaHour } from '../../server/src/passages/analysis/analysis.ts';
import type { City } from './city/city.ts';
import type { Engine } from './engine.ts';

export interface Found {
  readonly analysis: string;
  readonly planted: number;
  /** Of the planted, how many were found. */
  readonly foundPlanted: number;
  readonly found: number;
  /** Of the found, how many are what the analysis asks for. */
  readonly foundTrue: number;
}

const hourMs = 3_600_000;

export async function truth(engine: Engine, city: City): Promise<Found[]> {
  const { planted, startMs, endMs, grid } = city;
  const analyse = (name: AnalysisName, terms: object) =>
    engine.analyses.run(name, { purposeId: engine.purposeId, terms, format: 'json' }, engine.looker);
  const key = (place: number) => `${city.plates.list[place]!.text} ${city.plates.list[place]!.kind}`;
  const keysOf = ({ rows }: AnalysisResult) =>
    new Set(rows.map(({ values }) => `${values.plate} ${values.kind}`));
  const hold = (
    analysis: string,
    places: readonly number[],
    found: Set<string>,
    real: ReadonlySet<string>,
  ): Found => ({
    ...{ analysis, planted: places.length, found: found.size },
    foundPlanted: places.filter(place => found.has(key(place))).length,
    foundTrue: [...found].filter(one => real.has(one)).length,
  });
  const all = { fromMs: startMs, toMs: endMs, limit: 1000 };

  const lastDay = { fromMs: endMs - 24 * hourMs, toMs: endMs };
  const followers = { planted: 0, foundPlanted: 0, found: 0, foundTrue: 0 };
  for (const [leader, follower] of planted.companions) {
    const { text, kind } = city.plates.list[leader]!;
    const terms = { plate: text, kind, ...lastDay, withinS: 60, minConsecutive: 5, minTrips: 2 };
    const found = keysOf(await analyse('companions', terms));
    followers.planted += 1;
    followers.found += found.size;
    followers.foundPlanted += Number(found.has(key(follower)));
    followers.foundTrue += Number(found.has(key(follower)));
  }

  const clones = keysOf(await analyse('clones', all));
  const days = { fromDay: '2026-11-22', toDay: '2026-11-24' };
  const night = keysOf(await analyse('night-drivers', { ...days, limit: 1000 }));
  const first = keysOf(await analyse('first-seen', { fromMs: endMs - hourMs, toMs: endMs, limit: 1000 }));
  const { scene, aroundMs } = planted.hidden;
  const cameraIds = scene.map(gate => grid.gates[gate]!.id);
  const about = {
    cameraIds,
    aroundMs,
    hoursBefore: 24,
    hoursAfter: 8,
    minBefore: 3,
    maxAfter: 0,
    limit: 1000,
  };
  const hidden = keysOf(await analyse('hidden', about));
  return [
    { analysis: 'companions', ...followers },
    hold('clones', planted.clones, clones, new Set(planted.clones.map(key))),
    hold('night-drivers', planted.nightDrivers, night, nightByTruth(city, key)),
    hold('first-seen', planted.firstTimers, first, firstByTruth(city, key)),
    hold('hidden', planted.hidden.plates, hidden, hiddenByTruth(city, key)),
  ];
}

function nightByTruth({ passed }: City, key: (place: number) => string): Set<string> {
  const counts = new Map<number, { night: number; day: number }>();
  const fromMs = chinaDayMs('2026-11-22');
  for (const [n, place] of passed.truth.entries()) {
    if (passed.atMs[n]! < fromMs) continue;
    const hour = chinaHour(passed.atMs[n]!);
    const count = counts.get(place) ?? { night: 0, day: 0 };
    if (hour >= 18 || hour < 5) count.night += 1;
    else if (hour >= 6) count.day += 1;
    counts.set(place, count);
  }
  return new Set(
    [...counts].filter(([, { night, day }]) => night >= 5 && day <= 2).map(([place]) => key(place)),
  );
}

function firstByTruth({ passed, endMs }: City, key: (place: number) => string): Set<string> {
  const seen = new Map<number, number>();
  for (const [n, place] of passed.truth.entries()) if (!seen.has(place)) seen.set(place, passed.atMs[n]!);
  return new Set([...seen].filter(([, atMs]) => atMs >= endMs - hourMs).map(([place]) => key(place)));
}

function hiddenByTruth({ passed, planted }: City, key: (place: number) => string): Set<string> {
  const { scene, aroundMs } = planted.hidden;
  const before = new Map<number, number>();
  const after = new Set<number>();
  for (const [n, place] of passed.truth.entries()) {
    const atMs = passed.atMs[n]!;
    if (atMs >= aroundMs && atMs < aroundMs + 8 * hourMs) after.add(place);
    if (atMs >= aroundMs - 24 * hourMs && atMs < aroundMs && scene.includes(passed.gate[n]!))
      before.set(place, (before.get(place) ?? 0) + 1);
  }
  return new Set(
    [...before].filter(([place, times]) => times >= 3 && !after.has(place)).map(([place]) => key(place)),
  );
}
