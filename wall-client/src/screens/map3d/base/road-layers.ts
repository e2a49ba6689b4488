// Roads by rank: glow, casing, line, and a thread of light along the middle of the great ones.
import type { LayerSpecification } from 'maplibre-gl';
import { byZoom, is, type Width } from './expressions.ts';
import { source } from './ground-layers.ts';
import type { Palette, RoadRank } from './palette.ts';

interface Rank {
  rank: RoadRank;
  from: number;
  width: Width;
}

/** Lowest first: the higher rank is drawn over it. */
const ranks: readonly Rank[] = [
  {
    rank: 'path',
    from: 14.5,
    width: [
      [14.5, 0.5],
      [18, 4],
    ],
  },
  {
    rank: 'lane',
    from: 14,
    width: [
      [14, 0.5],
      [18, 9],
    ],
  },
  {
    rank: 'secondary',
    from: 12.5,
    width: [
      [12.5, 0.4],
      [15, 2.6],
      [18, 22],
    ],
  },
  {
    rank: 'arterial',
    from: 10,
    width: [
      [10, 0.5],
      [13, 1.6],
      [15, 5],
      [18, 42],
    ],
  },
  {
    rank: 'ring',
    from: 8,
    width: [
      [8, 0.8],
      [12, 2],
      [15, 7],
      [18, 54],
    ],
  },
];

export function roadLayers(palette: Palette, scale: number): LayerSpecification[] {
  const layout = { 'line-cap': 'round', 'line-join': 'round' } as const;
  const wider = ({ width }: Rank, factor: number, more: number): Width =>
    width.map(([zoom, px]) => [zoom, px * factor + more] as const);
  const part = ({ rank, from }: Rank, what: string, paint: object): LayerSpecification => ({
    id: `road-${rank}-${what}`,
    type: 'line',
    source,
    'source-layer': 'roads',
    minzoom: from,
    filter: is('class', rank),
    layout,
    paint: paint as never,
  });
  const glowing = ranks.filter(({ rank }) => palette.roads[rank].glow);
  return [
    ...glowing.map(rank =>
      part(rank, 'glow', {
        'line-color': palette.roads[rank.rank].glow,
        'line-width': byZoom(wider(rank, 3.2, 3), scale),
        'line-blur': byZoom(wider(rank, 2.4, 2.5), scale),
        'line-opacity': 0.2,
      }),
    ),
    ...ranks.map(rank =>
      part(rank, 'casing', {
        'line-color': palette.roads[rank.rank].casing,
        'line-width': byZoom(wider(rank, 1.12, 1.2), scale),
        'line-opacity': ['interpolate', ['linear'], ['zoom'], 12, 0, 13.5, 1],
      }),
    ),
    ...ranks.map(rank =>
      part(rank, 'line', {
        'line-color': palette.roads[rank.rank].line,
        'line-width': byZoom(rank.width, scale),
      }),
    ),
    ...glowing.map(rank =>
      part(rank, 'thread', {
        'line-color': palette.roads[rank.rank].thread,
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
