// What a camera is drawn as, in units of marker-size.ts: a body on a mast or its mark, and the fan of ground it looks over.
import { BoxGeometry, type BufferGeometry, CylinderGeometry, SphereGeometry } from 'three';
import { markPart } from './mark-shaders.ts';
import { bodyPart } from './shaders.ts';

/** Triangles by index; attributes by the name the shader knows them by. */
export interface Geometry {
  attributes: Readonly<Record<string, { data: Float32Array; size: number }>>;
  index: Uint16Array;
}

/** A bullet camera that looks north, z up, and the dome that stands for one whose heading nobody knows. */
export function bodyGeometry(): Geometry {
  const upright = Math.PI / 2;
  const tilt = -0.22;
  return merged([
    [new CylinderGeometry(0.55, 0.8, 25, 6, 1, true).rotateX(upright).translate(0, 0, 12.5), bodyPart.mast],
    [new BoxGeometry(5.6, 12, 5.2).rotateX(tilt).translate(0, 2, 27), bodyPart.housing],
    [new BoxGeometry(6.8, 14.5, 0.9).rotateX(tilt).translate(0, 3.6, 30.1), bodyPart.housing],
    [new CylinderGeometry(2, 2, 1.2, 10).rotateX(tilt).translate(0, 8, 25.7), bodyPart.lens],
    [new SphereGeometry(4.4, 10, 7).translate(0, 0, 26), bodyPart.dome],
  ]);
}

/** A fan of unit size (viewVertex). */
export function viewGeometry(steps = 20): Geometry {
  const fan: number[] = [];
  const index: number[] = [];
  for (let i = 0; i <= steps; i += 1) {
    const across = (i / steps) * 2 - 1;
    fan.push(across, 0, across, 1);
    const at = i * 2;
    if (i < steps) index.push(at, at + 1, at + 3, at, at + 3, at + 2);
  }
  return { attributes: { aFan: { data: new Float32Array(fan), size: 2 } }, index: new Uint16Array(index) };
}

/** Three rectangles: the disc at the mast's foot, a mast and a head seen from too far for more (markVertex). */
export function markGeometry(): Geometry {
  const mark: number[] = [];
  const index: number[] = [];
  for (const part of Object.values(markPart)) {
    const at = mark.length / 3;
    mark.push(-1, -1, part, 1, -1, part, -1, 1, part, 1, 1, part);
    index.push(at, at + 1, at + 2, at + 2, at + 1, at + 3);
  }
  return { attributes: { aMark: { data: new Float32Array(mark), size: 3 } }, index: new Uint16Array(index) };
}

/** One of several, with aPart telling which is which. */
function merged(parts: [geometry: BufferGeometry, part: number][]): Geometry {
  const position: number[] = [];
  const normal: number[] = [];
  const part: number[] = [];
  const index: number[] = [];
  for (const [geometry, kind] of parts) {
    const first = position.length / 3;
    const { position: p, normal: n } = geometry.attributes;
    for (const value of p?.array ?? []) position.push(value);
    for (const value of n?.array ?? []) normal.push(value);
    for (let i = 0; i < (p?.count ?? 0); i += 1) part.push(kind);
    for (const value of geometry.index?.array ?? []) index.push(first + value);
  }
  return {
    attributes: {
      aPosition: { data: new Float32Array(position), size: 3 },
      aNormal: { data: new Float32Array(normal), size: 3 },
      aPart: { data: new Float32Array(part), size: 1 },
    },
    index: new Uint16Array(index),
  };
}
