// What is drawn or clicked on the map, as areas that a form asks by.
import type { Area } from '../../../net/area-file.ts';
import type { WhereArea } from '../../../state/where.ts';
import type { LocalFrame, LonLat } from '../geo.ts';
import { isInside } from '../select/plane.ts';
import type { Selection } from '../select/selection.ts';
import { groundOf } from '../select/selection-shape.ts';

const drawnKey = 'drawn ';

/** `word`: what such an area is called, before its number among those of the form. */
export function drawnArea(
  selection: Selection,
  before: readonly WhereArea[],
  frame: LocalFrame,
  word: string,
): WhereArea {
  const numbers = before.map(({ key }) =>
    key.startsWith(drawnKey) ? Number(key.slice(drawnKey.length)) : 0,
  );
  const n = Math.max(0, ...numbers) + 1;
  const name = `${word} ${n}`;
  return { key: `${drawnKey}${n}`, name, nameEn: name, ring: groundOf(selection, frame, 72) };
}

/** The area of these that a place lies in. */
export function areaAt(areas: readonly Area[], { lon, lat }: LonLat): Area | null {
  const holds = ({ ring }: Area) =>
    isInside(
      ring.map(at => [at.lon, at.lat]),
      lon,
      lat,
    );
  return areas.find(holds) ?? null;
}
