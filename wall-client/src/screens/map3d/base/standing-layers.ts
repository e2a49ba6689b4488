// What stands on the ground: trees and buildings.
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { source } from './ground-layers.ts';
import type { Palette } from './palette.ts';

/** A file of somebody else's may know heights under OpenMapTiles' names, or not at all. */
const height: ExpressionSpecification = ['coalesce', ['get', 'height'], ['get', 'render_height'], 9];
const base: ExpressionSpecification = ['coalesce', ['get', 'base'], ['get', 'render_min_height'], 0];

const colour = (palette: Palette): ExpressionSpecification =>
  [
    'match',
    ['get', 'kind'],
    'landmark',
    palette.landmark,
    'factory',
    palette.factory,
    ['interpolate', ['linear'], height, ...palette.buildings.flat()],
  ] as never;

/** `inSoftware`: what lets nothing through is drawn once, the rest twice, and buildings are most of a frame. */
export function standingLayers(palette: Palette, inSoftware: boolean): LayerSpecification[] {
  return [
    {
      id: 'trees',
      type: 'fill-extrusion',
      source,
      'source-layer': 'trees',
      minzoom: 14.6,
      paint: {
        'fill-extrusion-color': palette.trees,
        'fill-extrusion-height': ['get', 'height'],
        'fill-extrusion-base': ['get', 'base'],
        'fill-extrusion-opacity': ['interpolate', ['linear'], ['zoom'], 14.6, 0, 15.2, 0.85],
      },
    },
    {
      id: 'buildings',
      type: 'fill-extrusion',
      source,
      'source-layer': 'buildings',
      minzoom: 12,
      paint: {
        'fill-extrusion-color': colour(palette),
        'fill-extrusion-height': height,
        'fill-extrusion-base': base,
        'fill-extrusion-vertical-gradient': true,
        'fill-extrusion-opacity': [
          'interpolate',
          ['linear'],
          ['zoom'],
          12,
          0.55,
          13.2,
          inSoftware ? 1 : palette.buildingOpacity,
        ],
      },
    },
  ];
}
