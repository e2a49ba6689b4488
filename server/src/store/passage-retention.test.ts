import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FakeClock, systemClock } from '@brightwall/kit/clock';
import type { PassageDelivery } from '@brightwall/protocol/edge-messages';
import { passedByCoreMs } from '@brightwall/protocol/passage';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { firstKeptMs } from '../passages/retention.ts';
import { delivery, reading } from '../testing/deliveries.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import type { Database } from './database.ts';
import { openStore, type Store } from './open.ts';
import { tableOfDay } from './passage-days.ts';
import { PassageRetention, type Swept } from './passage-retention.ts';
import { PassageStore } from './passages.ts';
import { PictureFiles } from './picture-files.ts';

const a = 'a'.repeat(16);
const dayMs = 86_400_000;
const keptDays = 30;
const firstDay = Date.UTC(2026, 8, 1) / dayMs;

const folder = tempFolder('retention');
let store: Store;
let db: Database;
beforeAll(async () => {
  store = await openStore({ dataDir: folder.path, url: undefined, clock: systemClock, log: () => {} });
  db = store.db;
});
afterAll(async () => {
  await store.close();
  folder.remove();
});

let clock: FakeClock;
let pictures: PictureFiles;
let retention: PassageRetention;
let told: Swept[];
beforeEach(async () => {
  for (const name of await tables()) await sql`drop table ${sql.table(name)}`.execute(db);
  await sql`truncate vehicle, plate_day, gate_hour, clone_suspect`.execute(db);
  clock = new FakeClock((firstDay + keptDays) * dayMs + 3_600_000);
  pictures = new PictureFiles(join(folder.path, 'pictures'));
  told = [];
  retention = new PassageRetention(db, {
    pictures,
    firstKeptMs: () => firstKeptMs(clock.epochMs(), keptDays),
    onSwept: swept => told.push(swept),
  });
});

const tables = async () =>
  (
    await sql<{ name: string }>`
      select relname as name from pg_class where relkind = 'r' and relname ~ '^passages_[0-9]{8}$' order by 1`.execute(
      db,
    )
  ).rows.map(({ name }) => name);
const vehicles = async () =>
  (await sql<{ plate: string }>`select plate from vehicle order by plate`.execute(db)).rows.map(
    ({ plate }) => plate,
  );
const counted = async () =>
  (
    await sql<{ days: number; hours: number }>`
      select (select count(*) from plate_day)::int as days, (select count(*) from gate_hour)::int as hours`.execute(
      db,
    )
  ).rows[0];
const pathOf = (hash: string) =>
  join(folder.path, 'pictures', hash.slice(0, 2), hash.slice(2, 4), `${hash}.jpg`);
const areThere = ({ pictures }: PassageDelivery) => pictures.map(({ hash }) => existsSync(pathOf(hash)));

/** On the n-th day, by the number of its plate. */
async function passed(n: number, plate: string, like?: PassageDelivery): Promise<PassageDelivery> {
  const passedMs = (firstDay + n) * dayMs + 7 * 3_600_000;
  const made = delivery(a, {
    passedMs,
    firstSeenMs: passedMs,
    lastSeenMs: passedMs,
    reading: reading(plate),
  });
  const one = like
    ? { passage: { ...made.passage, pictures: like.passage.pictures }, pictures: like.pictures }
    : made;
  await pictures.put(one.pictures, passedByCoreMs(one.passage));
  await new PassageStore(db).insert([one.passage], passedMs);
  return one;
}

