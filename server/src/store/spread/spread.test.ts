// The product's own search and analyses over three real servers: a coordinator, and two that hold the passages by
// plate. The answers are those of an oracle that looks at every passage, and of the same city on one server.

import type { PassageSearch as Terms } from '@brightwall/protocol/search';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Chance } from '../../../../bench/tracks/city/seeded.ts';
import { analysesAnswer } from '../../testing/analyses-answer.ts';
import { type SmallCity, smallCity } from '../../testing/small-city.ts';
import { spreadOver } from '../../testing/spread-city.ts';

const seed = 4;
const passages = 3_000;
const hourMs = 3_600_000;

describe('a city whose passages lie on two servers', () => {
  let spread: SmallCity;
  let one: SmallCity;
  beforeAll(async () => {
    spread = await smallCity(seed, passages, 3, { open: spreadOver });
    one = await smallCity(seed, passages, 3);
  }, 120_000);
  afterAll(async () => {
    await spread?.close();
    await one?.close();
  });

  analysesAnswer(() => spread, seed);

  const termsOf = ({ engine, city }: SmallCity, change: Partial<Terms>): Terms => ({
    ...{ purposeId: engine.purposeId, fromMs: city.startMs, toMs: city.endMs, limit: 100, after: null },
    ...{ plates: [], tolerant: false, cameraIds: [], colours: [], kinds: [], directions: [], ...change },
  });
  const search = (city: SmallCity, change: Partial<Terms>) =>
    city.engine.search.search(termsOf(city, change), city.engine.looker);
  const count = (city: SmallCity, change: Partial<Terms>) =>
    city.engine.search.count(termsOf(city, change), city.engine.looker);
  const idsOf = (found: Awaited<ReturnType<typeof search>>) => found.found.map(({ passage }) => passage.id);

  it('has some of them on each, and a vehicle’s all on one', async () => {
    const { rows } = await sql<{ table: string; passages: number; plates: number }>`
      select tableoid::regclass::text as table, count(*) as passages, count(distinct plate) as plates
      from passages group by 1 order by 1`.execute(spread.engine.db);
    expect(rows.map(({ table }) => table)).toEqual(['shard_0.passages', 'shard_1.passages']);
    expect(rows.every(row => row.passages > passages / 4)).toBe(true);
    const plates = new Set(spread.all.map(({ reading }) => reading?.text ?? '')).size;
    expect(rows[0]!.plates + rows[1]!.plates).toBe(plates);
  });

  it('is searched as one', async () => {
    const chance = new Chance(seed);
    let found = 0;
    for (let n = 0; n < 30; n++) {
      const { plate, cameraId } = chance.pick(one.rows);
      const fromMs = one.city.startMs + chance.integer(0, 60) * hourMs;
      const wildcard = `${plate.slice(0, 2)}?${plate[3]}*`;
      const asked: Partial<Terms>[] = [
        { plates: [plate] },
        { plates: [plate], tolerant: true },
        { plates: [wildcard] },
        { cameraIds: [cameraId], fromMs, toMs: fromMs + 6 * hourMs },
        { plates: [plate, chance.pick(one.rows).plate], directions: ['toward'] },
      ];
      for (const terms of asked) {
        const ids = idsOf(await search(spread, terms));
        expect(ids).toEqual(idsOf(await search(one, terms)));
        found += ids.length;
        const counted = [spread, one].map(city => count(city, terms));
        expect(await counted[0]).toEqual(await counted[1]);
      }
      const all = one.rows.filter(row => row.plate === plate).map(({ id }) => id);
      expect(idsOf(await search(spread, { plates: [plate] })).sort()).toEqual(all.sort().slice(-100));
    }
    expect(found).toBeGreaterThan(500);
  });
});
