// The base map as one MapLibre style. No glyphs, sprite or tile from outside: text is drawn from the machine's own
// fonts, tiles come from the core.
import type { BaseMap } from '@brightwall/protocol/base-map';
import type {
  LayerSpecification,
  LightSpecification,
  SourceSpecification,
  StyleSpecification,
} from 'maplibre-gl';
import { areaLabelLayers, areaLayers } from './area-layers.ts';
import { groundLayers, source } from './ground-layers.ts';
import { labelLayers } from './label-layers.ts';
import { type Palette, palettes, type Theme } from './palette.ts';
import { rasterLayers, rasterSources } from './raster-layers.ts';
import { roadLayers } from './road-layers.ts';
import { standingLayers } from './standing-layers.ts';

export interface StyleOptions {
  theme: Theme;
  chinese: boolean;
  /** By the processor alone (renderer.ts). */
  inSoftware?: boolean;
  /** Grows line widths and text on walls wider than Full HD. */
  scale: number;
}

/** The page's own origin before an address of the core: MapLibre's worker knows none. */
export const absolute = (address: string): string =>
  // Not through URL: it would write {z} as %7Bz%7D.
  `${location.origin}${address}`;

export function baseStyle(
  base: BaseMap,
  { theme, chinese, scale, inSoftware = false }: StyleOptions,
): StyleSpecification {
  const palette = palettes[theme];
  const sources: Record<string, SourceSpecification> = rasterSources(base, absolute);
  if (base.vector)
    sources[source] = {
      type: 'vector',
      url: `pmtiles://${absolute(base.vector.url)}`,
    };
  const layers: LayerSpecification[] = [
    { id: 'ground', type: 'background', paint: { 'background-color': palette.ground } },
  ];
  if (base.vector) layers.push(...groundLayers(palette));
  layers.push(...rasterLayers(base, theme));
  if (base.vector)
    layers.push(
      ...areaLayers(palette, scale),
      ...roadLayers(palette, scale),
      ...standingLayers(palette, inSoftware),
      ...labelLayers(palette, chinese, scale),
      ...areaLabelLayers(palette, chinese, scale),
    );
  return {
    version: 8,
    name: 'brightwall',
    sources,
    light: lightOf(palette),
    sky: skyOf(palette),
    transition: { duration: 0, delay: 0 },
    layers,
  };
}

const lightOf = ({ light }: Palette): LightSpecification => ({
  anchor: 'map',
  color: light.colour,
  intensity: light.intensity,
  position: [1.3, 215, 38],
});

const skyOf = ({ sky }: Palette) => ({
  'sky-color': sky.sky,
  'horizon-color': sky.horizon,
  'fog-color': sky.fog,
  'fog-ground-blend': 0.55,
  'horizon-fog-blend': 0.75,
  'sky-horizon-blend': 0.85,
  'atmosphere-blend': 0,
});
