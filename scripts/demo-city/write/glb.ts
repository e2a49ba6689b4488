// One binary glTF 2.0 of many buildings: a single mesh, positions and normals quantised (KHR_mesh_quantization),
// colours per vertex. glTF's own axes: x east, y up, z south.
import earcut from 'earcut';
import type { Building, BuildingKind } from '../buildings.ts';
import type { Point } from '../geo.ts';

/** Metres of one step of a position: ±1.6 km fit in 16 bits, at 5 cm. */
const stepM = 0.05;
/** Bytes of a vertex: three shorts of position, padding, three bytes of normal, padding, four of colour. */
const stride = 16;

const tints: Record<BuildingKind, [number, number, number]> = {
  tower: [150, 178, 205],
  mixed: [168, 172, 178],
  flats: [196, 184, 168],
  house: [150, 134, 122],
  school: [204, 182, 152],
  factory: [142, 152, 164],
  landmark: [176, 204, 226],
};

class Vertices {
  readonly bytes: Buffer;
  readonly index: number[] = [];
  readonly min = [Infinity, Infinity, Infinity];
  readonly max = [-Infinity, -Infinity, -Infinity];
  count = 0;

  constructor(count: number) {
    this.bytes = Buffer.alloc(count * stride);
  }

  /** East, north, up in metres; returns the vertex's number. */
  add(
    at: readonly [number, number, number],
    normal: readonly [number, number, number],
    tint: number[],
  ): number {
    const start = this.count * stride;
    for (let i = 0; i < 3; i += 1) {
      const axis = i === 0 ? 0 : i === 1 ? 2 : 1;
      const sign = i === 2 ? -1 : 1;
      const value = Math.round((sign * (at[axis] as number)) / stepM);
      this.min[i] = Math.min(this.min[i] as number, value);
      this.max[i] = Math.max(this.max[i] as number, value);
      this.bytes.writeInt16LE(value, start + i * 2);
      this.bytes.writeInt8(Math.round(sign * (normal[axis] as number) * 127), start + 8 + i);
      this.bytes[start + 12 + i] = tint[i] as number;
    }
    this.bytes[start + 15] = 255;
    this.count += 1;
    return this.count - 1;
  }
}

export const signedArea = (ring: readonly Point[]): number =>
  ring.reduce((sum, [x, y], i) => {
    const [nx, ny] = ring[(i + 1) % ring.length] as Point;
    return sum + (x * ny - nx * y) / 2;
  }, 0);

/** `toLocal` brings a point of the plane to metres east and north of the tile's origin. */
function addBuilding(out: Vertices, building: Building, toLocal: (p: Point) => Point): void {
  const ring = building.outline.map(toLocal);
  if (signedArea(ring) < 0) ring.reverse();
  const { base, height, kind } = building;
  const tint = tints[kind];
  ring.forEach(([ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length] as Point;
    const length = Math.hypot(bx - ax, by - ay) || 1;
    const normal = [(by - ay) / length, -(bx - ax) / length, 0] as const;
    const first = out.add([ax, ay, base], normal, tint);
    out.add([bx, by, base], normal, tint);
    out.add([bx, by, height], normal, tint);
    out.add([ax, ay, height], normal, tint);
    out.index.push(first, first + 1, first + 2, first, first + 2, first + 3);
  });
  const roof = ring.map(([x, y]) => out.add([x, y, height], [0, 0, 1], tint));
  const flat = earcut(ring.flat());
  for (const corner of flat) out.index.push(roof[corner] as number);
}

const padded = (bytes: Buffer, fill: number) =>
  Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4, fill)]);

function chunk(type: string, bytes: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(bytes.length, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, bytes]);
}

export interface Glb {
  data: Buffer;
  /** East, north, up in metres around the origin: lowest and highest corner. */
  min: [number, number, number];
  max: [number, number, number];
}

export function writeGlb(buildings: readonly Building[], toLocal: (p: Point) => Point): Glb {
  // Each corner stands in two walls, below and above, and in the roof.
  const out = new Vertices(buildings.reduce((sum, { outline }) => sum + outline.length * 5, 0));
  for (const building of buildings) addBuilding(out, building, toLocal);
  const wide = out.count > 65_535;
  const index = Buffer.from((wide ? Uint32Array : Uint16Array).from(out.index).buffer);
  const vertices = out.bytes;
  const body = padded(Buffer.concat([vertices, index]), 0);
  const { min, max } = out;
  const view = { bufferView: 0, count: out.count };
  const json = {
    asset: { version: '2.0', generator: 'Brightwall demo city' },
    extensionsUsed: ['KHR_mesh_quantization'],
    extensionsRequired: ['KHR_mesh_quantization'],
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0, scale: [stepM, stepM, stepM] }],
    materials: [{ pbrMetallicRoughness: { metallicFactor: 0, roughnessFactor: 1 } }],
    meshes: [
      { primitives: [{ attributes: { POSITION: 0, NORMAL: 1, COLOR_0: 2 }, indices: 3, material: 0 }] },
    ],
    accessors: [
      { ...view, componentType: 5122, type: 'VEC3', min, max },
      { ...view, byteOffset: 8, componentType: 5120, normalized: true, type: 'VEC3' },
      { ...view, byteOffset: 12, componentType: 5121, normalized: true, type: 'VEC4' },
      { bufferView: 1, componentType: wide ? 5125 : 5123, count: out.index.length, type: 'SCALAR' },
    ],
    bufferViews: [
      { buffer: 0, byteLength: vertices.length, byteStride: stride, target: 34_962 },
      { buffer: 0, byteOffset: vertices.length, byteLength: index.length, target: 34_963 },
    ],
    buffers: [{ byteLength: body.length }],
  };
  const head = Buffer.alloc(12);
  const chunks = [chunk('JSON', padded(Buffer.from(JSON.stringify(json)), 0x20)), chunk('BIN\0', body)];
  head.write('glTF', 0, 'latin1');
  head.writeUInt32LE(2, 4);
  head.writeUInt32LE(12 + chunks.reduce((sum, part) => sum + part.length, 0), 8);
  const metres = (i: number, value: number[]) => (value[i] as number) * stepM;
  return {
    data: Buffer.concat([head, ...chunks]),
    min: [metres(0, min), -metres(2, max), metres(1, min)],
    max: [metres(0, max), -metres(2, min), metres(1, max)],
  };
}
