// The buildings' meshes near a place: what shadows of sight (viewshed) and projected video fall on. MapLibre's own
// extrusions cannot be drawn by others; these are the same houses, from the city's 3D Tiles.
//
//   const tiles = new BuildingTiles(city.buildings, frame);
//   const blocks = await tiles.near({ lon, lat }, 300, signal);   // some 640 m wide each
//   for (const { geometry } of blocks) scene.add(new Mesh(geometry, material));
//
// Positions are metres of `frame` (x east, y north, z up from the ground), as all that we draw on the map: model
// matrix frame.toMercator(). Geometries are shared and owned here: dispose of none, and ask again after a move.
import type { TilesetSource } from '@brightwall/protocol/base-map';
import { BufferAttribute, BufferGeometry, Mesh, type Object3D, Vector3 } from 'three';
import { GLTFLoader } from 'three/examples/jsm/loaders/GLTFLoader.js';
import { LocalFrame, type LonLat } from '../geo.ts';
import { toGeodetic, transform } from './ecef.ts';
import { type MeshTile, meshTiles } from './tileset-tree.ts';

export interface BuildingBlock {
  /** The same for the same block, for caches of whoever asks. */
  key: string;
  /** Indexed triangles with `position` and `normal`, bounds computed. */
  geometry: BufferGeometry;
}

/** What is kept of blocks nobody asks for just now, bytes of vertices. */
const keptBytes = 96_000_000;

type Load = (url: string, signal: AbortSignal) => Promise<ArrayBuffer>;

const loadFromCore: Load = async (url, signal) => {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.arrayBuffer();
};

export class BuildingTiles {
  readonly #address: string;
  readonly #heightOffsetM: number;
  readonly #frame: LocalFrame;
  readonly #load: Load;
  readonly #life = new AbortController();
  #tree: Promise<MeshTile[]> | null = null;
  /** In the order of their last use. */
  readonly #blocks = new Map<string, Promise<BuildingBlock>>();
  readonly #sizes = new Map<string, number>();

  /** `source`: BaseMap.buildings; `load`: where its files come from, the core unless a test says otherwise. */
  constructor(source: TilesetSource, frame: LocalFrame, load: Load = loadFromCore) {
    this.#address = new URL(source.url, location.href).href;
    this.#heightOffsetM = source.heightOffsetM;
    this.#frame = frame;
    this.#load = load;
  }

  /**
   * Blocks any part of which lies within `radiusM` of a place, nearest first. Rejects where a file does not come,
   * and on `signal`; a later call tries anew.
   */
  async near(at: LonLat, radiusM: number, signal?: AbortSignal): Promise<BuildingBlock[]> {
    this.#tree ??= this.#readTree();
    const tree = await this.#tree.catch(error => {
      this.#tree = null;
      throw error;
    });
    const from = new LocalFrame(at);
    const wanted = tree
      .map(tile => ({ tile, m: Math.hypot(...from.toLocal(tile.centre)) - tile.radiusM }))
      .filter(({ m }) => m <= radiusM)
      .sort((p, q) => p.m - q.m)
      .map(({ tile }) => tile);
    const blocks = await Promise.all(wanted.map(tile => this.#block(tile)));
    signal?.throwIfAborted();
    this.#forget(new Set(wanted.map(({ url }) => url)));
    return blocks;
  }

  close(): void {
    this.#life.abort();
    for (const block of this.#blocks.values())
      block.then(({ geometry }) => geometry.dispose()).catch(() => {});
    this.#blocks.clear();
  }

  async #readTree(): Promise<MeshTile[]> {
    const text = new TextDecoder().decode(await this.#load(this.#address, this.#life.signal));
    return meshTiles(JSON.parse(text), this.#address);
  }

  #block(tile: MeshTile): Promise<BuildingBlock> {
    const known = this.#blocks.get(tile.url);
    const block = known ?? this.#make(tile);
    this.#blocks.delete(tile.url);
    this.#blocks.set(tile.url, block);
    if (!known) block.catch(() => this.#blocks.delete(tile.url));
    return block;
  }

  async #make(tile: MeshTile): Promise<BuildingBlock> {
    const data = await this.#load(tile.url, this.#life.signal);
    const { scene } = await new GLTFLoader().parseAsync(data, '');
    const geometry = flatten(scene, tile, this.#frame, this.#heightOffsetM);
    this.#sizes.set(tile.url, geometry.getAttribute('position').count * 24);
    return { key: tile.url, geometry };
  }

  #forget(inUse: ReadonlySet<string>): void {
    let bytes = [...this.#sizes.values()].reduce((sum, size) => sum + size, 0);
    for (const [url, block] of this.#blocks) {
      if (bytes <= keptBytes) return;
      const size = this.#sizes.get(url);
      if (size === undefined || inUse.has(url)) continue;
      bytes -= size;
      this.#blocks.delete(url);
      this.#sizes.delete(url);
      void block.then(({ geometry }) => geometry.dispose());
    }
  }
}

/** All meshes of a glTF as one geometry in the frame's metres. */
function flatten(scene: Object3D, tile: MeshTile, frame: LocalFrame, heightOffsetM: number): BufferGeometry {
  const meshes: Mesh[] = [];
  scene.updateMatrixWorld(true);
  scene.traverse(object => {
    if (object instanceof Mesh) meshes.push(object);
  });
  const count = meshes.reduce((sum, { geometry }) => sum + geometry.getAttribute('position').count, 0);
  const positions = new Float32Array(count * 3);
  const normals = new Float32Array(count * 3);
  const index: number[] = [];
  const [point, normal] = [new Vector3(), new Vector3()];
  const cosOrigin = Math.cos((frame.origin.lat * Math.PI) / 180);
  let first = 0;
  for (const { geometry, matrixWorld } of meshes) {
    const position = geometry.getAttribute('position');
    const normalOf = geometry.getAttribute('normal');
    for (let i = 0; i < position.count; i += 1) {
      point.fromBufferAttribute(position, i).applyMatrix4(matrixWorld);
      // glTF's y is up: x, −z, y are east, north, up of the tile.
      const { lon, lat, heightM } = toGeodetic(transform(tile.toEcef, [point.x, -point.z, point.y]));
      const [x, y] = frame.toLocal({ lon, lat });
      // MapLibre measures heights at each latitude's own scale, the frame at its origin's.
      const z = ((heightM + heightOffsetM) * cosOrigin) / Math.cos((lat * Math.PI) / 180);
      positions.set([x, y, z], (first + i) * 3);
      normal.fromBufferAttribute(normalOf, i).transformDirection(matrixWorld);
      normals.set([normal.x, -normal.z, normal.y], (first + i) * 3);
    }
    const corners = geometry.getIndex();
    for (let i = 0; i < (corners?.count ?? 0); i += 1) index.push(first + (corners?.getX(i) ?? 0));
    first += position.count;
    geometry.dispose();
  }
  const merged = new BufferGeometry();
  merged.setAttribute('position', new BufferAttribute(positions, 3));
  merged.setAttribute('normal', new BufferAttribute(normals, 3));
  merged.setIndex(index);
  merged.computeBoundingBox();
  merged.computeBoundingSphere();
  return merged;
}
