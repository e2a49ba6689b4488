// What is chosen, on the map: borders of the areas, those taken filled, shapes, and a ring around each camera.
import { useEffect } from 'react';
import type { Area } from '../../../net/area-file.ts';
import type { WhereArea } from '../../../state/where.ts';
import type { CityMap } from '../city-map.ts';
import type { CameraGrid } from '../select/camera-grid.ts';
import { chosenLook, chosenMarks } from '../select/selection-shape.ts';
import { areaShape, shapeOf } from '../shapes/shape.ts';

interface Shown {
  map: CityMap | null;
  grid: CameraGrid | null;
  areas: readonly Area[];
  parts: readonly WhereArea[];
  picked: readonly string[];
}

export function usePickShapes({ map, grid, areas, parts, picked }: Shown): void {
  useEffect(() => {
    const borders = areas.map(({ ring }) => areaShape(ring, { colour: '#8db9dc', width: 1.5 }));
    map?.showShape('pick-areas', borders.length > 0 ? shapeOf(borders) : null, 'ground');
  }, [map, areas]);
  useEffect(() => {
    const taken = parts.map(({ ring }) => areaShape(ring, chosenLook));
    map?.showShape('pick-parts', taken.length > 0 ? shapeOf(taken) : null);
  }, [map, parts]);
  useEffect(() => {
    const marks = picked.map(id => ({ id, distanceM: 0, alongM: null }));
    map?.showShape('pick-cameras', grid && chosenMarks(marks, grid));
  }, [map, grid, picked]);
}
