// What can be found besides cameras: the city's streets and its areas.

import type { RoadGraph } from '@brightwall/kit/roads/road-graph';
import type { Area } from '../../../net/area-file.ts';
import type { LonLat } from '../geo.ts';
import type { Findable } from './find-index.ts';

/** One per street's name, with all its lines. */
export function roadEntries({ edges, frame }: RoadGraph): Findable[] {
  const roads = new Map<string, { nameEn: string | null; lines: LonLat[][] }>();
  for (const { name, nameEn, line } of edges) {
    if (name === null) continue;
    const road = roads.get(name) ?? { nameEn, lines: [] };
    roads.set(name, road);
    road.lines.push(line.map(([x, y]) => frame.toLonLat(x, y)));
  }
  return [...roads].map(([name, { nameEn, lines }]) => ({
    kind: 'road',
    id: `road-${name}`,
    name,
    nameEn,
    code: null,
    where: lines,
  }));
}

export const areaEntries = (areas: readonly Area[]): Findable[] =>
  areas.map(({ code, level, name, nameEn, ring }) => ({
    kind: 'area',
    id: `area-${level}-${code}-${name}`,
    name,
    nameEn,
    code: null,
    where: [ring],
  }));
