import { beforeAll, describe, expect, test } from 'vitest';
import type { AdminArea } from './areas.ts';
import { planCity } from './city.ts';
import { distance, type Point } from './geo.ts';
import { halfWidthM } from './roads.ts';

let city: ReturnType<typeof planCity>;
beforeAll(() => {
  city = planCity(1);
});

const inRing = ([x, y]: Point, ring: readonly Point[]): boolean => {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [[xi, yi], [xj, yj]] = [ring[i] as Point, ring[j] as Point];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
};

function toSegment(p: Point, a: Point, b: Point): number {
  const [x, y] = [b[0] - a[0], b[1] - a[1]];
  const t = Math.max(0, Math.min(1, ((p[0] - a[0]) * x + (p[1] - a[1]) * y) / (x * x + y * y || 1)));
  return distance(p, [a[0] + x * t, a[1] + y * t]);
}

describe('a building', () => {
  test('stands in no river', () => {
    const us = Array.from({ length: 441 }, (_, i) => -11_000 + i * 50);
    const edge = (side: number) =>
      us.map(u => city.plan.warp(u, city.plan.riverCentre(u) + side * city.plan.riverHalfWidth(u)));
    const river = [...edge(1), ...edge(-1).reverse()];
    const wet = city.buildings.filter(({ outline }) =>
      outline.some(point => Math.abs(point[1]) < 1600 && inRing(point, river)),
    );
    expect(wet).toEqual([]);
  });

  test('stands on no road', () => {
    const cellM = 50;
    const segments = new Map<string, { a: Point; b: Point; half: number }[]>();
    for (const { line, road } of city.graph.edges) {
      if (road.kind === 'lane') continue; // works' roads run between the sheds' own yards
      for (let i = 0; i + 1 < line.length; i += 1) {
        const [a, b] = [line[i] as Point, line[i + 1] as Point];
        const keys = new Set<string>();
        for (let t = 0; t <= 1; t += 0.25)
          for (const dx of [-25, 0, 25])
            for (const dy of [-25, 0, 25])
              keys.add(
                `${Math.floor((a[0] + (b[0] - a[0]) * t + dx) / cellM)},${Math.floor((a[1] + (b[1] - a[1]) * t + dy) / cellM)}`,
              );
        for (const key of keys)
          segments.set(key, [...(segments.get(key) ?? []), { a, b, half: halfWidthM[road.kind] }]);
      }
    }
    const onRoad = city.buildings.filter(({ outline }) =>
      outline.some(point =>
        (segments.get(`${Math.floor(point[0] / cellM)},${Math.floor(point[1] / cellM)}`) ?? []).some(
          ({ a, b, half }) => toSegment(point, a, b) < half - 3, // the pavement is 3 m of it
        ),
      ),
    );
    expect(onRoad.length).toBe(0);
  });

  test('is a tower in a centre and a low house elsewhere', () => {
    const heights = city.buildings.map(({ height }) => height);
    expect(Math.max(...heights)).toBeGreaterThan(200);
    expect(heights.filter(height => height < 12).length).toBeGreaterThan(10_000);
  });
});

