import { describe, expect, it } from 'vitest';
import { AtlasGroups, groupSize } from './atlas-groups.ts';

/** mulberry32: the same city every time. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const idOf = (n: number) => n.toString(16).padStart(16, '0');

function pagesOf(groups: AtlasGroups, ids: readonly string[]): Map<number, string[]> {
  const pages = new Map<number, string[]>();
  for (const id of ids) {
    const page = groups.pageOf(id)!;
    pages.set(page, [...(pages.get(page) ?? []), id]);
  }
  return pages;
}

describe('cameras that share a page', () => {
  it('stand near each other, each in one slot, no page over its size', () => {
    const groups = new AtlasGroups();
    const next = random(7);
    const places = new Map(
      Array.from({ length: 5000 }, (_, n) => [
        idOf(n),
        { lon: 120 + next() * 0.12, lat: 30 + next() * 0.11 },
      ]),
    );
    for (const [id, place] of places) groups.put(id, place);
    const pages = pagesOf(groups, [...places.keys()]);
    // A page that was split is half full: never less, as none was removed.
    expect(pages.size).toBeLessThanOrEqual((5000 / groupSize) * 2);
    for (const [page, ids] of pages) {
      const { cameraIds } = groups.group(page)!;
      expect(cameraIds).toHaveLength(groupSize);
      expect(cameraIds.filter(id => id !== null).sort()).toEqual(ids.sort());
    }
    // 5,000 cameras on 12×12 km: 32 of them live in some 0.9 km². Along a Z-order few pages reach across a jump.
    const spans = [...pages.values()].map(ids => {
      const of = ids.map(id => places.get(id)!);
      const lon = of.map(place => place.lon);
      const lat = of.map(place => place.lat);
      return Math.max(Math.max(...lon) - Math.min(...lon), Math.max(...lat) - Math.min(...lat));
    });
    spans.sort((a, b) => a - b);
    expect(spans[Math.floor(spans.length / 2)]).toBeLessThan(0.02);
  });

  it('stay together when another comes, but for those of the page that is split', () => {
    const groups = new AtlasGroups();
    for (let n = 0; n < groupSize; n++) groups.put(idOf(n), { lon: 120 + n / 1000, lat: 30 });
    expect(groups.put(idOf(99), { lon: 120.0005, lat: 30 })).toHaveLength(2);
    const pages = pagesOf(groups, [idOf(0), idOf(99), idOf(31)]);
    expect(groups.pageOf(idOf(0))).toBe(groups.pageOf(idOf(99)));
    expect(pages.size).toBe(2);
  });

  it('may all hang on one mast', () => {
    const groups = new AtlasGroups();
    const ids = Array.from({ length: 200 }, (_, n) => idOf(n));
    for (const id of ids) groups.put(id, { lon: 120, lat: 30 });
    const pages = pagesOf(groups, ids);
    expect(Math.max(...[...pages.values()].map(({ length }) => length))).toBeLessThanOrEqual(groupSize);
    expect([...pages.values()].flat().sort()).toEqual(ids);
  });

  it('are found elsewhere when one was moved, and nowhere when it was removed', () => {
    const groups = new AtlasGroups();
    for (let n = 0; n < 64; n++) groups.put(idOf(n), { lon: 120 + n / 1000, lat: 30 });
    const before = groups.pageOf(idOf(0));
    expect(groups.put(idOf(0), { lon: 120, lat: 30 })).toEqual([]);
    const changed = groups.put(idOf(0), { lon: 120.063, lat: 30 });
    expect(changed).toContain(before);
    expect(groups.pageOf(idOf(0))).toBe(groups.pageOf(idOf(63)));
    const version = groups.group(groups.pageOf(idOf(0))!)!.version;
    groups.remove(idOf(0));
    expect(groups.pageOf(idOf(0))).toBeNull();
    expect(groups.group(groups.pageOf(idOf(63))!)!.version).toBeGreaterThan(version);
  });

  it('are together again when few are left, wherever the map was moved before', () => {
    const groups = new AtlasGroups();
    const next = random(3);
    const places = Array.from({ length: 2000 }, () => ({
      lon: 120 + next() * 0.12,
      lat: 30 + next() * 0.11,
    }));
    let seen: number[] = [];
    for (let lon = 120; lon < 120.1; lon += 0.01) {
      const now = places.flatMap((place, n) => (place.lon >= lon && place.lon < lon + 0.02 ? [n] : []));
      for (const n of seen) if (!now.includes(n)) groups.remove(idOf(n));
      for (const n of now) groups.put(idOf(n), places[n]!);
      groups.settle();
      seen = now;
      const ids = seen.map(idOf);
      const pages = pagesOf(groups, ids);
      expect([...pages.values()].flat().sort()).toEqual([...ids].sort());
      // Two neighbours hold more than 20 together.
      expect(pages.size).toBeLessThanOrEqual(Math.ceil(ids.length / 10) + 1);
      for (const [page, on] of pages)
        expect(
          groups
            .group(page)!
            .cameraIds.filter(id => id !== null)
            .sort(),
        ).toEqual(on.sort());
    }
    for (const n of seen) groups.remove(idOf(n));
    groups.settle();
    expect(
      groups.group(groups.put(idOf(1), places[1]!)[0]!)!.cameraIds.filter(id => id !== null),
    ).toHaveLength(1);
  });

  it('without a place share pages of their own kind', () => {
    const groups = new AtlasGroups();
    for (let n = 0; n < 40; n++) groups.put(idOf(n), { lon: 120 + n / 1000, lat: 30 });
    groups.put(idOf(100), null);
    expect(groups.pageOf(idOf(100))).toBe(groups.pageOf(idOf(39)));
    expect(groups.put(idOf(100), null)).toEqual([]);
  });
});
