// How clusters look: a disc of dark glass with its number, ringed in the colour of how its cameras fare, and a glow
// of heat where many are in trouble or a watched vehicle passed.
import type { LayerSpecification } from 'maplibre-gl';
import { font } from '../base/label-layers.ts';
import { toneColour } from '../cameras/tone.ts';

export const clusterSource = 'camera-clusters';
export const clusterDiscs = 'camera-cluster-discs';

/** Cameras stand for themselves from this zoom at scale 1; they come, and the discs go, within half a level. */
export const clustersUntil = 14;
const fadeLevels = 0.5;

/** `until`: the zoom where they end on this screen. */
export function clusterLayers(until: number, scale: number): LayerSpecification[] {
  const fades = (most: number) =>
    ['interpolate', ['linear'], ['zoom'], until - fadeLevels, most, until, 0] as never;
  const of = { source: clusterSource, maxzoom: until };
  const share = ['/', ['get', 'troubled'], ['get', 'count']];
  const byShare = (values: [calm: unknown, some: unknown, half: unknown]) =>
    ['interpolate', ['linear'], share, 0.04, values[0], 0.25, values[1], 0.6, values[2]] as never;
  // By the square root: twice the disc's face for twice the cameras, within what is legible.
  const radius = [
    'interpolate',
    ['linear'],
    ['sqrt', ['get', 'count']],
    1,
    12 * scale,
    8,
    20 * scale,
    40,
    32 * scale,
  ] as never;
  return [
    {
      ...of,
      id: 'camera-cluster-heat',
      type: 'heatmap',
      paint: {
        // One alert glows as half of the cameras in trouble do.
        'heatmap-weight': ['min', 1, ['+', ['*', 1.6, share], ['*', 0.8, ['get', 'alarms']]]] as never,
        'heatmap-radius': 80 * scale,
        'heatmap-intensity': 0.9,
        'heatmap-opacity': fades(0.55),
        'heatmap-color': [
          'interpolate',
          ['linear'],
          ['heatmap-density'],
          0,
          'rgba(0,0,0,0)',
          0.25,
          'rgba(255,185,92,0.25)',
          0.6,
          'rgba(255,140,80,0.7)',
          1,
          'rgba(255,90,80,0.95)',
        ],
      },
    },
    {
      ...of,
      id: clusterDiscs,
      type: 'circle',
      paint: {
        'circle-radius': radius,
        'circle-color': '#0d1722',
        'circle-opacity': fades(0.86),
        'circle-stroke-width': byShare([1.5 * scale, 2 * scale, 3 * scale]),
        'circle-stroke-color': [
          'case',
          ['>', ['get', 'alarms'], 0],
          toneColour.fault,
          byShare([toneColour.live, toneColour.warn, toneColour.fault]),
        ] as never,
        'circle-stroke-opacity': fades(0.95),
        'circle-pitch-alignment': 'viewport',
      },
    },
    {
      ...of,
      id: 'camera-cluster-counts',
      type: 'symbol',
      layout: {
        'text-field': ['get', 'label'],
        'text-font': font,
        'text-size': 13 * scale,
        'text-allow-overlap': true,
        'text-ignore-placement': true,
      },
      paint: { 'text-color': '#e9f1f8', 'text-opacity': fades(1) },
    },
  ];
}
