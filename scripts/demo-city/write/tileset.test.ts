import { Box3, Mesh, Vector3 } from 'three';
import { GLTFLoader } from 'three/examples/jsm/loaders/GLTFLoader.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { planCity } from '../city.ts';
import { cityCentre } from '../geo.ts';
import { writeGlb } from './glb.ts';
import { makeTileset } from './tileset.ts';

interface Tile {
  boundingVolume: { box?: number[]; region?: number[] };
  geometricError: number;
  transform?: number[];
  content?: { uri: string };
  children?: Tile[];
}

let files: Map<string, Uint8Array | string>;
let root: Tile;
let buildings: ReturnType<typeof planCity>['buildings'];
beforeAll(() => {
  buildings = planCity(1).buildings;
  files = makeTileset(buildings);
  root = JSON.parse(String(files.get('tileset.json'))).root;
});
const all = (tile: Tile): Tile[] => [tile, ...(tile.children ?? []).flatMap(all)];
const load = async (data: Uint8Array) => {
  const { scene } = await new GLTFLoader().parseAsync(
    data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength) as ArrayBuffer,
    '',
  );
  const meshes: Mesh[] = [];
  scene.updateMatrixWorld(true);
  scene.traverse(object => {
    if (object instanceof Mesh) meshes.push(object);
  });
  return meshes;
};
/** A mesh's corners in metres: its own are quantised, and stay so when transformed. */
const corners = (mesh: Mesh): Vector3[] => {
  const position = mesh.geometry.getAttribute('position');
  return Array.from({ length: position.count }, (_, i) =>
    new Vector3().fromBufferAttribute(position, i).applyMatrix4(mesh.matrixWorld),
  );
};

describe('the 3D Tiles', () => {
  test('name every file they have, and have every file they name', () => {
    const named = all(root).flatMap(({ content }) => (content ? [content.uri] : []));
    expect([...files.keys()].filter(name => name.endsWith('.glb')).sort()).toEqual(named.sort());
  });

  test('promise less error the deeper they are', () => {
    const walk = (tile: Tile) => {
      for (const child of tile.children ?? []) {
        expect(child.geometricError).toBeLessThan(tile.geometricError);
        walk(child);
      }
    };
    walk(root);
  });

  test('stand on the ellipsoid in the middle of the city', () => {
    const radiusM = 6_378_137;
    for (const { transform } of all(root)) {
      if (!transform) continue;
      const [x = 0, y = 0, z = 0] = transform.slice(12, 15);
      expect(Math.hypot(x, y, z)).toBeGreaterThan(radiusM - 22_000);
      expect((Math.atan2(y, x) * 180) / Math.PI).toBeCloseTo(cityCentre.lon, 0);
      // The up axis points away from the earth's middle.
      const [ux = 0, uy = 0, uz = 0] = transform.slice(8, 11);
      expect((ux * x + uy * y + uz * z) / Math.hypot(x, y, z)).toBeCloseTo(1, 4);
    }
  });

  test('are glTF that three.js reads, its meshes inside the boxes promised', async () => {
    for (const tile of all(root)
      .filter(({ content }) => content)
      .slice(0, 24)) {
      const [mesh, ...others] = await load(files.get(tile.content!.uri) as Uint8Array);
      expect(others).toEqual([]);
      const { min, max } = new Box3().setFromPoints(corners(mesh!));
      const [cx = 0, cy = 0, cz = 0, hx = 0, , , , hy = 0, , , , hz = 0] = tile.boundingVolume.box ?? [];
      // glTF's axes: x east, y up, −z north.
      expect(min.x).toBeCloseTo(cx - hx, 2);
      expect(max.x).toBeCloseTo(cx + hx, 2);
      expect(min.y).toBeCloseTo(cz - hz, 2);
      expect(max.y).toBeCloseTo(cz + hz, 2);
      expect(-max.z).toBeCloseTo(cy - hy, 2);
      expect(-min.z).toBeCloseTo(cy + hy, 2);
    }
  });

  test('hold every building once', async () => {
    const expected = buildings.reduce((sum, { outline }) => sum + outline.length * 5, 0);
    let found = 0;
    for (const [name, data] of files)
      if (name.endsWith('.glb'))
        found += (await load(data as Uint8Array))[0]!.geometry.getAttribute('position').count;
    expect(found).toBe(expected);
  });
});

describe('a building’s mesh', () => {
  test('faces outwards and upwards, whichever way its outline runs', async () => {
    const outline: [number, number][] = [
      [0, 0],
      [0, 10],
      [10, 10],
      [10, 0],
    ];
    const { data } = writeGlb([{ outline, base: 0, height: 30, kind: 'flats' }], p => p);
    const [mesh] = await load(data);
    const points = corners(mesh!).map(point => point.toArray());
    const index = mesh!.geometry.getIndex()!;
    const at = (i: number) => points[index.getX(i)]!;
    const middle = [5, 15, -5];
    for (let i = 0; i < index.count; i += 3) {
      const [a, b, c] = [at(i), at(i + 1), at(i + 2)];
      const [u, v] = [b.map((value, k) => value - a[k]!), c.map((value, k) => value - a[k]!)];
      const normal = [
        u[1]! * v[2]! - u[2]! * v[1]!,
        u[2]! * v[0]! - u[0]! * v[2]!,
        u[0]! * v[1]! - u[1]! * v[0]!,
      ];
      const outwards = normal.reduce((sum, value, k) => sum + value * (a[k]! - middle[k]!), 0);
      expect(outwards).toBeGreaterThan(0);
    }
  });
});
