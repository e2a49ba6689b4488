// Searches of a real database, held against looking at every passage there is.
import { type Passage, passedByCoreMs, type SeenPassage } from '@brightwall/protocol/passage';
import type { PlateReading } from '@brightwall/protocol/plate';
import type { PassageSearch as Terms } from '@brightwall/protocol/search';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PassageHistory } from '../../store/passage-history.ts';
import { delivery, reading } from '../../testing/deliveries.ts';
import { noonMs, type TestHistory, testHistory } from '../../testing/history.ts';
import { seeded } from '../../testing/seeded.ts';
import { likelihoodOf, provinces } from './misreads.ts';
import { countAtMost, PassageSearch } from './passage-search.ts';

const [a, b] = ['a'.repeat(16), 'b'.repeat(16)];
const minuteMs = 60_000;
let history: TestHistory;
let search: PassageSearch;
beforeAll(async () => {
  history = await testHistory('search');
  search = new PassageSearch({ store: new PassageHistory(history.db), looks: history.looks });
});
afterAll(() => history.close());
beforeEach(async () => {
  await sql`truncate passages, vehicle`.execute(history.db);
});

const passed = (plate: string | null, change: Partial<SeenPassage> = {}): Passage =>
  delivery(a, {
    passedMs: noonMs - minuteMs,
    reading: plate === null ? null : reading(plate),
    ...change,
  }).passage;
const find = (change: Partial<Terms> = {}) => search.search(history.terms(change), history.looker);
const plates = async (change: Partial<Terms>) =>
  (await find(change)).found.map(({ passage }) => passage.reading?.text ?? null).sort();

