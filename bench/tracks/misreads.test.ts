// What our reader's own mistakes cost, on a small city whose truth is known: the same vehicles on the same ways, read
// without a mistake and as the reader was measured to read (city/misreads.json).
import type { PassageSearch } from '@brightwall/protocol/search';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SmallCity, smallCity } from '../../server/src/testing/small-city.ts';
import rates from './city/misreads.json' with { type: 'json' };
import { faultless, measured } from './city/readers.ts';
import { type Found, truth } from './truth.ts';

/** A companion, a clone and a hidden one of it have a Q, which is misread most, and each clone is seen to be two. */
const seed = 79;
const passages = 16_000;
/** Gates so far apart that a clone's two cannot be one vehicle, and nobody else is too fast. */
const stretch = 2.5;
/** Vehicles with a misread number that are looked for. */
const most = 12;

interface Share {
  readonly recall: number;
  readonly precision: number;
}

const shareOf = ({ planted, foundPlanted, found, foundTrue }: Found): Share => ({
  recall: planted === 0 ? 1 : foundPlanted / planted,
  precision: found === 0 ? 1 : foundTrue / found,
});
const both = (a: ReadonlySet<string>, b: ReadonlySet<string>) => [...a].filter(id => b.has(id)).length;
const told = ({ recall, precision }: Share) => `${recall.toFixed(3)} / ${precision.toFixed(3)}`;

describe('a city whose plates are misread as often as our reader misreads', () => {
  let plain: SmallCity;
  let misread: SmallCity;
  /** Vehicles of which one reading at least was wrong, with each passage's place that was read at all. */
  const mistaken: { place: number; read: number[] }[] = [];
  beforeAll(async () => {
    plain = await smallCity(seed, passages, stretch, { reader: faultless });
    misread = await smallCity(seed, passages, stretch, { reader: measured(rates) });
    const { passed } = misread.city;
    const readings = Map.groupBy(
      Array.from({ length: passages }, (_, n) => n).filter(n => passed.plate[n] !== -1),
      n => passed.truth[n]!,
    );
    for (const [place, read] of readings)
      if (read.some(n => passed.plate[n] !== place)) mistaken.push({ place, read });
  }, 120_000);
  afterAll(async () => {
    await plain?.close();
    await misread?.close();
  });

  it('has them by the measured rate', () => {
    const { passed } = misread.city;
    const wrong = passed.truth.filter((place, n) => passed.plate[n] !== -1 && passed.plate[n] !== place);
    const unread = passed.plate.filter(place => place === -1);
    const counted = rates.characters.reduce((sum, { times }) => sum + times, 0);
    console.log(
      `misread ${((wrong.length / passages) * 100).toFixed(2)} % (the reader: ${((counted / rates.vehicles) * 100).toFixed(2)} %), unreadable ${((unread.length / passages) * 100).toFixed(2)} % (${((rates.unreadable / rates.vehicles) * 100).toFixed(2)} %)`,
    );
    expect(mistaken.length).toBeGreaterThan(3);
    expect(plain.city.passed.plate).toEqual(plain.city.passed.truth);
  });

  it('still shows what was planted', async () => {
    const [without, having] = [
      await truth(plain.engine, plain.city),
      await truth(misread.engine, misread.city),
    ];
    const rows = having.map((found, n) => ({
      ...{ analysis: found.analysis, without: shareOf(without[n]!), having: shareOf(found) },
      strangers: found.found - found.foundTrue,
    }));
    for (const { analysis, without, having, strangers } of rows)
      console.log(
        `${analysis}: recall / precision ${told(without)} without misreads, ${told(having)} with, ${strangers} false`,
      );
    // One of the three that are planted of each may be lost, and no stranger is taken for one.
    for (const { without, having, strangers } of rows) {
      expect(having.recall).toBeGreaterThan(without.recall - 0.4);
      expect(strangers).toBe(0);
    }
  });

  it('raises no alarm of clones by its misreads, one conflict being enough', async () => {
    const { engine, city } = misread;
    const terms = { fromMs: city.startMs, toMs: city.endMs, minPairs: 1, limit: 1000 };
    const asked = { purposeId: engine.purposeId, terms, format: 'json' as const };
    const { rows } = await engine.analyses.run('clones', asked, engine.looker);
    const planted = city.planted.clones.map(place => city.plates.list[place]!.text);
    expect(rows.map(({ values }) => values.plate).sort()).toEqual(planted.sort());
  });

  it('is searched tolerantly for what exact search misses', async () => {
    const { engine, city, all } = misread;
    const search = async (text: string, tolerant: boolean) => {
      const terms: PassageSearch = {
        ...{ purposeId: engine.purposeId, plates: [text], tolerant, fromMs: city.startMs, toMs: city.endMs },
        ...{ cameraIds: [], colours: [], kinds: [], directions: [], limit: 1000, after: null },
      };
      const { found } = await engine.search.search(terms, engine.looker);
      return new Set(found.map(({ passage }) => passage.id));
    };
    const sum = { exact: 0, tolerant: 0, tolerantAll: 0, real: 0 };
    for (const { place, read } of mistaken.slice(0, most)) {
      const real = new Set(read.map(n => all[n]!.id));
      const { text } = city.plates.list[place]!;
      const [exact, tolerant] = [await search(text, false), await search(text, true)];
      sum.real += real.size;
      sum.exact += both(real, exact);
      sum.tolerant += both(real, tolerant);
      sum.tolerantAll += tolerant.size;
    }
    const share = (part: number, whole: number) => (part / whole).toFixed(3);
    console.log(
      `of ${sum.real} passages of vehicles that were misread: exact search finds ${share(sum.exact, sum.real)}, tolerant ${share(sum.tolerant, sum.real)}; of what tolerant search finds ${share(sum.tolerant, sum.tolerantAll)} is theirs`,
    );
    expect(sum.tolerant).toBe(sum.real);
    expect(sum.exact).toBeLessThan(sum.real);
    expect(sum.tolerant / sum.tolerantAll).toBeGreaterThan(0.95);
  });

  it('tells that one vehicle has several numbers', async () => {
    const { engine, city } = misread;
    for (const { place, read } of mistaken.slice(0, most)) {
      const { text } = city.plates.list[place]!;
      const terms = { plate: text, fromMs: city.startMs, toMs: city.endMs };
      const asked = { purposeId: engine.purposeId, terms, format: 'json' as const };
      const { rows } = await engine.analyses.run('plate-family', asked, engine.looker);
      const numbers = new Set(read.map(n => city.plates.list[city.passed.plate[n]!]!.text));
      numbers.delete(text);
      expect(rows.map(({ values }) => values.plate)).toEqual(expect.arrayContaining([...numbers]));
    }
  });
});
