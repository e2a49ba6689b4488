// Raster sources of a user's own (天地图 and others), by the core, above the ground and below roads; relief by terrain.
import type { BaseMap } from '@brightwall/protocol/base-map';
import type { LayerSpecification, SourceSpecification } from 'maplibre-gl';
import { inRegister } from './gcj-protocol.ts';
import type { Theme } from './palette.ts';

export const rasterId = (id: string): string => `raster-${id}`;

export function rasterSources(
  { rasters, terrain }: BaseMap,
  absolute: (address: string) => string,
): Record<string, SourceSpecification> {
  const sources: Record<string, SourceSpecification> = {};
  for (const { id, tiles, crs, tileSize, minZoom, maxZoom, attribution } of rasters)
    sources[rasterId(id)] = {
      type: 'raster',
      // CGCS2000 is WGS-84 to less than a metre: shown as it is.
      tiles: [crs === 'gcj02' ? inRegister(absolute(tiles), tileSize) : absolute(tiles)],
      tileSize,
      minzoom: minZoom,
      maxzoom: maxZoom,
      attribution,
    };
  if (terrain)
    sources.terrain = {
      type: 'raster-dem',
      encoding: terrain.encoding,
      tileSize: terrain.tileSize,
      maxzoom: terrain.maxZoom,
      ...(terrain.isArchive
        ? { url: `pmtiles://${absolute(terrain.url)}` }
        : { tiles: [absolute(terrain.url)] }),
    };
  return sources;
}

/** By night bright imagery would outshine every camera. */
const paintOf: Record<Theme, object> = {
  night: { 'raster-brightness-max': 0.5, 'raster-saturation': -0.45, 'raster-contrast': 0.1 },
  day: { 'raster-brightness-max': 1, 'raster-saturation': 0, 'raster-contrast': 0 },
};

export function rasterLayers({ rasters, terrain }: BaseMap, theme: Theme): LayerSpecification[] {
  const layers: LayerSpecification[] = rasters.map(({ id }) => ({
    id: rasterId(id),
    type: 'raster',
    source: rasterId(id),
    paint: { 'raster-fade-duration': 120, ...paintOf[theme] },
  }));
  // Relief by shading, on a flat city: cameras, buildings and projected video stand on one plane.
  if (terrain)
    layers.push({
      id: 'relief',
      type: 'hillshade',
      source: 'terrain',
      paint: {
        'hillshade-exaggeration': 0.4,
        'hillshade-shadow-color': theme === 'night' ? '#01060c' : '#5a6470',
        'hillshade-highlight-color': theme === 'night' ? '#2b4a66' : '#ffffff',
      },
    });
  return layers;
}
