// The colours of the two styles. Night is the wall's own: deep blue ground, a river that holds a little light,
// roads lit by rank (the rings in sodium amber, all others cool), buildings that grow paler with height. Day is
// the same city on paper: light and grey, so that what is coloured is what matters.

export const themes = ['night', 'day'] as const;
export type Theme = (typeof themes)[number];

export type RoadRank = 'path' | 'lane' | 'secondary' | 'arterial' | 'ring';

interface RoadColours {
  line: string;
  casing: string;
  glow?: string;
  /** A thread of light along the middle. */
  thread?: string;
}

export interface Palette {
  ground: string;
  city: string;
  park: string;
  industry: string;
  plaza: string;
  pitch: string;
  water: string;
  waterShimmer: string;
  waterEdge: string;
  roads: Record<RoadRank, RoadColours>;
  trees: string;
  landmark: string;
  factory: string;
  /** Buildings by height in metres. */
  buildings: readonly (readonly [metres: number, colour: string])[];
  buildingOpacity: number;
  light: { colour: string; intensity: number };
  sky: { sky: string; horizon: string; fog: string };
  labels: {
    halo: string;
    waterHalo: string;
    ring: string;
    arterial: string;
    street: string;
    compound: string;
    water: string;
    poi: string;
    district: string;
  };
  /** Borders of areas, and the faint fill of whole districts. */
  areas: { city: string; district: string; street: string; community: string; name: string };
}

const night: Palette = {
  ground: '#070d16',
  city: '#0a121d',
  park: '#0b2220',
  industry: '#131622',
  plaza: '#131f2f',
  pitch: '#124034',
  water: '#0c2a44',
  waterShimmer: '#2f7fae',
  waterEdge: '#1d5377',
  roads: {
    path: { line: '#1f4a42', casing: '#0b2220' },
    lane: { line: '#1b2a3c', casing: '#0d1725' },
    secondary: { line: '#21344b', casing: '#0e1928' },
    arterial: { line: '#2f4b6c', casing: '#101e30', glow: '#3f78b5', thread: '#9cc6f2' },
    ring: { line: '#8a6a3d', casing: '#2a2117', glow: '#d9943f', thread: '#ffcf8a' },
  },
  trees: '#1f5546',
  landmark: '#3d7399',
  factory: '#2b3346',
  buildings: [
    [0, '#121b27'],
    [20, '#17263a'],
    [55, '#1e364f'],
    [110, '#2b5175'],
    [190, '#437ca8'],
    [280, '#7cb4d8'],
  ],
  buildingOpacity: 0.96,
  light: { colour: '#cfe4ff', intensity: 0.42 },
  sky: { sky: '#03070d', horizon: '#153350', fog: '#0a1725' },
  labels: {
    halo: 'rgba(5,10,18,0.92)',
    waterHalo: 'rgba(8,30,50,0.9)',
    ring: '#e8bd84',
    arterial: '#a9c5e2',
    street: '#7f98b3',
    compound: '#6f879f',
    water: '#5fa9d6',
    poi: '#c8dbec',
    district: '#dbe9f6',
  },
  areas: { city: '#9ad6ff', district: '#6fc4ff', street: '#4fb4c9', community: '#5a8db0', name: '#bfe4ff' },
};

const day: Palette = {
  ground: '#dfe5e3',
  city: '#eceff1',
  park: '#c9dfc6',
  industry: '#e3e0e6',
  plaza: '#e6e3da',
  pitch: '#b4d8b0',
  water: '#a8cbe2',
  waterShimmer: '#c9e2f2',
  waterEdge: '#86b2d0',
  roads: {
    path: { line: '#f4f6f0', casing: '#c9dfc6' },
    lane: { line: '#fafbfc', casing: '#d6dce1' },
    secondary: { line: '#ffffff', casing: '#cdd5db' },
    arterial: { line: '#ffffff', casing: '#b4c0ca', glow: '#d5dfe8', thread: '#d5dee6' },
    ring: { line: '#f8d9a0', casing: '#cf9f52', glow: '#f1d9ab', thread: '#e9b765' },
  },
  trees: '#8fbb8c',
  landmark: '#b9cfe0',
  factory: '#cdcfd8',
  buildings: [
    [0, '#e2e0dc'],
    [20, '#dcdedf'],
    [55, '#d3dae0'],
    [110, '#c5d3df'],
    [190, '#b1c8da'],
    [280, '#9dbcd4'],
  ],
  buildingOpacity: 0.94,
  light: { colour: '#ffffff', intensity: 0.36 },
  sky: { sky: '#a9c9e4', horizon: '#e4edf3', fog: '#e6ecef' },
  labels: {
    halo: 'rgba(255,255,255,0.94)',
    waterHalo: 'rgba(222,238,248,0.92)',
    ring: '#8a5a12',
    arterial: '#41546a',
    street: '#5b6c7d',
    compound: '#6d7883',
    water: '#2b6a94',
    poi: '#2f4050',
    district: '#1f3346',
  },
  areas: { city: '#0d4f86', district: '#1668a8', street: '#1c7c8c', community: '#6487a3', name: '#0f4b7d' },
};

export const palettes: Record<Theme, Palette> = { night, day };
