import type { SeenPassage } from '@brightwall/protocol/passage';
import { misreadFamilies } from '@brightwall/protocol/plate-text';
import { describe, expect, it } from 'vitest';
import { delivery, reading } from '../testing/deliveries.ts';
import { isWithinHours } from './conditions.ts';
import { WatchMatcher } from './matcher.ts';
import { watchedPlate } from './plate-pattern.ts';
import type { WatchTerms } from './ports.ts';

const hourMs = 3_600_000;
const noonMs = Date.UTC(2026, 10, 25, 4);
const camera = 'a'.repeat(16);
const other = 'b'.repeat(16);
const places: Record<string, { lon: number; lat: number }> = {
  [camera]: { lon: 120.5, lat: 30.5 },
  [other]: { lon: 121.5, lat: 30.5 },
};
const placeOf = (id: string) => places[id] ?? null;

let made = 0;
function terms(plate: string, change: Partial<WatchTerms> = {}): WatchTerms {
  made += 1;
  return {
    id: `entry-${made}`,
    plate: watchedPlate(plate),
    ...{ tolerant: false, kinds: [], colours: [], cameraIds: [], areas: [], hours: null },
    fromMs: noonMs - hourMs,
    untilMs: noonMs + hourMs,
    ...change,
  };
}
const passage = (text: string | null, change: Partial<SeenPassage> = {}): SeenPassage =>
  delivery(camera, {
    reading: text === null ? null : reading(text),
    passedMs: noonMs,
    ...change,
  }).passage;

function matches(entry: WatchTerms, one: SeenPassage): boolean {
  const matcher = new WatchMatcher(placeOf);
  matcher.add(entry);
  return matcher.match(one).length === 1;
}

describe('an entry', () => {
  it('is met by its number, whole', () => {
    expect(matches(terms('浙A·3k901'), passage('浙A3K901'))).toBe(true);
    expect(matches(terms('浙A3K901'), passage('浙A3K9011'))).toBe(false);
    expect(matches(terms('浙A3K901'), passage(null))).toBe(false);
  });

  it('allows one misread character of a family where it says so', () => {
    expect(matches(terms('浙A0B180'), passage('浙AD8180'))).toBe(false);
    expect(matches(terms('浙A3K901', { tolerant: true }), passage('浙A3K9D1'))).toBe(true);
    expect(matches(terms('浙A3K901', { tolerant: true }), passage('浙A3K9DT'))).toBe(false);
    expect(matches(terms('浙A3K901', { tolerant: true }), passage('浙A3K981'))).toBe(false);
    expect(matches(terms('浙A3K901'), passage('浙A3K9D1'))).toBe(false);
  });

  it('asks for kind, colour, camera, area and time as well', () => {
    const one = passage('浙A3K901');
    const asked = (change: Partial<WatchTerms>) => matches(terms('浙A3?90*', change), one);
    expect(asked({})).toBe(true);
    expect(asked({ kinds: ['small'], colours: ['blue', 'green'] })).toBe(true);
    expect(asked({ kinds: ['large'] })).toBe(false);
    expect(asked({ colours: ['green'] })).toBe(false);
    expect(asked({ cameraIds: [camera] })).toBe(true);
    expect(asked({ cameraIds: [other] })).toBe(false);
    const square = (lon: number): WatchTerms['areas'][number] => ({
      name: '社区',
      ring: [
        [lon, 30],
        [lon + 1, 30],
        [lon + 1, 31],
        [lon, 31],
      ],
    });
    expect(asked({ areas: [square(120)] })).toBe(true);
    expect(asked({ areas: [square(121)] })).toBe(false);
    expect(asked({ cameraIds: [other], areas: [square(120)] })).toBe(true);
    expect(asked({ fromMs: noonMs })).toBe(true);
    expect(asked({ untilMs: noonMs })).toBe(false);
    expect(asked({ hours: { days: [3], fromMinute: 720, toMinute: 721 } })).toBe(true);
    expect(asked({ hours: { days: [4], fromMinute: 720, toMinute: 721 } })).toBe(false);
  });

  it('that is taken away is met no more', () => {
    const matcher = new WatchMatcher(placeOf);
    const all = [
      terms('浙A3K901'),
      terms('浙A3K901', { tolerant: true }),
      terms('浙A*901'),
      terms('浙A3K???'),
    ];
    for (const entry of all) matcher.add(entry);
    expect(matcher.match(passage('浙A3K901')).sort()).toEqual(all.map(({ id }) => id).sort());
    for (const { id } of all.slice(1)) matcher.remove(id);
    expect(matcher.match(passage('浙A3K901'))).toEqual([all[0]!.id]);
  });
});

