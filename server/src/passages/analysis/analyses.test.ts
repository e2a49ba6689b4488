// Each analysis on small seeded cities in the real database, held against an oracle that looks at every passage.
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Chance } from '../../../../bench/tracks/city/seeded.ts';
import { analysesAnswer } from '../../testing/analyses-answer.ts';
import { type SmallCity, smallCity, some } from '../../testing/small-city.ts';

const seeds = [1, 2, 3];

describe.each(seeds)('in the small city of seed %i', seed => {
  let small: SmallCity;
  const chance = new Chance(seed * 31);
  beforeAll(async () => {
    small = await smallCity(seed, 5_000, 3);
  });
  afterAll(() => small.close());
  analysesAnswer(() => small, seed);

  it('counts and suspects are the same, whatever the order passages come in, and when they come twice', async () => {
    const counts = async () => {
      const tables = ['vehicle', 'plate_day', 'gate_hour'];
      const all = tables.map(table =>
        sql<object>`select * from ${sql.table(table)}`.execute(small.engine.db),
      );
      return (await Promise.all(all)).map(({ rows }) => rows.map(row => JSON.stringify(row)).sort());
    };
    const suspects = async () => {
      const { rows } = await sql<{ pair: string }>`
        select first_id || ' ' || second_id as pair from clone_suspect`.execute(small.engine.db);
      return new Set(rows.map(({ pair }) => pair));
    };
    const [inOrder, noticed] = [await counts(), await suspects()];
    await small.empty();
    await small.insert(some(chance, small.all, small.all.length));
    await small.insert(small.all.slice(0, 1_000));
    expect(await counts()).toEqual(inOrder);
    // Two that were neighbours until one came between them stay suspects: they were too far apart all the same.
    const again = await suspects();
    expect([...noticed].filter(pair => !again.has(pair))).toEqual([]);
    await sql`select rebuild_counts()`.execute(small.engine.db);
    expect(await counts()).toEqual(inOrder);
  });
});
