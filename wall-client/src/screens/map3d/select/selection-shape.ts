// A selection as it is drawn on the map.
import type { LocalFrame, LonLat } from '../geo.ts';
import { areaShape, lineShape, pointShape, type Shape, type ShapeFeature, shapeOf } from '../shapes/shape.ts';
import type { CameraGrid } from './camera-grid.ts';
import { bufferRing, circleRing, type Xy } from './plane.ts';
import type { Selected, Selection } from './selection.ts';

const colour = '#ffd166';
/** Of an area that is chosen. */
export const chosenLook = { colour, fill: 0.14, width: 2.5 };

/** `isDraft`: still being drawn. */
export function selectionShape(selection: Selection, frame: LocalFrame, isDraft: boolean): Shape {
  const lonLat = ([x, y]: Xy): LonLat => frame.toLonLat(x, y);
  const look = { ...chosenLook, dashed: isDraft };
  return shapeOf(featuresOf());

  function featuresOf(): ShapeFeature[] {
    switch (selection.kind) {
      case 'circle': {
        const ring = circleRing(frame.toLocal(selection.centre), selection.radiusM);
        return [
          areaShape(ring.map(lonLat), look),
          pointShape(selection.centre, { colour, radius: 4, label: `${selection.radiusM} m` }),
        ];
      }
      case 'box':
      case 'polygon':
        return selection.ring.length < 3
          ? [lineShape(selection.ring, look)]
          : [areaShape(selection.ring, look)];
      case 'route': {
        const ring = bufferRing(
          selection.line.map(at => frame.toLocal(at)),
          selection.bufferM,
        );
        return [
          ...(ring.length > 2 ? [areaShape(ring.map(lonLat), { colour, fill: 0.12, width: 0 })] : []),
          lineShape(selection.line, { colour, width: 5, dashed: isDraft }),
        ];
      }
    }
  }
}

/** More rings than these would hide the cameras they are around. */
const mostMarks = 400;

/** A ring around each chosen camera; null where none is. */
export function chosenMarks(selected: readonly Selected[], grid: CameraGrid): Shape | null {
  const rings = selected.slice(0, mostMarks).flatMap(({ id }) => {
    const at = grid.placeOf(id);
    return at ? [pointShape(at, { colour, radius: 7, hollow: true })] : [];
  });
  return rings.length > 0 ? shapeOf(rings) : null;
}

/** The ground a selection covers; a circle as so many corners. */
export function groundOf(selection: Selection, frame: LocalFrame, corners = 8): readonly LonLat[] {
  switch (selection.kind) {
    case 'box':
    case 'polygon':
      return selection.ring;
    case 'route':
      return selection.line;
    case 'circle':
      return circleRing(frame.toLocal(selection.centre), selection.radiusM, corners).map(([x, y]) =>
        frame.toLonLat(x, y),
      );
  }
}