describe('passages that are older than what is kept', () => {
  it('go by whole days, when their day has come, with their pictures and the vehicles nobody saw again', async () => {
    const first = await passed(0, '浙A00001');
    const both = [await passed(0, '浙A00002'), await passed(1, '浙A00002')];
    const stop = new AbortController();
    const done = retention.run(stop.signal, clock).catch(() => {});
    await expect.poll(() => clock.pending).toBe(1);
    expect(told).toEqual([]);
    expect(await tables()).toEqual([tableOfDay(firstDay), tableOfDay(firstDay + 1)]);

    // The first day has been kept for thirty days, and today.
    await clock.advance(dayMs - 3_600_000);
    await expect.poll(() => clock.pending).toBe(1);
    await clock.advance(3_600_000);
    await expect.poll(() => told, { timeout: 10_000 }).toEqual([{ days: 1, pictures: 6, vehicles: 1 }]);
    expect(await tables()).toEqual([tableOfDay(firstDay + 1)]);
    expect([first, ...both].map(areThere)).toEqual([
      [false, false, false],
      [false, false, false],
      [true, true, true],
    ]);
    expect(await vehicles()).toEqual(['浙A00002']);
    expect(await counted()).toEqual({ days: 1, hours: 1 });
    stop.abort();
    await done;
  });

  it('leave pictures that a kept passage names too, until it goes as well', async () => {
    const one = await passed(0, '浙A00001');
    await passed(5, '浙A00002', one);
    await clock.advance(dayMs);
    expect(await retention.sweep()).toEqual({ days: 1, pictures: 0, vehicles: 1 });
    expect(areThere(one)).toEqual([true, true, true]);
    await clock.advance(5 * dayMs);
    expect(await retention.sweep()).toEqual({ days: 1, pictures: 3, vehicles: 1 });
    expect(areThere(one)).toEqual([false, false, false]);
  });

  it('are gone on with where an earlier sweep was cut off', async () => {
    const one = await passed(0, '浙A00001');
    const name = tableOfDay(firstDay);
    await sql`alter table passages detach partition ${sql.table(name)} concurrently`.execute(db);
    await clock.advance(dayMs);
    expect(await retention.sweep()).toEqual({ days: 1, pictures: 3, vehicles: 1 });
    expect([await tables(), areThere(one)]).toEqual([[], [false, false, false]]);
  });

  it('are deleted while others are searched and come in', async () => {
    for (let n = 0; n < 12; n++) await passed(n % 3, `浙A${10_000 + n}`);
    await clock.advance(3 * dayMs);
    const rows = new PassageStore(db);
    const nowMs = clock.epochMs();
    const fresh = Array.from({ length: 20 }, () => delivery(a, { passedMs: nowMs }).passage);
    const [swept, ...stored] = await Promise.all([
      retention.sweep(),
      ...fresh.map(passage => rows.insert([passage], nowMs)),
    ]);
    expect(swept).toMatchObject({ days: 3, pictures: 36, vehicles: 12 });
    expect(stored.map(({ size }) => size)).toEqual(fresh.map(() => 1));
    expect(await vehicles()).toEqual(['浙A3K901']);
  });

  it('are swept by one core at a time', async () => {
    await passed(0, '浙A00001');
    await clock.advance(dayMs);
    const both = await Promise.all([retention.sweep(), retention.sweep()]);
    expect(both.map(({ days }) => days).sort()).toEqual([0, 1]);
  });
});

describe('a picture', () => {
  it('is as old as the newest passage that names it', async () => {
    const one = delivery(a);
    const hash = one.passage.pictures.scene;
    const at = [10, 12, 11].map(n => (firstDay + n) * dayMs + 1000);
    for (const ms of at) await pictures.put(one.pictures, ms);
    expect(statSync(pathOf(hash)).mtimeMs).toBe(at[1]);
    expect(await pictures.sweep([hash], at[1]!)).toBe(0);
    const unknown = hash.replace(/^./, first => (first === '0' ? '1' : '0'));
    expect(await pictures.sweep([hash, unknown], at[1]! + 1)).toBe(1);
    // Named by two of those that are swept: one of them finds it gone.
    await pictures.put(one.pictures, at[0]!);
    expect(await pictures.sweep([hash, hash], at[0]! + 1)).toBe(1);
  });
});
