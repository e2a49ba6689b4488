// The administration's areas: a faint fill and a border for each level, names of streets and communities. All
// off until somebody asks for them.
import type { LayerSpecification } from 'maplibre-gl';
import { is } from './expressions.ts';
import { source } from './ground-layers.ts';
import { font, halo, nameExpression, textSize } from './label-layers.ts';
import type { Palette } from './palette.ts';

export const areaLevels = ['city', 'district', 'street', 'community'] as const;
export type AreaLevel = (typeof areaLevels)[number];

const look: Record<
  AreaLevel,
  { from: number; width: number; fill: number; dash: number[] | null; text: number[] }
> = {
  city: { from: 8, width: 3.2, fill: 0.03, dash: null, text: [] },
  district: { from: 8, width: 2.6, fill: 0.05, dash: null, text: [] },
  street: { from: 9, width: 1.6, fill: 0.035, dash: [4, 2], text: [11, 11, 14, 17, 16, 19] },
  community: { from: 11, width: 1, fill: 0.02, dash: [1.5, 2], text: [13, 10.5, 16, 14] },
};

/** On the ground: under roads and buildings. */
export function areaLayers(palette: Palette, scale: number): LayerSpecification[] {
  return areaLevels.flatMap((level): LayerSpecification[] => {
    const { from, width, fill, dash } = look[level];
    const of = { source, 'source-layer': 'areas', minzoom: from, filter: is('level', level) } as const;
    const layout = { visibility: 'none' } as const;
    const colour = palette.areas[level];
    return [
      {
        ...of,
        id: `area-${level}-fill`,
        type: 'fill',
        layout,
        paint: { 'fill-color': colour, 'fill-opacity': fill },
      },
      {
        ...of,
        id: `area-${level}-glow`,
        type: 'line',
        layout,
        paint: {
          'line-color': colour,
          'line-width': width * 4 * scale,
          'line-blur': width * 3 * scale,
          'line-opacity': 0.25,
        },
      },
      {
        ...of,
        id: `area-${level}-border`,
        type: 'line',
        layout,
        paint: {
          'line-color': colour,
          'line-width': width * scale,
          'line-opacity': 0.9,
          ...(dash && { 'line-dasharray': dash }),
        },
      },
    ];
  });
}

export function areaLabelLayers(palette: Palette, chinese: boolean, scale: number): LayerSpecification[] {
  return areaLevels
    .filter(level => look[level].text.length > 0)
    .map(level => ({
      id: `area-${level}-label`,
      type: 'symbol',
      source,
      'source-layer': 'labels',
      minzoom: look[level].text[0],
      filter: is('kind', level),
      layout: {
        visibility: 'none',
        'text-field': nameExpression(chinese),
        'text-font': font,
        'text-size': textSize(scale, ...look[level].text),
        'text-letter-spacing': 0.12,
        'text-padding': 10,
      },
      paint: { ...halo(palette.labels.halo, scale), 'text-color': palette.areas.name },
    }));
}
