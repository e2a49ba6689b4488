// A tileset.json as a flat list of the tiles that have a mesh: where each lies and how its own metres become
// earth-centred ones. For tilesets of our own making: no external tilesets, no implicit tiling.
import { AppError } from '@brightwall/protocol/errors';
import { type LonLat, multiply } from '../geo.ts';
import { toEcef, toGeodetic, transform, type Vec3 } from './ecef.ts';

export interface MeshTile {
  /** Absolute address of the glTF. */
  url: string;
  centre: LonLat;
  /** Nothing of the tile is farther from its centre, metres. */
  radiusM: number;
  /** The tile's own frame (z up) → earth-centred, column-major. */
  toEcef: number[];
}

/** A city of a million buildings has some ten thousand blocks; more is no tileset of ours. */
const mostTiles = 50_000;
const deepest = 32;

interface TileJson {
  boundingVolume?: { box?: unknown; region?: unknown };
  transform?: unknown;
  content?: { uri?: unknown };
  children?: unknown;
}

const identity = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
const numbers = (value: unknown, count: number): number[] | null =>
  Array.isArray(value) && value.length === count && value.every(Number.isFinite) ? value : null;
const refuse = (what: string) => new AppError('internal', `tileset.json: ${what}`);

/** `address`: the tileset's own, which contents are relative to. Throws `internal` for what is no tileset. */
export function meshTiles(tileset: unknown, address: string): MeshTile[] {
  const found: MeshTile[] = [];
  const visit = (tile: TileJson, above: number[], depth: number): void => {
    if (depth > deepest || found.length > mostTiles) throw refuse('too large');
    const own = tile.transform === undefined ? identity : numbers(tile.transform, 16);
    if (!own) throw refuse('transform');
    const matrix = multiply(above, own);
    const uri = tile.content?.uri;
    if (typeof uri === 'string') {
      const url = new URL(uri, address);
      if (url.origin !== new URL(address).origin) throw refuse(uri);
      found.push({ url: url.href, toEcef: matrix, ...sphereOf(tile.boundingVolume, matrix) });
    }
    if (Array.isArray(tile.children))
      for (const child of tile.children) visit(child ?? {}, matrix, depth + 1);
  };
  const root = (tileset as { root?: TileJson } | null)?.root;
  if (!root) throw refuse('root');
  visit(root, identity, 0);
  return found;
}

function sphereOf(volume: TileJson['boundingVolume'], matrix: number[]): { centre: LonLat; radiusM: number } {
  const box = numbers(volume?.box, 12);
  if (box) {
    const { lon, lat } = toGeodetic(transform(matrix, box.slice(0, 3) as unknown as Vec3));
    return { centre: { lon, lat }, radiusM: Math.hypot(...box.slice(3)) };
  }
  const region = numbers(volume?.region, 6);
  if (!region) throw refuse('boundingVolume');
  const [west = 0, south = 0, east = 0, north = 0] = region.map(radians => (radians * 180) / Math.PI);
  const centre = { lon: (west + east) / 2, lat: (south + north) / 2 };
  const [c, d] = [toEcef(centre), toEcef({ lon: west, lat: south })];
  return { centre, radiusM: Math.hypot(c[0] - d[0], c[1] - d[1], c[2] - d[2]) };
}