it('a window over midnight is of the evening it begins', () => {
  const hours = { days: [5], fromMinute: 22 * 60, toMinute: 6 * 60 };
  const inChina = (day: number, hour: number) => Date.UTC(2026, 10, day, hour - 8);
  // 2026-11-27 is a Friday.
  expect(isWithinHours(hours, inChina(27, 23))).toBe(true);
  expect(isWithinHours(hours, inChina(28, 5))).toBe(true);
  expect(isWithinHours(hours, inChina(28, 6))).toBe(false);
  expect(isWithinHours(hours, inChina(27, 5))).toBe(false);
  expect(isWithinHours(hours, inChina(28, 23))).toBe(false);
});

it('a number that can be no plate, or a wildcard that means the whole city, is refused', () => {
  for (const typed of ['浙A', '浙A*', '?浙?', 'abc-def-ghi-jk', '浙A3K90!', '* *'])
    expect(() => watchedPlate(typed)).toThrow(typed);
  expect(watchedPlate('浙a**9 01')).toBe('浙A*901');
});

describe('many entries', () => {
  /** Few characters, so that patterns and numbers meet often. */
  const alphabet = ['浙', 'A', '0', 'D', '8', 'B'];
  const random = mulberry32(7);
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)]!;
  const numberOf = (length: number) => Array.from({ length }, () => pick(alphabet)).join('');
  const pattern = () => {
    for (;;) {
      const length = 3 + Math.floor(random() * 5);
      const text = Array.from({ length }, () => (random() < 0.35 ? pick(['?', '*']) : pick(alphabet))).join(
        '',
      );
      try {
        return watchedPlate(text);
      } catch {}
    }
  };

  it('are met as by one that looks at each of them', () => {
    const colours = ['blue', 'green'] as const;
    for (let city = 0; city < 40; city++) {
      const matcher = new WatchMatcher(placeOf);
      const entries = new Map<string, WatchTerms>();
      for (let n = 0; n < 60; n++) {
        const plate = random() < 0.5 ? numberOf(5) : pattern();
        const entry = terms(plate, {
          tolerant: random() < 0.5,
          colours: random() < 0.2 ? [pick(colours)] : [],
          cameraIds: random() < 0.2 ? [pick([camera, other])] : [],
          fromMs: noonMs + (random() < 0.1 ? 1 : -1),
        });
        matcher.add(entry);
        entries.set(entry.id, entry);
        if (random() < 0.2) {
          const id = pick([...entries.keys()]);
          matcher.remove(id);
          entries.delete(id);
        }
      }
      expect(matcher.size).toBe(entries.size);
      for (let n = 0; n < 60; n++) {
        const one = passage(numberOf(pick([5, 5, 6])), {
          colour: pick(colours),
          cameraId: pick([camera, other]),
        });
        const expected = [...entries.values()].filter(entry => meetsSlowly(entry, one)).map(({ id }) => id);
        expect(matcher.match(one).sort()).toEqual(expected.sort());
      }
    }
  });
});

/** Written apart from the matcher: expressions for numbers, and every entry looked at. */
function meetsSlowly(entry: WatchTerms, one: SeenPassage): boolean {
  const plate = one.reading!.text;
  const source = [...entry.plate].map(c => (c === '?' ? '.' : c === '*' ? '.*' : c)).join('');
  const isWild = /[?*]/.test(entry.plate);
  const differs = [...plate].filter((c, at) => c !== entry.plate[at]);
  const sameFamily = [...plate].every((c, at) => {
    const asked = entry.plate[at]!;
    return c === asked || misreadFamilies.some(family => family.includes(c) && family.includes(asked));
  });
  const isNumber =
    !isWild && entry.tolerant
      ? plate.length === entry.plate.length && sameFamily && differs.length <= 1
      : new RegExp(`^${source}$`, 'u').test(plate);
  return (
    isNumber &&
    (entry.colours.length === 0 || entry.colours.includes(one.colour)) &&
    (entry.cameraIds.length === 0 || entry.cameraIds.includes(one.cameraId)) &&
    entry.fromMs <= one.passedMs &&
    one.passedMs < entry.untilMs
  );
}

function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
