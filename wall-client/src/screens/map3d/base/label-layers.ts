// Names on the map, in the language of the page; a place with no English name keeps its Chinese one.
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { is } from './expressions.ts';
import { source } from './ground-layers.ts';
import type { Palette } from './palette.ts';

/** Fonts a command hall's machines have; MapLibre draws their shapes itself, nothing is downloaded. */
export const font = ['Noto Sans CJK SC, Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif'];

export const nameExpression = (chinese: boolean): ExpressionSpecification =>
  chinese ? ['get', 'name'] : ['coalesce', ['get', 'nameEn'], ['get', 'name:en'], ['get', 'name']];

/**
 * On a wall no name is smaller, px at scale 1: at scale 2 a character is 24 mm high on a wall 3.6 m wide, 21 minutes of arc
 * at 4 m, where 20 to 22 are the usual advice. On a desk small names may be small.
 */
export const leastOnWallPx = 13;

/** [zoom, px] pairs, grown on walls wider than Full HD. */
export const textSize = (scale: number, ...stops: number[]): ExpressionSpecification =>
  [
    'interpolate',
    ['linear'],
    ['zoom'],
    ...stops.map((value, i) =>
      i % 2 === 0 ? value : scale * (scale > 1 ? Math.max(value, leastOnWallPx) : value),
    ),
  ] as never;

export const halo = (colour: string, scale: number) => ({
  'text-halo-color': colour,
  'text-halo-width': 1.4 * scale,
  'text-halo-blur': 0.6,
});

export function labelLayers(palette: Palette, chinese: boolean, scale: number): LayerSpecification[] {
  const text = nameExpression(chinese);
  const size = (...stops: number[]) => textSize(scale, ...stops);
  const { labels } = palette;
  const dark = halo(labels.halo, scale);
  const point = { type: 'symbol', source, 'source-layer': 'labels' } as const;
  return [
    {
      id: 'label-road',
      type: 'symbol',
      source,
      'source-layer': 'roads',
      minzoom: 12.5,
      filter: [
        'all',
        ['has', 'name'],
        ['step', ['zoom'], is('class', 'ring'), 13.4, is('class', 'ring', 'arterial'), 15, true],
      ],
      layout: {
        'symbol-placement': 'line',
        'symbol-spacing': 420 * scale,
        'symbol-sort-key': ['match', ['get', 'class'], 'ring', 0, 'arterial', 1, 2],
        'text-field': text,
        'text-font': font,
        'text-size': size(13, 11, 15, 13, 18, 17),
        'text-letter-spacing': 0.08,
        'text-max-angle': 35,
        'text-padding': 12,
      },
      paint: {
        ...dark,
        'text-color': [
          'match',
          ['get', 'class'],
          'ring',
          labels.ring,
          'arterial',
          labels.arterial,
          labels.street,
        ],
      },
    },
    {
      ...point,
      id: 'label-compound',
      // From home's own zoom the names of estates would drown those of streets and cameras.
      minzoom: 16.4 + Math.log2(scale),
      filter: is('kind', 'compound'),
      layout: {
        'text-field': text,
        'text-font': font,
        'text-size': size(15, 11, 18, 14),
        'text-padding': 16,
      },
      paint: { ...dark, 'text-color': labels.compound },
    },
    {
      ...point,
      id: 'label-water',
      minzoom: 11.5,
      filter: is('kind', 'water'),
      layout: {
        'text-field': text,
        'text-font': font,
        'text-size': size(11.5, 12, 13, 13, 17, 18),
        'text-letter-spacing': 0.28,
        'text-padding': 60 * scale,
      },
      paint: { ...halo(labels.waterHalo, scale), 'text-color': labels.water },
    },
    {
      ...point,
      id: 'label-poi',
      minzoom: 12.6,
      filter: is('kind', 'poi'),
      layout: {
        'text-field': text,
        'text-font': font,
        'text-size': size(12.6, 11.5, 14, 12.5, 18, 17),
        'text-padding': 8,
      },
      paint: { ...dark, 'text-color': labels.poi },
    },
    {
      ...point,
      id: 'label-district',
      maxzoom: 14.2,
      filter: is('kind', 'district'),
      layout: {
        'text-field': text,
        'text-font': font,
        'text-size': size(10, 13, 13, 20, 14.2, 23),
        'text-letter-spacing': 0.3,
        'text-transform': 'uppercase',
        'text-padding': 4,
      },
      paint: {
        ...dark,
        'text-color': labels.district,
        'text-opacity': ['interpolate', ['linear'], ['zoom'], 13.4, 0.9, 14.2, 0],
      },
    },
  ];
}
