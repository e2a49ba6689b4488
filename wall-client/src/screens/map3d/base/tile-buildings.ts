// The buildings of one vector tile as outlines in metres around the tile's middle.
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { LocalFrame } from '../geo.ts';
import { chance, type Footprint } from './window-lights.ts';

export interface TileId {
  z: number;
  x: number;
  y: number;
}

/** The plane of a tile: its origin is the tile's middle. */
export function tileFrame({ z, x, y }: TileId): LocalFrame {
  const my = (y + 0.5) / 2 ** z;
  return new LocalFrame({
    lon: ((x + 0.5) / 2 ** z) * 360 - 180,
    lat: (Math.atan(Math.sinh(Math.PI * (1 - 2 * my))) * 180) / Math.PI,
  });
}

/** Buildings whose first corner lies in the tile: what reaches over its edge is told by one tile only. */
export function tileBuildings(data: ArrayBuffer, tile: TileId): Footprint[] {
  const layer = new VectorTile(new PbfReader(new Uint8Array(data))).layers.buildings;
  if (!layer) return [];
  const { extent } = layer;
  const metres = 1 / 2 ** tile.z / tileFrame(tile).unitsPerM / extent;
  const out: Footprint[] = [];
  for (let i = 0; i < layer.length; i += 1) {
    const feature = layer.feature(i);
    const { height, base, kind } = feature.properties;
    const ring = feature.loadGeometry()[0];
    const first = ring?.[0];
    if (!ring || !first || typeof height !== 'number' || !Number.isFinite(height)) continue;
    if (first.x < 0 || first.y < 0 || first.x >= extent || first.y >= extent) continue;
    out.push({
      ring: ring
        .slice(0, -1)
        .map(({ x, y }) => [(x - extent / 2) * metres, (extent / 2 - y) * metres] as const),
      base: typeof base === 'number' ? base : 0,
      height,
      kind: typeof kind === 'string' ? kind : '',
      seed: Math.floor(chance(tile.x * extent + first.x, tile.y * extent + first.y) * 2 ** 30),
    });
  }
  return out;
}

/** Tiles of a zoom whose middle lies within `reachM` of a point, nearest first. */
export function tilesAround(lon: number, lat: number, z: number, reachM: number): TileId[] {
  const scale = 2 ** z;
  const sin = Math.sin((lat * Math.PI) / 180);
  const [cx, cy] = [
    ((lon + 180) / 360) * scale,
    (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * scale,
  ];
  const tileM = 1 / scale / new LocalFrame({ lon, lat }).unitsPerM;
  const steps = Math.ceil(reachM / tileM);
  const found: (TileId & { m: number })[] = [];
  for (let x = Math.floor(cx) - steps; x <= Math.floor(cx) + steps; x += 1)
    for (let y = Math.floor(cy) - steps; y <= Math.floor(cy) + steps; y += 1) {
      const m = Math.hypot(x + 0.5 - cx, y + 0.5 - cy) * tileM;
      if (m <= reachM && x >= 0 && y >= 0 && x < scale && y < scale) found.push({ z, x, y, m });
    }
  return found.sort((a, b) => a.m - b.m).map(({ m: _, ...tile }) => tile);
}
