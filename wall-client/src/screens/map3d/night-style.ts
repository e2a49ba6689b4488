// The night city: deep blue ground, a river that holds a little light, roads lit by rank (the ring in sodium
// amber, all others cool), buildings that grow paler with height. No glyphs, sprite or tile from outside:
// text is drawn from the machine's own fonts.
import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { City } from './city-data.ts';
import { labelLayers } from './night-labels.ts';

const ground = '#070d16';
const city = '#0a121d';
const water = '#0c2a44';
const shore = '#1d5377';
const park = '#0b2220';

type Width = [zoom: number, px: number][];
const byZoom = (stops: Width, scale: number) =>
  ['interpolate', ['exponential', 1.5], ['zoom'], ...stops.flatMap(([z, px]) => [z, px * scale])] as never;

interface Rank {
  class: string;
  from: number;
  width: Width;
  colour: string;
  casing: string;
  glow?: string;
}

/** Lowest first: the higher rank is drawn over it. */
const ranks: Rank[] = [
  {
    class: 'path',
    from: 14.5,
    width: [
      [14.5, 0.5],
      [18, 4],
    ],
    colour: '#1f4a42',
    casing: '#0b2220',
  },
  {
    class: 'lane',
    from: 14,
    width: [
      [14, 0.5],
      [18, 9],
    ],
    colour: '#1b2a3c',
    casing: '#0d1725',
  },
  {
    class: 'secondary',
    from: 12.5,
    width: [
      [12.5, 0.5],
      [15, 2.6],
      [18, 22],
    ],
    colour: '#21344b',
    casing: '#0e1928',
  },
  {
    class: 'arterial',
    from: 11,
    width: [
      [11, 0.8],
      [15, 5],
      [18, 42],
    ],
    colour: '#2f4b6c',
    casing: '#101e30',
    glow: '#3f78b5',
  },
  {
    class: 'ring',
    from: 10,
    width: [
      [10, 1],
      [15, 7],
      [18, 54],
    ],
    colour: '#8a6a3d',
    casing: '#2a2117',
    glow: '#d9943f',
  },
];

function roadLayers(scale: number): LayerSpecification[] {
  const layout = { 'line-cap': 'round', 'line-join': 'round' } as const;
  const of = (rank: Rank) => ['==', ['get', 'class'], rank.class] as never;
  const wider = (rank: Rank, factor: number, more: number): Width =>
    rank.width.map(([z, px]) => [z, px * factor + more]);
  const part = (rank: Rank, what: string, paint: object): LayerSpecification => ({
    id: `road-${rank.class}-${what}`,
    type: 'line',
    source: 'roads',
    minzoom: rank.from,
    filter: of(rank),
    layout,
    paint: paint as never,
  });
  const glows = ranks.filter(rank => rank.glow);
  return [
    ...glows.map(rank =>
      part(rank, 'glow', {
        'line-color': rank.glow,
        'line-width': byZoom(wider(rank, 3.2, 5), scale),
        'line-blur': byZoom(wider(rank, 2.4, 4), scale),
        'line-opacity': 0.2,
      }),
    ),
    ...ranks.map(rank =>
      part(rank, 'casing', {
        'line-color': rank.casing,
        'line-width': byZoom(wider(rank, 1.12, 1.6), scale),
      }),
    ),
    ...ranks.map(rank =>
      part(rank, 'line', { 'line-color': rank.colour, 'line-width': byZoom(rank.width, scale) }),
    ),
    // A thread of light along the middle: headlights from afar.
    ...glows.map(rank =>
      part(rank, 'thread', {
        'line-color': rank.class === 'ring' ? '#ffcf8a' : '#9cc6f2',
        'line-width': byZoom(
          [
            [11, 0.4],
            [15, 1],
            [18, 2],
          ],
          scale,
        ),
        'line-opacity': ['interpolate', ['linear'], ['zoom'], 11, 0.5, 15, 0.34, 17, 0.16],
        'line-blur': 0.6,
      }),
    ),
  ];
}

