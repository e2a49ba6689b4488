// What is kept with a case, in the real database: seen by whoever works on the case, as it was.
import { FakeClock } from '@brightwall/kit/clock';
import { maxSavedOfCase, type SavedContent, type SaveWhat } from '@brightwall/protocol/saved';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnalysisStore } from '../../store/analysis/analysis-store.ts';
import { PassageHistory } from '../../store/passage-history.ts';
import { SavedStore } from '../../store/saved-results.ts';
import { delivery } from '../../testing/deliveries.ts';
import { noonMs, type TestHistory, testHistory } from '../../testing/history.ts';
import { Analyses } from '../analysis/analyses.ts';
import { asTheCrowFlies } from '../analysis/distances.ts';
import { PassageSearch } from '../search/passage-search.ts';
import { VehicleTrack } from '../track/vehicle-track.ts';
import { type SavedLooker, SavedResults } from './saved-results.ts';
import { takeSnapshot } from './take-snapshot.ts';

const [a, b] = ['a'.repeat(16), 'b'.repeat(16)];
const plate = '浙A3K901';
let history: TestHistory;
let saved: SavedResults;
let chen: SavedLooker;
let wang: SavedLooker;
/** Wang's own purpose of the same case, and one of another. */
let same: string;
let another: string;

beforeAll(async () => {
  history = await testHistory('saved');
  const { db, looks } = history;
  chen = { ...history.looker, isAdministrator: false };
  wang = { ...history.other, isAdministrator: false };
  const why = { reason: '盗窃案车辆排查', unit: '示范市局二大队' };
  same = (await looks.addPurpose(wang.userId, { ...why, caseNumber: 'A2026-1124' })).id;
  another = (await looks.addPurpose(wang.userId, { ...why, caseNumber: 'B2026-0001' })).id;
  const store = new PassageHistory(db);
  const roads = { isKnown: async () => false, way: async () => null };
  saved = new SavedResults({
    ...{ store: new SavedStore(db), looks, clock: new FakeClock(noonMs) },
    take: takeSnapshot({
      search: new PassageSearch({ store, looks }),
      tracks: new VehicleTrack({ store, looks, roads, cameras: { place: () => null } }),
      analyses: new Analyses({ store: new AnalysisStore(db), looks, distances: asTheCrowFlies(() => null) }),
    }),
  });
  const passages = Array.from({ length: 250 }, (_, n) =>
    delivery(n % 2 ? a : b, { passedMs: noonMs - (n + 1) * 60_000, edgeClockOffsetMs: null }),
  );
  await history.insert(passages.map(one => one.passage));
});
afterAll(() => history.close());

const span = { fromMs: noonMs - 43_200_000, toMs: noonMs };
const search: SaveWhat = {
  kind: 'search',
  terms: {
    ...{ plates: [plate], tolerant: false, ...span },
    ...{ cameraIds: [], colours: [], kinds: [], directions: [] },
  },
};
const track: SaveWhat = { kind: 'track', terms: { plate, kind: 'small', ...span } };
const stays: SaveWhat = { kind: 'analysis', name: 'frequent', terms: { cameraIds: [a], ...span } };
const save = (what: SaveWhat, title = '嫌疑车辆', by = chen, purposeId = history.purposeId) =>
  saved.save({ purposeId, title, note: '第一行\n第二行', what }, by);
const open = async (id: string, by = chen, purposeId = history.purposeId) => {
  const { saved: meta, content } = await saved.open({ purposeId, id }, by);
  return { meta, content: JSON.parse(content) as SavedContent };
};
const audit = async () =>
  (
    await sql<{ action: string; terms: Record<string, unknown>; results: number }>`
    select action, terms, results from audit order by ctid`.execute(history.db)
  ).rows;

