// OD flows as they are drawn on the map: an arc from the middle of one area's cameras to that of another, the broader
// the more, in the colour of where it begins; the cameras themselves as small points.

import { type OdShown, odTable } from '../../../state/od-flows.ts';
import { colourOf } from '../../../ui/series-colours.ts';
import { LocalFrame, type LonLat } from '../geo.ts';
import { lineShape, pointShape, type Shape, type ShapeFeature, shapeOf } from '../shapes/shape.ts';

/** Of the broadest and the thinnest, CSS pixels at scale 1. */
const width = { most: 16, least: 1.5 };
/** More numbers would hide the arcs. */
const mostNumbers = 20;
/** How far an arc stands off the straight line, of its length: there and back lie apart. */
const bend = 0.18;
const corners = 24;

export interface Flows {
  readonly shape: Shape;
  /** The middles of areas, to be brought into view. */
  readonly ground: readonly LonLat[];
  /** In the order of their colours. */
  readonly areas: readonly string[];
  readonly total: number;
  readonly most: number;
  /** Areas none of whose cameras has a place: their journeys are not drawn. */
  readonly unplaced: readonly string[];
}

export const widthOf = (journeys: number, most: number): number =>
  Math.max(width.least, (width.most * journeys) / most);

/** `number`: as it is written on the map. */
export function flowsOf(
  { rows, areas: asked, hourMs }: OdShown,
  placeOf: (cameraId: string) => LonLat | null,
  number: (count: number) => string,
): Flows {
  const { areas, journeys, total, most } = odTable(rows, hourMs);
  const gates = areas.map(name =>
    (asked.find(area => area.name === name)?.cameraIds ?? []).flatMap(id => placeOf(id) ?? []),
  );
  const middles = gates.map(middleOf);
  const arcs = areas
    .flatMap((_, from) => areas.map((_, to) => ({ from, to, count: journeys[from]![to]! })))
    .filter(({ count }) => count > 0)
    // The thin ones lie over the broad.
    .sort((a, b) => b.count - a.count)
    .flatMap((arc, n): ShapeFeature[] => {
      const [from, to] = [middles[arc.from], middles[arc.to]];
      if (!from || !to) return [];
      const line = arcOf(from, to);
      const colour = colourOf(arc.from);
      const label = number(arc.count);
      return [
        lineShape(line, { colour, width: widthOf(arc.count, most), arrows: true }),
        ...(n < mostNumbers ? [pointShape(line[corners / 2]!, { colour, radius: 0, label })] : []),
      ];
    });
  const marks = areas.flatMap((name, n): ShapeFeature[] => {
    const [at, colour] = [middles[n], colourOf(n)];
    if (!at) return [];
    return [
      ...gates[n]!.map(gate => pointShape(gate, { colour, radius: 3 })),
      pointShape(at, { colour, radius: 9, label: name }),
    ];
  });
  return {
    shape: shapeOf([...arcs, ...marks]),
    ground: middles.flatMap(at => at ?? []),
    unplaced: areas.filter((_, n) => !middles[n]),
    ...{ areas, total, most },
  };
}

function middleOf(places: readonly LonLat[]): LonLat | null {
  if (places.length === 0) return null;
  const mean = (of: (place: LonLat) => number) =>
    places.reduce((sum, place) => sum + of(place), 0) / places.length;
  return { lon: mean(({ lon }) => lon), lat: mean(({ lat }) => lat) };
}

/** A quadratic Bézier curve, bent to the right of the way: as traffic keeps to the right. */
function arcOf(from: LonLat, to: LonLat): LonLat[] {
  const frame = new LocalFrame(from);
  const [x, y] = frame.toLocal(to);
  const [cx, cy] = [x / 2 + y * bend * 2, y / 2 - x * bend * 2];
  return Array.from({ length: corners + 1 }, (_, n) => {
    const share = n / corners;
    const [control, end] = [2 * share * (1 - share), share * share];
    return frame.toLonLat(control * cx + end * x, control * cy + end * y);
  });
}