function groundLayers(): LayerSpecification[] {
  const kind = (...kinds: string[]) => ['in', ['get', 'kind'], ['literal', kinds]] as never;
  return [
    { id: 'ground', type: 'background', paint: { 'background-color': ground } },
    { id: 'city', type: 'fill', source: 'land', filter: kind('city'), paint: { 'fill-color': city } },
    { id: 'park', type: 'fill', source: 'land', filter: kind('park'), paint: { 'fill-color': park } },
    {
      id: 'industry',
      type: 'fill',
      source: 'land',
      filter: kind('industry'),
      paint: { 'fill-color': '#131622' },
    },
    { id: 'plaza', type: 'fill', source: 'land', filter: kind('plaza'), paint: { 'fill-color': '#131f2f' } },
    { id: 'pitch', type: 'fill', source: 'land', filter: kind('pitch'), paint: { 'fill-color': '#124034' } },
    { id: 'water', type: 'fill', source: 'water', paint: { 'fill-color': water } },
    {
      id: 'water-shimmer',
      type: 'line',
      source: 'water',
      paint: {
        'line-color': '#2f7fae',
        'line-width': ['interpolate', ['exponential', 1.6], ['zoom'], 12, 4, 18, 70],
        'line-blur': ['interpolate', ['exponential', 1.6], ['zoom'], 12, 4, 18, 70],
        'line-opacity': 0.26,
      },
    },
    {
      id: 'water-edge',
      type: 'line',
      source: 'water',
      paint: { 'line-color': shore, 'line-width': 1.2, 'line-opacity': 0.8 },
    },
  ];
}

function standingLayers(): LayerSpecification[] {
  return [
    {
      id: 'trees',
      type: 'fill-extrusion',
      source: 'trees',
      minzoom: 14.2,
      paint: {
        'fill-extrusion-color': '#1f5546',
        'fill-extrusion-height': ['get', 'height'],
        'fill-extrusion-base': ['get', 'base'],
        'fill-extrusion-opacity': ['interpolate', ['linear'], ['zoom'], 14.2, 0, 15, 0.85],
      },
    },
    {
      id: 'buildings',
      type: 'fill-extrusion',
      source: 'buildings',
      minzoom: 12,
      paint: {
        'fill-extrusion-color': buildingColour as never,
        'fill-extrusion-height': ['get', 'height'],
        'fill-extrusion-base': ['coalesce', ['get', 'base'], 0],
        'fill-extrusion-vertical-gradient': true,
        'fill-extrusion-opacity': ['interpolate', ['linear'], ['zoom'], 12, 0.55, 13.2, 0.96],
      },
    },
  ];
}

const buildingColour = [
  'case',
  ['==', ['get', 'kind'], 'landmark'],
  '#3d7399',
  ['==', ['get', 'kind'], 'factory'],
  '#2b3346',
  [
    'interpolate',
    ['linear'],
    ['get', 'height'],
    0,
    '#121b27',
    20,
    '#17263a',
    55,
    '#1e364f',
    110,
    '#2b5175',
    190,
    '#437ca8',
    280,
    '#7cb4d8',
  ],
];

/** `scale` grows line widths and text on walls wider than Full HD. */
export function nightStyle(source: City, chinese: boolean, scale: number): StyleSpecification {
  const sources = Object.fromEntries(
    Object.entries(source.layers).map(([name, data]) => [
      name,
      // 16: beyond it the worker cuts no finer tiles, so that zooming in is instant.
      { type: 'geojson' as const, data, maxzoom: 16, tolerance: 0.3 },
    ]),
  );
  return {
    version: 8,
    name: 'brightwall-night',
    sources,
    light: { anchor: 'map', color: '#cfe4ff', intensity: 0.42, position: [1.3, 215, 38] },
    sky: {
      'sky-color': '#03070d',
      'horizon-color': '#153350',
      'fog-color': '#0a1725',
      'fog-ground-blend': 0.55,
      'horizon-fog-blend': 0.75,
      'sky-horizon-blend': 0.85,
      'atmosphere-blend': 0,
    },
    transition: { duration: 0, delay: 0 },
    layers: [...groundLayers(), ...roadLayers(scale), ...standingLayers(), ...labelLayers(chinese, scale)],
  };
}