describe('the road graph', () => {
  /** Nodes reached from node 0, along the edges' directions or against them. */
  const reached = (against: boolean) => {
    const next = new Map<number, number[]>();
    const link = (from: number, to: number) => next.set(from, [...(next.get(from) ?? []), to]);
    for (const { from, to, road } of city.graph.edges) {
      if (!road.oneway || !against) link(from, to);
      if (!road.oneway || against) link(to, from);
    }
    const seen = new Set([0]);
    const queue = [0];
    for (let node = queue.pop(); node !== undefined; node = queue.pop())
      for (const other of next.get(node) ?? [])
        if (!seen.has(other)) {
          seen.add(other);
          queue.push(other);
        }
    return seen.size;
  };

  test('leads from every node to every other, one-way streets included', () => {
    expect(city.graph.edges.some(({ road }) => road.oneway)).toBe(true);
    expect(reached(false)).toBe(city.graph.nodes.length);
    expect(reached(true)).toBe(city.graph.nodes.length);
  });

  test('left hardly anything out', () => {
    const drawn = city.roads
      .filter(({ kind }) => kind !== 'path')
      .reduce((sum, { line }) => sum + line.slice(1).reduce((m, p, i) => m + distance(p, line[i]!), 0), 0);
    const kept = city.graph.edges.reduce((sum, { lengthM }) => sum + lengthM, 0);
    expect(kept / drawn).toBeGreaterThan(0.97);
    expect(kept / drawn).toBeLessThan(1.01);
  });

  test('measures its edges along their lines, which begin and end at their nodes', () => {
    for (const { from, to, line, lengthM } of city.graph.edges) {
      expect(line[0]).toEqual(city.graph.nodes[from]);
      expect(line.at(-1)).toEqual(city.graph.nodes[to]);
      expect(lengthM).toBeGreaterThanOrEqual(distance(line[0]!, line.at(-1)!) - 1e-6);
    }
  });

  test('carries some roads over the river', () => {
    expect(
      new Set(city.graph.edges.filter(({ road }) => road.bridge).map(({ road }) => road.name?.zh)).size,
    ).toBe(new Set(city.roads.filter(({ bridge }) => bridge).map(({ name }) => name?.zh)).size);
  });

  test('names its roads in Chinese and in English', () => {
    for (const { kind, name } of city.roads)
      if (kind !== 'path' && kind !== 'lane') {
        expect(name?.zh).toMatch(/[\u4e00-\u9fff]/);
        expect(name?.en).toMatch(/^[A-Za-z ]+$/);
      }
  });
});

describe('the areas', () => {
  const at = (level: AdminArea['level']) => city.areas.filter(area => area.level === level);

  test('are four districts, twelve streets and their communities', () => {
    expect([at('city').length, at('district').length, at('street').length]).toEqual([1, 4, 12]);
    expect(at('community').length).toBeGreaterThan(80);
    expect(new Set(city.areas.map(({ code }) => code)).size).toBe(city.areas.length);
    expect(new Set(city.areas.map(({ name }) => name.zh)).size).toBe(city.areas.length);
  });

  test('carry codes that begin with their parents’', () => {
    for (const { code, parent, level } of city.areas) {
      expect(code).toMatch(
        { city: /^\d{6}$/, district: /^\d{6}$/, street: /^\d{9}$/, community: /^\d{12}$/ }[level],
      );
      if (parent) expect(code.startsWith(parent.replace(/00$/, ''))).toBe(true);
    }
  });

  test('lie each within its parent', () => {
    const byCode = new Map(city.areas.map(area => [area.code, area]));
    for (const area of city.areas) {
      const parent = area.parent ? byCode.get(area.parent) : null;
      if (!parent) continue;
      const borders = parent.ring.map(
        (p, i) => [p, parent.ring[(i + 1) % parent.ring.length] as Point] as const,
      );
      const out = area.ring.filter(
        // On a shared border, to the sagitta of its chords.
        point => !inRing(point, parent.ring) && !borders.some(([a, b]) => toSegment(point, a, b) < 0.3),
      );
      expect({ code: area.code, out: out.length }).toEqual({ code: area.code, out: 0 });
    }
  });

  test('of one level cover the city without gap or overlap', () => {
    const size = (ring: readonly Point[]) =>
      ring.reduce((sum, [x, y], i) => {
        const [nx, ny] = ring[(i + 1) % ring.length] as Point;
        return sum + (x * ny - nx * y) / 2;
      }, 0);
    const whole = size(at('city')[0]!.ring);
    for (const level of ['district', 'street', 'community'] as const) {
      const sum = at(level).reduce((m2, { ring }) => m2 + size(ring), 0);
      expect(sum / whole).toBeCloseTo(1, 3);
    }
  });
});
