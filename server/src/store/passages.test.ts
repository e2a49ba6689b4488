import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FakeClock, systemClock } from '@brightwall/kit/clock';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { delivery, picture, reading } from '../testing/deliveries.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import type { Database } from './database.ts';
import { openStore, type Store } from './open.ts';
import { dayOf, PassageDays, tableOfDay } from './passage-days.ts';
import { PassageStore } from './passages.ts';
import { PictureFiles } from './picture-files.ts';

const a = 'a'.repeat(16);
const dayMs = 86_400_000;
const folder = tempFolder('passages');
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

const tables = async () =>
  (
    await sql<{ name: string }>`
      select inhrelid::regclass::text as name from pg_inherits where inhparent = 'passages'::regclass
      order by 1`.execute(db)
  ).rows.map(({ name }) => name);
beforeEach(async () => {
  for (const name of await tables()) await sql`drop table ${sql.table(name)}`.execute(db);
});
const at = (passedMs: number) => delivery(a, { passedMs, edgeClockOffsetMs: null }).passage;

describe('the tables of passages', () => {
  it('are one for each day of UTC, and each row is in its own', async () => {
    const midnightMs = Date.UTC(2026, 10, 24);
    const rows = new PassageStore(db);
    await rows.insert([midnightMs - 1, midnightMs, midnightMs + dayMs - 1].map(at), midnightMs);
    expect(await tables()).toEqual(['passages_20261123', 'passages_20261124']);
    const counts = await sql<{ day: string; count: number }>`
      select tableoid::regclass::text as day, count(*) from passages group by 1 order by 1`.execute(db);
    expect(counts.rows).toEqual([
      { day: 'passages_20261123', count: 1 },
      { day: 'passages_20261124', count: 2 },
    ]);
  });

  it('have the indexes that searching is built on, and a key that allows spreading by plate', async () => {
    await new PassageStore(db).insert([at(Date.UTC(2026, 10, 24))], 0);
    const { rows } = await sql<{ definition: string }>`
      select indexdef as definition from pg_indexes where tablename = 'passages_20261124'`.execute(db);
    const definitions = rows.map(({ definition }) => definition.replace(/^.* USING /, '')).sort();
    expect(definitions).toEqual([
      "brin (passed_at) WITH (autosummarize='on')",
      'btree (camera_id, passed_at) INCLUDE (plate, kind)',
      'btree (plate, passed_at, id) INCLUDE (camera_id, kind)',
    ]);
  });

  it('stand ready before their day comes', async () => {
    const clock = new FakeClock(Date.UTC(2026, 10, 23, 22));
    const stop = new AbortController();
    const done = new PassageStore(db).run(stop.signal, clock).catch(() => {});
    await expect.poll(tables).toEqual([23, 24, 25, 26].map(day => `passages_202611${day}`));
    await expect.poll(() => clock.pending).toBe(1);
    await clock.advance(6 * 3_600_000);
    await expect.poll(tables).toContain('passages_20261127');
    stop.abort();
    await done;
  });

  it('are made once by many that want them at the same time', async () => {
    const days = [20_000, 20_001, 20_002];
    const makers = Array.from({ length: 4 }, () => new PassageDays(db));
    await Promise.all(makers.flatMap(maker => [maker.ensure(days), maker.ensure([...days].reverse())]));
    expect(await tables()).toEqual(days.map(tableOfDay));
  });

  it('are made again when a day was taken away', async () => {
    const rows = new PassageStore(db);
    const nowMs = Date.now();
    await rows.insert([at(nowMs)], nowMs);
    await sql`drop table ${sql.table(tableOfDay(dayOf(nowMs)))}`.execute(db);
    const passage = at(nowMs);
    expect(await rows.insert([passage], nowMs)).toEqual(new Set([passage.id]));
  });

  it('are made while passages come in and are read', async () => {
    const rows = new PassageStore(db);
    const nowMs = Date.now();
    await rows.insert([at(nowMs)], nowMs);
    await db.transaction().execute(async reading => {
      await sql`select count(*) from passages`.execute(reading);
      await rows.insert([at(nowMs - dayMs)], nowMs);
    });
    expect(await tables()).toHaveLength(2);
  });
});

