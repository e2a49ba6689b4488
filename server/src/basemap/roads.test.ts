import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { Roads } from './roads.ts';

const folder = tempFolder('roads');
afterAll(() => folder.remove());

const city = {
  ...{ name: '城', nameEn: 'City', centre: [120, 30], bounds: [119, 29, 121, 31] },
  tiles: { file: 'city.pmtiles', minZoom: 0, maxZoom: 14 },
};
const graph = {
  nodes: [
    [120, 30],
    [120.01, 30],
  ],
  edges: [{ from: 0, to: 1 }],
};

/** A map folder with these files in it. */
function roadsOf(files: Record<string, unknown>, isOwnMap = false): { roads: Roads; faults: unknown[] } {
  const dir = join(folder.path, String(Math.random()).slice(2));
  mkdirSync(dir);
  for (const [name, value] of Object.entries(files)) writeFileSync(join(dir, name), JSON.stringify(value));
  const faults: unknown[] = [];
  return { roads: new Roads({ dir, isOwnMap, onError: error => faults.push(error) }), faults };
}
const [from, to] = [
  { lon: 120.001, lat: 30.0001 },
  { lon: 120.009, lat: 30.0001 },
];

describe('the roads of the base map', () => {
  it('say how far it is, both ways, and again from memory', async () => {
    const { roads } = roadsOf({
      'city.json': { ...city, roadGraph: 'road-graph.json' },
      'road-graph.json': graph,
    });
    expect(await roads.isKnown()).toBe(true);
    const way = await roads.way(from, to);
    expect(way!.metres).toBeCloseTo(0.008 * 111_195 * Math.cos(Math.PI / 6), 0);
    expect((await roads.way(to, from))!.metres).toBeCloseTo(way!.metres, 3);
    expect(await roads.way(from, to)).toBe(way);
    expect(await roads.way(from, { lon: 121, lat: 30 })).toBeNull();
  });

  it('are none where the map has none, or is the user’s own', async () => {
    const files = { 'city.json': { ...city, roadGraph: 'road-graph.json' }, 'road-graph.json': graph };
    for (const { roads, faults } of [roadsOf({ 'city.json': city }), roadsOf(files, true)]) {
      expect([await roads.isKnown(), await roads.way(from, to)]).toEqual([false, null]);
      expect(faults).toEqual([]);
    }
  });

  it('that cannot be read are said once, and are none', async () => {
    const { roads, faults } = roadsOf({
      'city.json': { ...city, roadGraph: 'road-graph.json' },
      'road-graph.json': { nodes: [[0, 0]], edges: [{ from: 0, to: 7 }] },
    });
    expect([await roads.way(from, to), await roads.way(from, to), await roads.isKnown()]).toEqual([
      null,
      null,
      false,
    ]);
    expect(faults).toHaveLength(1);
  });
});
