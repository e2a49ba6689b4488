// What is read of history, and the entry that says so, are one.
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PassageSearch } from '../passages/search/passage-search.ts';
import { delivery } from '../testing/deliveries.ts';
import { noonMs, type TestHistory, testHistory } from '../testing/history.ts';
import { audited } from './audited.ts';
import { PassageHistory } from './passage-history.ts';

const a = 'a'.repeat(16);
let history: TestHistory;
let search: PassageSearch;
beforeAll(async () => {
  history = await testHistory('audited');
  search = new PassageSearch({ store: new PassageHistory(history.db), looks: history.looks });
  await history.insert([1, 2, 3].map(n => delivery(a, { passedMs: noonMs - n * 60_000 }).passage));
});
afterAll(() => history.close());

const entries = async () => (await sql<object>`select * from audit order by ctid`.execute(history.db)).rows;
const find = (change = {}) => search.search(history.terms(change), history.looker);

describe('a look at history', () => {
  it('stands in the audit with who, why, from where, what and how much', async () => {
    const terms = history.terms({ plates: ['浙A3K901'], limit: 2 });
    await search.search(terms, history.looker);
    await search.count(terms, history.looker);
    const { purposeId, ...asked } = terms;
    const [one, two, ...more] = await entries();
    const who = { user_id: history.looker.userId, username: 'chen', address: '::1', purpose_id: purposeId };
    expect(one).toMatchObject({ ...who, action: 'search', terms: asked, results: 2, at: new Date(noonMs) });
    expect(two).toMatchObject({ ...who, action: 'search', terms: { ...asked, only: 'count' }, results: 3 });
    expect(more).toEqual([]);
  });

  it('that nothing was found is written down as well', async () => {
    const before = (await entries()).length;
    expect((await find({ plates: ['京A00000'] })).found).toEqual([]);
    expect((await entries())[before]).toMatchObject({ results: 0 });
  });

  it("without a purpose of one's own is refused, and reads nothing", async () => {
    const before = await entries();
    const terms = history.terms();
    await expect(search.search(terms, history.other)).rejects.toMatchObject({ code: 'purpose-required' });
    const unknown = { ...terms, purposeId: '01890000-0000-7000-8000-000000000000' };
    await expect(search.search(unknown, history.looker)).rejects.toMatchObject({ code: 'purpose-required' });
    await expect(search.count(unknown, history.looker)).rejects.toMatchObject({ code: 'purpose-required' });
    expect(await entries()).toEqual(before);
  });

  it('that cannot be written down is not given', async () => {
    await sql`alter table audit add constraint full_disk check (results <> 3) not valid`.execute(history.db);
    try {
      await expect(find()).rejects.toThrow('full_disk');
      expect((await find({ limit: 2 })).found).toHaveLength(2);
    } finally {
      await sql`alter table audit drop constraint full_disk`.execute(history.db);
    }
    expect((await find()).found).toHaveLength(3);
  });

  it('that fails leaves no entry', async () => {
    const before = await entries();
    const look = await history.looks.entry(history.looker, {
      purposeId: history.purposeId,
      action: 'search',
      terms: {},
    });
    const reading = audited(history.db, look, db => sql`select 1 / 0`.execute(db) as never);
    await expect(reading).rejects.toThrow('division by zero');
    expect(await entries()).toEqual(before);
  });

  it.each(['audit', 'purpose'])('cannot be taken back: %s only grows', async table => {
    const name = sql.table(table);
    for (const change of [sql`delete from ${name}`, sql`truncate ${name} cascade`])
      await expect(change.execute(history.db)).rejects.toThrow('append-only');
    const column = sql.ref(table === 'audit' ? 'username' : 'reason');
    await expect(sql`update ${name} set ${column} = 'x'`.execute(history.db)).rejects.toThrow('append-only');
  });
});

describe('the vehicles', () => {
  it('hold each number and kind once, with its first and second passage, in whatever order they come', async () => {
    const at = (minutes: number, change = {}) =>
      delivery(a, { passedMs: noonMs - minutes * 60_000, edgeClockOffsetMs: null, ...change }).passage;
    await history.insert([at(5), at(9), at(7, { kind: 'large' })]);
    await history.insert([at(8), at(3, { reading: null })]);
    const { rows } = await sql`select * from vehicle order by kind`.execute(history.db);
    expect(rows).toEqual([
      { plate: '浙A3K901', kind: 'large', first_at: new Date(noonMs - 7 * 60_000), second_at: null },
      {
        ...{ plate: '浙A3K901', kind: 'small', first_at: new Date(noonMs - 9 * 60_000) },
        second_at: new Date(noonMs - 8 * 60_000),
      },
    ]);
  });
});