describe('rows of passages', () => {
  it('are inserted once by id, in one statement for hundreds', async () => {
    const rows = new PassageStore(db);
    const nowMs = Date.now();
    const many = Array.from({ length: 500 }, () => at(nowMs));
    expect((await rows.insert(many, nowMs)).size).toBe(500);
    const more = at(nowMs);
    expect(await rows.insert([...many, more, more], nowMs)).toEqual(new Set([more.id]));
    const { rows: counted } = await sql<{ count: number }>`select count(*) from passages`.execute(db);
    expect(counted).toEqual([{ count: 501 }]);
  });

  it('are refused all together for the content of one, by name', async () => {
    const nowMs = Date.now();
    const poison = { ...at(nowMs), id: 'no uuid' };
    await expect(new PassageStore(db).insert([at(nowMs), poison], nowMs)).rejects.toMatchObject({
      code: 'bad-request',
      detail: expect.stringContaining('no uuid'),
    });
  });

  it('may be as unsure as a reader can be', async () => {
    const rows = new PassageStore(db);
    const nowMs = Date.now();
    const unsure = { ...reading(), confidence: 1e-60, runnerUp: { text: '浙A3K907', confidence: 1e-300 } };
    const passage = { ...at(nowMs), reading: unsure, plateWidthPx: 1e-50 };
    expect((await rows.insert([passage], nowMs)).size).toBe(1);
    expect((await rows.newest(1, nowMs))[0]).toMatchObject({
      plateWidthPx: 0,
      reading: { confidence: 0, runnerUp: { confidence: 0 } },
    });
  });

  it('keep a text to the letter, whatever stands in it', async () => {
    const rows = new PassageStore(db);
    const nowMs = Date.now();
    const lanes = ['NULL', '', '{"a",b}', 'back\\slash "quoted"', '一车道，左', "it's"];
    const many = lanes.map((lane, n) => ({ ...at(nowMs - n), lane }));
    expect((await rows.insert(many, nowMs)).size).toBe(lanes.length);
    expect(await rows.newest(lanes.length, nowMs)).toEqual(many);
  });

  it('come back newest first, of the last day at most', async () => {
    const rows = new PassageStore(db);
    const nowMs = Date.now();
    const ages = [30 * 60_000, 0, 26 * 3_600_000, 5_000];
    const [half, now, old, five] = ages.map(ms => at(nowMs - ms));
    await rows.insert([half!, now!, old!, five!], nowMs);
    expect(await rows.newest(10, nowMs)).toEqual([now, five, half]);
    expect(await rows.newest(2, nowMs)).toEqual([now, five]);
  });
});

describe('pictures', () => {
  const pathOf = (hash: string) =>
    join(folder.path, 'pictures', hash.slice(0, 2), hash.slice(2, 4), `${hash}.jpg`);
  const files = () => new PictureFiles(join(folder.path, 'pictures'));

  it('are files under their hash, written once, mended when cut', async () => {
    const one = picture(5000);
    await files().put([one, one], 0);
    expect(await files().get(one.hash)).toEqual(one.jpeg);
    writeFileSync(pathOf(one.hash), one.jpeg.subarray(0, 100));
    await Promise.all([files().put([one], 0), files().put([one], 0)]);
    expect(readFileSync(pathOf(one.hash))).toEqual(one.jpeg);
    expect(await files().get('0'.repeat(64))).toBeNull();
    await expect(files().get('../../etc/passwd')).rejects.toThrow(RangeError);
  });

  it('that were being written when the power went are cleared away', () => {
    const unfinished = join(folder.path, 'pictures', 'unfinished');
    mkdirSync(unfinished, { recursive: true });
    writeFileSync(join(unfinished, 'half'), 'x');
    files();
    expect([existsSync(unfinished), readdirSync(unfinished)]).toEqual([true, []]);
  });
});
