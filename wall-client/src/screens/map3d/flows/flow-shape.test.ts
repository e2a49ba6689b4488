import { expect, it } from 'vitest';
import type { OdShown } from '../../../state/od-flows.ts';
import { colourOf } from '../../../ui/series-colours.ts';
import { LocalFrame } from '../geo.ts';
import { flowsOf } from './flow-shape.ts';

const frame = new LocalFrame({ lon: 120, lat: 30 });
/** Cameras e1, e2 in the east, w in the west; n has no place. */
const places = new Map([
  ['e1', frame.toLonLat(1000, 100)],
  ['e2', frame.toLonLat(1000, -100)],
  ['w', frame.toLonLat(-1000, 0)],
]);
const journey = (from: string, to: string, journeys: number, hourMs = 0) => ({
  values: { from, to, hourMs, journeys },
  evidence: [],
});
const shown: OdShown = {
  rows: [
    journey('东', '西', 8),
    journey('西', '东', 2),
    journey('西', '北', 5),
    journey('东', '西', 4, 3_600_000),
  ],
  areas: [
    { name: '东', cameraIds: ['e1', 'e2'] },
    { name: '西', cameraIds: ['w'] },
    { name: '北', cameraIds: ['n'] },
  ],
  hourMs: null,
};
const drawn = (one: OdShown) => flowsOf(one, id => places.get(id) ?? null, String);
const arcsOf = (one: OdShown) =>
  drawn(one).shape.features.flatMap(({ geometry, properties }) =>
    geometry.type === 'LineString' ? [{ ...properties, line: geometry.coordinates }] : [],
  );

it('a flow is an arc between the middles of areas, the broader the more, in the colour of its origin', () => {
  const [there, back] = arcsOf(shown);
  expect(there).toMatchObject({ colour: colourOf(0), width: 16, arrows: true });
  expect(back).toMatchObject({ colour: colourOf(1), width: 16 * (2 / 12) });
  const [first, last] = [there!.line[0]!, there!.line.at(-1)!].map(([lon, lat]) =>
    frame.toLocal({ lon, lat }),
  );
  expect([...first!, ...last!].map(metres => Math.round(metres) + 0)).toEqual([1000, 0, -1000, 0]);
  // Westward it bends to the north, its right; the way back to the south.
  const northOf = ({ line }: { line: number[][] }) =>
    frame.toLocal({ lon: line[12]![0]!, lat: line[12]![1]! })[1];
  expect(northOf(there!)).toBeGreaterThan(300);
  expect(northOf(back!)).toBeLessThan(-300);
});

it('of one hour only its own are drawn, and an area without a place is told', () => {
  expect(arcsOf({ ...shown, hourMs: 3_600_000 })).toMatchObject([{ width: 16 }]);
  expect(drawn(shown)).toMatchObject({ total: 19, most: 12, unplaced: ['北'] });
  expect(drawn(shown).ground).toHaveLength(2);
});