describe('what is saved to a case', () => {
  it('is found anew, and opens as it was after the passages are gone', async () => {
    const kept = await Promise.all([save(search), save(track), save(stays)]);
    expect(kept.map(({ results }) => results)).toEqual([250, 250, 1]);
    const before = await Promise.all(kept.map(({ id }) => open(id)));
    await sql`delete from passages where passed_at < ${new Date(noonMs - 100 * 60_000)}`.execute(history.db);
    const after = await Promise.all(kept.map(({ id }) => open(id)));
    expect(after).toEqual(before);
    const [found, followed, analysed] = after.map(({ content }) => content);
    expect(found).toMatchObject({ kind: 'search', terms: search.terms, count: { passages: 250 } });
    expect(followed).toMatchObject({ kind: 'track', terms: track.terms, track: { hasRoads: false } });
    expect(analysed).toMatchObject({
      ...{ kind: 'analysis', name: 'frequent', terms: { minTimes: 10, limit: 200 } },
      zh: { explanation: expect.stringContaining('卡口') },
      result: { rows: [{ values: { plate, times: 125 } }], more: false },
    });
    expect((await save(search)).results).toBeLessThan(250);
  });

  it('is listed under the case for whoever has a purpose of it, and for nobody else', async () => {
    const own = await saved.list(history.purposeId, chen);
    const found = own.find(({ kind }) => kind === 'search');
    expect(found).toMatchObject({ kind: 'search', title: '嫌疑车辆', savedBy: 'chen', mayDelete: true });
    const others = await saved.list(same, wang);
    expect(others).toEqual(own.map(one => ({ ...one, mayDelete: false })));
    expect(await saved.list(another, wang)).toEqual([]);
    const { id } = found!;
    await expect(open(id, wang, another)).rejects.toMatchObject({ code: 'not-found' });
    await expect(open(id, wang)).rejects.toMatchObject({ code: 'purpose-required' });
    const cases = await saved.cases(wang.userId);
    expect(cases.map(one => [one.purpose.caseNumber, one.purpose.id, one.saved])).toEqual(
      expect.arrayContaining([
        ['A2026-1124', same, own.length],
        ['B2026-0001', another, 0],
      ]),
    );
  });

  it('is a table: passage by passage, with the trips of a track, and an analysis as its own', async () => {
    const ids = (await saved.list(history.purposeId, chen)).map(({ id }) => id);
    const tables = await Promise.all(ids.map(id => saved.table({ purposeId: history.purposeId, id }, chen)));
    const heads = tables.map(table => table.split('\r\n')[0]);
    expect(heads.filter(head => head?.includes('可能性 Likelihood'))).toHaveLength(2);
    expect(heads.filter(head => head?.includes('行程 Trip'))).toHaveLength(1);
    expect(heads.filter(head => head?.includes('证据 Evidence'))).toHaveLength(1);
    for (const table of tables) expect(table).toContain(plate);
    expect(Math.max(...tables.map(table => table.trimEnd().split('\r\n').length))).toBe(251);
  });

  it('is deleted by who saved it or an administrator, and the audit keeps that it was', async () => {
    const { id } = await save(stays, '误存');
    const asked = { purposeId: same, id };
    await expect(saved.remove(asked, wang)).rejects.toMatchObject({ code: 'forbidden' });
    await saved.remove(asked, { ...wang, isAdministrator: true });
    await expect(open(id)).rejects.toMatchObject({ code: 'not-found' });
    const acts = (await audit()).filter(({ action, terms }) => action === 'saved' && terms.id === id);
    expect(acts.map(({ terms, results }) => [terms.act, results])).toEqual([
      ['save', 1],
      ['delete', 0],
      ['delete', 1],
      ['open', 0],
    ]);
    expect(acts[0]?.terms).toMatchObject({ title: '误存', kind: 'analysis', analysis: 'frequent' });
  });

  it('is bounded: a case that is full takes no more, and leaves no entry that it did', async () => {
    await sql`insert into saved_result
      select gen_random_uuid(), 'B2026-0001', ${another}::uuid, ${wang.userId}::uuid, 'wang', 'search', null, 'x', '', 0,
        now(), '{}' from generate_series(1, ${sql.lit(maxSavedOfCase - 1)})`.execute(history.db);
    await save(stays, '最后一项', wang, another);
    await expect(save(stays, '多余', wang, another)).rejects.toMatchObject({ code: 'case-full' });
    expect(JSON.stringify(await audit())).not.toContain('多余');
  });
});
