// Land and water.
import type { LayerSpecification } from 'maplibre-gl';
import { is } from './expressions.ts';
import type { Palette } from './palette.ts';

export const source = 'base';

export function groundLayers(palette: Palette): LayerSpecification[] {
  const land = (id: 'city' | 'park' | 'industry' | 'plaza' | 'pitch'): LayerSpecification => ({
    id,
    type: 'fill',
    source,
    'source-layer': 'land',
    filter: is('kind', id),
    paint: { 'fill-color': palette[id], 'fill-antialias': id !== 'city' },
  });
  const water = { source, 'source-layer': 'water' } as const;
  return [
    land('city'),
    land('park'),
    land('industry'),
    land('plaza'),
    land('pitch'),
    { ...water, id: 'water', type: 'fill', paint: { 'fill-color': palette.water } },
    {
      ...water,
      id: 'water-shimmer',
      type: 'line',
      paint: {
        'line-color': palette.waterShimmer,
        'line-width': ['interpolate', ['exponential', 1.6], ['zoom'], 12, 4, 18, 70],
        'line-blur': ['interpolate', ['exponential', 1.6], ['zoom'], 12, 4, 18, 70],
        'line-opacity': 0.26,
      },
    },
    {
      ...water,
      id: 'water-edge',
      type: 'line',
      paint: { 'line-color': palette.waterEdge, 'line-width': 1.2, 'line-opacity': 0.8 },
    },
  ];
}
