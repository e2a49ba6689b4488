// The city's layers as vector tiles: which layer begins at which zoom, and what is too small to be seen there.
import { GeoJSONVT, type GeoJSONVTTile } from '@maplibre/geojson-vt';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import type { Feature } from '../geo.ts';
import type { TileData } from './pmtiles.ts';

export const [minZoom, maxZoom] = [8, 15];

/** Whether a feature is worth a place in tiles of a zoom. */
type Keep = (properties: Feature['properties'], zoom: number) => boolean;

interface LayerRule {
  from: number;
  keep?: Keep;
}

const roadFrom: Record<string, number> = { ring: 8, arterial: 10, secondary: 12, lane: 14, path: 14 };
const labelFrom: Record<string, number> = { city: 8, district: 9, water: 11, poi: 12, compound: 14 };
const areaFrom: Record<string, number> = { city: 8, district: 8, street: 9, community: 11 };

export const layerRules: Record<string, LayerRule> = {
  land: {
    from: minZoom,
    keep: ({ kind }, zoom) => zoom >= 12 || kind === 'city' || kind === 'park' || kind === 'industry',
  },
  water: { from: minZoom },
  areas: { from: minZoom, keep: ({ level }, zoom) => zoom >= (areaFrom[String(level)] ?? 0) },
  roads: { from: minZoom, keep: (road, zoom) => zoom >= (roadFrom[String(road.class)] ?? 14) },
  // From afar the skyline is what stands out; all houses stand from zoom 14, where one is some pixels wide.
  buildings: {
    from: 12,
    keep: ({ height }, zoom) => zoom >= 14 || Number(height) >= (zoom === 13 ? 24 : 50),
  },
  trees: { from: 14 },
  labels: { from: minZoom, keep: ({ kind }, zoom) => zoom >= (labelFrom[String(kind)] ?? 12) },
};

const tileX = (lon: number, z: number) => Math.floor(((lon + 180) / 360) * 2 ** z);
const tileY = (lat: number, z: number) => {
  const sin = Math.sin((lat * Math.PI) / 180);
  return Math.floor((0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * 2 ** z);
};

/** `bounds` in degrees: west, south, east, north. Tiles without any feature are left out. */
export function makeVectorTiles(
  layers: Readonly<Record<string, readonly Feature[]>>,
  [west, south, east, north]: readonly [number, number, number, number],
): TileData[] {
  const indexes = Object.entries(layers).map(([name, features]) => {
    const collection = { type: 'FeatureCollection', features } as unknown as GeoJSON.GeoJSON;
    const index = new GeoJSONVT(collection, {
      maxZoom,
      indexMaxZoom: 6,
      tolerance: 2,
      buffer: 64,
      wrap: false,
    });
    return { name, index, rule: layerRules[name] as LayerRule };
  });
  const tiles: TileData[] = [];
  for (let z = minZoom; z <= maxZoom; z += 1)
    for (let x = tileX(west, z); x <= tileX(east, z); x += 1)
      for (let y = tileY(north, z); y <= tileY(south, z); y += 1) {
        const parts: Record<string, GeoJSONVTTile> = {};
        for (const { name, index, rule } of indexes) {
          const tile = z >= rule.from ? index.getTile(z, x, y) : null;
          if (!tile) continue;
          const { keep } = rule;
          const features = keep
            ? tile.features.filter((feature: { tags: unknown }) =>
                keep(feature.tags as Feature['properties'], z),
              )
            : tile.features;
          if (features.length > 0) parts[name] = { ...tile, features };
        }
        if (Object.keys(parts).length > 0)
          tiles.push({ z, x, y, data: fromGeojsonVt(parts, { version: 2, extent: 4096 }) });
      }
  return tiles;
}