describe('a search', () => {
  it('finds whole numbers as people type them, several at once', async () => {
    await history.insert(['浙A3K901', '浙A3K902', '京AD12345'].map(plate => passed(plate)));
    expect(await plates({ plates: ['浙A·3k901'] })).toEqual(['浙A3K901']);
    expect(await plates({ plates: ['京ａｄ１２３４５', ' 浙A 3K902 '] })).toEqual(['京AD12345', '浙A3K902']);
    expect(await plates({ plates: ['浙A3K90'] })).toEqual([]);
  });

  it('takes ? for one character and * for any', async () => {
    await history.insert(['浙A3K901', '浙A3K902', '浙A3D9015', '京A3K901'].map(plate => passed(plate)));
    expect(await plates({ plates: ['浙A3?90?'] })).toEqual(['浙A3K901', '浙A3K902']);
    expect(await plates({ plates: ['*3*901*'] })).toEqual(['京A3K901', '浙A3D9015', '浙A3K901']);
    expect(await plates({ plates: ['?A3K901'] })).toEqual(['京A3K901', '浙A3K901']);
    expect(await plates({ plates: ['京*', '浙A3K902'] })).toEqual(['京A3K901', '浙A3K902']);
  });

  it('refuses what can be no number, naming it', async () => {
    for (const plate of ['浙A', '浙A3K90123456', '**?', 'x_%', "浙A'; --"])
      await expect(find({ plates: [plate] })).rejects.toMatchObject({
        code: 'bad-request',
        detail: expect.stringContaining(plate),
      });
    await expect(find({ fromMs: noonMs, toMs: noonMs })).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('without a number finds the unreadable too', async () => {
    await history.insert([passed(null), passed('浙A3K901')]);
    expect(await plates({})).toEqual([null, '浙A3K901'].sort());
  });

  it('keeps to cameras, colours, kinds, directions and times', async () => {
    const many: [string, Partial<SeenPassage>][] = [
      ['浙A00001', { cameraId: b }],
      ['浙A00002', { colour: 'yellow' }],
      ['浙A00003', { kind: 'large' }],
      ['浙A00004', { direction: 'away' }],
      ['浙A00005', { passedMs: noonMs - 3 * minuteMs }],
    ];
    await history.insert(many.map(([plate, change]) => passed(plate, change)));
    expect(await plates({ cameraIds: [b] })).toEqual(['浙A00001']);
    expect(await plates({ colours: ['yellow', 'black'] })).toEqual(['浙A00002']);
    expect(await plates({ kinds: ['large'] })).toEqual(['浙A00003']);
    expect(await plates({ directions: ['away', 'unknown'] })).toEqual(['浙A00004']);
    // The end is not included.
    expect(await plates({ toMs: noonMs - minuteMs })).toEqual(['浙A00005']);
    expect(await plates({ fromMs: noonMs - 3 * minuteMs, toMs: noonMs - 2 * minuteMs })).toEqual([
      '浙A00005',
    ]);
  });

  it('gives page after page, each passage once, also where many passed at the same moment', async () => {
    const clock = { edgeClockOffsetMs: 0.3 };
    const all = Array.from({ length: 25 }, (_, n) =>
      passed('浙A3K901', { passedMs: noonMs - (1 + Math.floor(n / 7)) * minuteMs, ...clock }),
    );
    await history.insert(all);
    for (const asked of [['浙A3K901'], []]) {
      const seen: string[] = [];
      let after: Terms['after'] = null;
      do {
        const page = await find({ plates: asked, limit: 4, after });
        seen.push(...page.found.map(({ passage }) => passage.id));
        after = page.next;
      } while (after);
      expect([...seen].sort()).toEqual(all.map(({ id }) => id).sort());
    }
  });

  it('knows how many there are, or that they are more than anybody reads', async () => {
    await history.insert(Array.from({ length: 5 }, () => passed('浙A3K901')));
    expect((await find({ limit: 6 })).count).toEqual({ passages: 5, atLeast: false });
    expect((await find({ limit: 5 })).count).toBeNull();
    const count = () => search.count(history.terms({ limit: 5 }), history.looker);
    expect(await count()).toEqual({ passages: 5, atLeast: false });
    await sql`
      insert into passages select (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid()))).*
      from passages p, generate_series(1, 2500)`.execute(history.db);
    expect(await count()).toEqual({ passages: countAtMost, atLeast: true });
  });
});

describe('a tolerant search', () => {
  const read = (text: string, doubts: Record<number, [number, string, number]>): PlateReading => ({
    ...reading(text),
    characters: [...text].map((character, n) => {
      const [confidence, other, part] = doubts[n] ?? [0.999, '', 0];
      const alternatives = other ? [{ character: other, confidence: part }] : [];
      return { character, confidence, alternatives };
    }),
  });

  it('also finds what a reader took for the number, the likeliest first', async () => {
    await history.insert([
      passed(null, { reading: read('浙A3K9O1'.replace('O', 'Q'), { 5: [0.6, '0', 0.35] }) }),
      passed(null, { reading: read('浙A3K9D1', { 5: [0.9, 'X', 0.05] }) }),
      passed(null, { reading: read('浙A3K901', { 5: [0.97, 'D', 0.02] }) }),
      passed(null, { reading: read('皖A3K901', { 0: [0.7, '浙', 0.25] }) }),
      passed(null, { reading: read('浙A3K911', {}) }),
    ]);
    const { found, count } = await find({ plates: ['浙A3K901'], tolerant: true });
    expect(found.map(({ passage }) => passage.reading?.text)).toEqual([
      '浙A3K901',
      '浙A3K9Q1',
      '皖A3K901',
      '浙A3K9D1',
    ]);
    const likelihoods = found.map(({ likelihood }) => likelihood);
    expect(likelihoods[0]).toBeCloseTo(0.97 * 0.999 ** 6, 5);
    expect(likelihoods[1]).toBeCloseTo(0.35 * 0.999 ** 6, 5);
    // Of the tenth that was not given to D, a fifth falls on each it is taken for and did not name.
    expect(likelihoods[3]).toBeCloseTo(0.02 * 0.999 ** 6, 5);
    expect(count).toEqual({ passages: 4, atLeast: false });
    expect(await plates({ plates: ['浙A3K901'] })).toEqual(['浙A3K901']);
  });

  it('ranks wildcards only where they are what was read', async () => {
    await history.insert([passed('浙A3K981'), passed('京A11111')]);
    const { found } = await find({ plates: ['浙A3K9B1', '京*'], tolerant: true });
    expect(found.map(({ passage, likelihood }) => [passage.reading?.text, likelihood > 0.5])).toEqual([
      ['京A11111', true],
      ['浙A3K981', false],
    ]);
  });

  it('cannot be leafed through, and needs a number', async () => {
    const after = { passedMs: noonMs, id: history.purposeId };
    for (const terms of [{ plates: ['浙A3K901'], after }, { plates: [] }])
      await expect(find({ ...terms, tolerant: true })).rejects.toMatchObject({ code: 'bad-request' });
  });
});

describe('whatever is asked of a small city', () => {
  const pick = <T>(random: () => number, list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const city = (random: () => number): Passage[] => {
    const plate = () =>
      `${pick(random, ['浙', '皖', '京'])}${pick(random, ['A', 'B'])}${Array.from({ length: 3 }, () => pick(random, [...'0DQ8B1T'])).join('')}01`;
    const fleet = Array.from({ length: 40 }, plate);
    return Array.from({ length: 300 }, () =>
      passed(random() < 0.05 ? null : pick(random, fleet), {
        cameraId: pick(random, [a, b, 'c'.repeat(16)]),
        colour: pick(random, ['blue', 'yellow', 'green'] as const),
        kind: pick(random, ['small', 'large'] as const),
        direction: pick(random, ['toward', 'away', 'unknown'] as const),
        // Three days, so that more than one table is looked through.
        passedMs: noonMs - Math.floor(random() * 72 * 60) * minuteMs,
        edgeClockOffsetMs: null,
      }),
    );
  };
  const asked = (random: () => number, all: readonly Passage[]): Partial<Terms> => {
    const typed = (): string => {
      const plate = pick(random, all).reading?.text ?? '浙A00001';
      const characters = [...plate];
      if (random() < 0.5) characters[Math.floor(random() * 7)] = '?';
      return random() < 0.2 ? `${characters.slice(0, 4).join('')}*` : characters.join('');
    };
    const some = <T>(list: readonly T[]): T[] => (random() < 0.6 ? [] : list.filter(() => random() < 0.5));
    const fromMs = noonMs - Math.floor(random() * 72) * 60 * minuteMs;
    return {
      plates: Array.from({ length: Math.floor(random() * 3) }, typed),
      fromMs,
      toMs: fromMs + (1 + Math.floor(random() * 72)) * 60 * minuteMs,
      cameraIds: some([a, b]),
      colours: some(['blue', 'yellow'] as const),
      kinds: some(['small'] as const),
      directions: some(['toward', 'unknown'] as const),
    };
  };
  const holds = (terms: Terms, passage: Passage): boolean => {
    const at = passedByCoreMs(passage);
    const text = passage.reading?.text;
    const isOne = (list: readonly string[], value: string) => list.length === 0 || list.includes(value);
    const isLike = (typed: string) =>
      text !== undefined && new RegExp(`^${typed.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text);
    return (
      at >= terms.fromMs &&
      at < terms.toMs &&
      isOne(terms.cameraIds, passage.cameraId) &&
      isOne(terms.colours, passage.colour) &&
      isOne(terms.kinds, passage.kind) &&
      isOne(terms.directions, passage.direction) &&
      (terms.plates.length === 0 || terms.plates.some(isLike))
    );
  };
  /** At most two characters of a family apart, the province aside. */
  const isMisread = (plate: string, text: string): boolean => {
    const family = (character: string) => ['0DQ', '8B', '1T', '2Z', '5S'].find(f => f.includes(character));
    const different = [...plate].flatMap((character, n) => (character === text[n] ? [] : [n]));
    const fits = (n: number) =>
      n === 0
        ? provinces.includes(text[0]!)
        : family(plate[n]!) !== undefined && family(plate[n]!) === family(text[n]!);
    return different.every(fits) && different.filter(n => n > 0).length <= 2;
  };

  it.each([1, 2, 3])('is what looking at every passage finds (seed %i)', async seed => {
    const random = seeded(seed);
    const all = city(random);
    await history.insert(all);
    const newestFirst = [...all].sort(
      (p, q) => passedByCoreMs(q) - passedByCoreMs(p) || (p.id < q.id ? 1 : -1),
    );
    for (let n = 0; n < 40; n++) {
      const terms = history.terms({ ...asked(random, all), limit: 200 });
      const expected = newestFirst.filter(passage => holds(terms, passage)).map(({ id }) => id);
      const { found } = await find(terms);
      expect(found.map(({ passage }) => passage.id)).toEqual(expected.slice(0, 200));
      const counted = await search.count(terms, history.looker);
      expect(counted.passages).toBe(expected.length);
    }
  });

  it.each([4, 5])('is every misread within reach, and no other (seed %i)', async seed => {
    const random = seeded(seed);
    const all = city(random);
    await history.insert(all);
    for (let n = 0; n < 20; n++) {
      const plate = pick(random, all).reading?.text ?? '浙A00001';
      const span = { fromMs: noonMs - 80 * 60 * minuteMs, toMs: noonMs + 1 };
      const { found } = await find({ plates: [plate], tolerant: true, limit: 200, ...span });
      const expected = all.filter(
        ({ reading: read }) => read && isMisread(plate, read.text) && likelihoodOf(plate, read) >= 1e-6,
      );
      expect(found.map(({ passage }) => passage.id).sort()).toEqual(expected.map(({ id }) => id).sort());
      const order = found.map(({ likelihood }) => likelihood);
      expect(order).toEqual([...order].sort((p, q) => q - p));
    }
  });
});
