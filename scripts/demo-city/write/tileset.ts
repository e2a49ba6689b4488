// The buildings as 3D Tiles 1.1: a tree of three levels whose leaves are blocks of the plane, 640 m wide, each a
// glTF in the frame of its own middle (east, north, up), so that the curvature of the earth is in the frames.
// Heights are above the ellipsoid, which stands for the ground of a city that has none.
import type { Building } from '../buildings.ts';
import { type Point, toExactLonLat } from '../geo.ts';
import { writeGlb } from './glb.ts';

const blockM = 640;
const blocksAGroup = 4;

/** WGS 84: semi-major axis in metres and first eccentricity squared. */
const a = 6_378_137;
const e2 = 6.694_379_990_14e-3;

type Vec3 = [x: number, y: number, z: number];

interface EnuFrame {
  origin: Vec3;
  east: Vec3;
  north: Vec3;
  up: Vec3;
}

function frameAt(lonDeg: number, latDeg: number): EnuFrame {
  const [lon, lat] = [(lonDeg * Math.PI) / 180, (latDeg * Math.PI) / 180];
  const [sinLon, cosLon, sinLat, cosLat] = [Math.sin(lon), Math.cos(lon), Math.sin(lat), Math.cos(lat)];
  const n = a / Math.sqrt(1 - e2 * sinLat * sinLat);
  return {
    origin: [n * cosLat * cosLon, n * cosLat * sinLon, n * (1 - e2) * sinLat],
    east: [-sinLon, cosLon, 0],
    north: [-sinLat * cosLon, -sinLat * sinLon, cosLat],
    up: [cosLat * cosLon, cosLat * sinLon, sinLat],
  };
}

const dot = (p: Vec3, q: Vec3) => p[0] * q[0] + p[1] * q[1] + p[2] * q[2];

interface Box {
  min: Vec3;
  max: Vec3;
}

/** 3D Tiles' box: middle, then half axes along x, y and z. */
function boxOf({ min, max }: Box): number[] {
  const half = (i: 0 | 1 | 2) => (max[i] - min[i]) / 2;
  const middle = (i: 0 | 1 | 2) => (max[i] + min[i]) / 2;
  return [middle(0), middle(1), middle(2), half(0), 0, 0, 0, half(1), 0, 0, 0, half(2)].map(
    value => Math.round(value * 1000) / 1000,
  );
}

interface Block {
  column: number;
  row: number;
  buildings: Building[];
}

function blocksOf(buildings: readonly Building[]): Block[] {
  const blocks = new Map<string, Block>();
  for (const building of buildings) {
    // Whole buildings: all parts of a tower stand around one point.
    const [x, y] = building.outline.reduce(([sx, sy], [px, py]) => [sx + px, sy + py], [0, 0] as Point);
    const count = building.outline.length;
    const [column, row] = [Math.floor(x / count / blockM), Math.floor(y / count / blockM)];
    const key = `${column},${row}`;
    const block = blocks.get(key) ?? { column, row, buildings: [] };
    block.buildings.push(building);
    blocks.set(key, block);
  }
  return [...blocks.values()].sort((p, q) => p.row - q.row || p.column - q.column);
}

/** West, south, east, north in radians, then lowest and highest height in metres. */
type Region = [number, number, number, number, number, number];

const unite = (regions: readonly Region[]): Region => {
  const part = (i: number, pick: (...values: number[]) => number) =>
    pick(...regions.map(region => region[i] as number));
  return [
    part(0, Math.min),
    part(1, Math.min),
    part(2, Math.max),
    part(3, Math.max),
    part(4, Math.min),
    part(5, Math.max),
  ];
};

/** Files by name below the tileset's folder: tileset.json, and a .glb for each block. */
export function makeTileset(buildings: readonly Building[]): Map<string, Uint8Array | string> {
  const files = new Map<string, Uint8Array | string>();
  const groups = new Map<string, { region: Region; tile: object }[]>();
  for (const { column, row, buildings: here } of blocksOf(buildings)) {
    const middle = toExactLonLat([(column + 0.5) * blockM, (row + 0.5) * blockM]);
    const frame = frameAt(...middle);
    const toLocal = (point: Point): Point => {
      const { origin } = frameAt(...toExactLonLat(point));
      const from: Vec3 = [
        origin[0] - frame.origin[0],
        origin[1] - frame.origin[1],
        origin[2] - frame.origin[2],
      ];
      return [dot(from, frame.east), dot(from, frame.north)];
    };
    const { data, min, max } = writeGlb(here, toLocal);
    const name = `b${column}_${row}.glb`;
    files.set(name, data);
    const points = here.flatMap(({ outline }) => outline.map(toExactLonLat));
    const lons = points.map(([lon]) => (lon * Math.PI) / 180);
    const lats = points.map(([, lat]) => (lat * Math.PI) / 180);
    const region: Region = [
      lons.reduce((p, q) => Math.min(p, q)),
      lats.reduce((p, q) => Math.min(p, q)),
      lons.reduce((p, q) => Math.max(p, q)),
      lats.reduce((p, q) => Math.max(p, q)),
      min[2],
      max[2],
    ];
    const { east, north, up, origin } = frame;
    const tile = {
      transform: [...east, 0, ...north, 0, ...up, 0, ...origin, 1],
      boundingVolume: { box: boxOf({ min, max }) },
      geometricError: 0,
      content: { uri: name },
    };
    const key = `${Math.floor(column / blocksAGroup)},${Math.floor(row / blocksAGroup)}`;
    const group = groups.get(key);
    if (group) group.push({ region, tile });
    else groups.set(key, [{ region, tile }]);
  }
  const children = [...groups.values()].map(tiles => ({
    region: unite(tiles.map(({ region }) => region)),
    // What is lost where a block is not drawn: about the height of a house, metres.
    tile: { tiles, geometricError: 40 },
  }));
  const tileset = {
    asset: { version: '1.1', generator: 'Brightwall demo city' },
    geometricError: 600,
    root: {
      boundingVolume: { region: unite(children.map(({ region }) => region)) },
      geometricError: 200,
      refine: 'ADD',
      children: children.map(({ region, tile }) => ({
        boundingVolume: { region },
        geometricError: tile.geometricError,
        refine: 'ADD',
        children: tile.tiles.map(leaf => leaf.tile),
      })),
    },
  };
  files.set('tileset.json', JSON.stringify(tileset));
  return files;
}
