// Names on the map, in the language of the page; a place with no English name keeps its Chinese one.
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';

/** Fonts a command hall's machines have; MapLibre draws their shapes itself, nothing is downloaded. */
const font = ['Noto Sans CJK SC, Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif'];

export const labelLayerIds = [
  'label-road',
  'label-compound',
  'label-water',
  'label-poi',
  'label-district',
] as const;

export const nameExpression = (chinese: boolean): ExpressionSpecification =>
  chinese ? ['get', 'name'] : ['coalesce', ['get', 'nameEn'], ['get', 'name']];

export function labelLayers(chinese: boolean, scale: number): LayerSpecification[] {
  const text = nameExpression(chinese);
  const size = (...stops: number[]) =>
    [
      'interpolate',
      ['linear'],
      ['zoom'],
      ...stops.map((value, i) => (i % 2 === 0 ? value : value * scale)),
    ] as ExpressionSpecification;
  const halo = {
    'text-halo-color': 'rgba(5,10,18,0.92)',
    'text-halo-width': 1.4 * scale,
    'text-halo-blur': 0.6,
  };
  const kind = (name: string) => ['==', ['get', 'kind'], name] as ExpressionSpecification;
  const point = { type: 'symbol', source: 'labels' } as const;
  return [
    {
      id: 'label-road',
      type: 'symbol',
      source: 'roads',
      minzoom: 13,
      filter: [
        'all',
        ['has', 'name'],
        ['step', ['zoom'], ['in', ['get', 'class'], ['literal', ['ring', 'arterial']]], 15, true],
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
        ...halo,
        'text-color': ['match', ['get', 'class'], 'ring', '#e8bd84', 'arterial', '#a9c5e2', '#7f98b3'],
      },
    },
    {
      ...point,
      id: 'label-compound',
      // From home's own zoom the names of estates would drown those of streets and cameras.
      minzoom: 16.4 + Math.log2(scale),
      filter: kind('compound'),
      layout: {
        'text-field': text,
        'text-font': font,
        'text-size': size(15, 11, 18, 14),
        'text-padding': 16,
      },
      paint: { ...halo, 'text-color': '#6f879f' },
    },
    {
      ...point,
      id: 'label-water',
      minzoom: 12.5,
      filter: kind('water'),
      layout: {
        'text-field': text,
        'text-font': font,
        'text-size': size(13, 13, 17, 18),
        'text-letter-spacing': 0.28,
      },
      paint: { ...halo, 'text-color': '#5fa9d6', 'text-halo-color': 'rgba(8,30,50,0.9)' },
    },
    {
      ...point,
      id: 'label-poi',
      minzoom: 13.6,
      filter: kind('poi'),
      layout: {
        'text-field': text,
        'text-font': font,
        'text-size': size(14, 12.5, 18, 17),
        'text-padding': 8,
      },
      paint: { ...halo, 'text-color': '#c8dbec' },
    },
    {
      ...point,
      id: 'label-district',
      maxzoom: 15.4,
      filter: kind('district'),
      layout: {
        'text-field': text,
        'text-font': font,
        'text-size': size(11, 12, 14, 19, 15.4, 22),
        'text-letter-spacing': 0.3,
        'text-transform': 'uppercase',
        'text-padding': 4,
      },
      paint: {
        ...halo,
        'text-color': '#dbe9f6',
        'text-opacity': ['interpolate', ['linear'], ['zoom'], 14.6, 0.86, 15.4, 0],
      },
    },
  ];
}
