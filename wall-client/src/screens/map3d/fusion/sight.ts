// What an eye takes in, as up to four flat pictures side by side: each a matrix from local metres to its clip space.
// One covers a calibrated camera; a wide field of view, or a dome that turns, is cut into equal parts.
import { type Axes, axesOf, foldsAt, type Pose, type Vec3 } from './pose.ts';

export interface Eye {
  at: Vec3;
  /** Column-major, local metres → clip. */
  faces: readonly (readonly number[])[];
  /** How far over the ground it sees, metres. */
  rangeM: number;
}

export const mostFaces = 4;
/** A mast along a Chinese city street (GB 50395 asks for 3.5 m at least; poles for traffic are 6–6.5 m). */
export const mastHeightM = 6;
/** Nearer than this is the camera's own housing and the wall it hangs on, metres. */
const nearM = 1;
/** A face is no wider than this, degrees: beyond it a flat depth map wastes most of its points on its rim. */
const widestFaceDeg = 95;
/** Of a camera whose tilt nobody knows: it sees from steeply below it to over the roofs. Tangents. */
const [upTan, downTan] = [1.2, 5];

interface Tangents {
  left: number;
  right: number;
  up: number;
  down: number;
}

/** Clip = frustum of these tangents (left and up as positive numbers) seen along the axes from `at`. */
export function faceMatrix(at: Vec3, { right, down, ahead }: Axes, t: Tangents, farM: number): number[] {
  const row = (axis: Vec3, scale: number, shift: number): number[] => {
    const mixed = axis.map((value, i) => value * scale + (ahead[i] as number) * shift);
    return [...mixed, -(mixed[0]! * at[0] + mixed[1]! * at[1] + mixed[2]! * at[2])];
  };
  const [width, height] = [t.left + t.right, t.up + t.down];
  const x = row(right, 2 / width, (t.left - t.right) / width);
  const y = row(down, -2 / height, (t.down - t.up) / height);
  const w = row(ahead, 1, 0);
  const a = (farM + nearM) / (farM - nearM);
  const z = w.map((value, i) => a * value - (i === 3 ? (2 * farM * nearM) / (farM - nearM) : 0));
  return [0, 1, 2, 3].flatMap(column => [x, y, z, w].map(line => line[column] as number));
}

/** An eye at mast height that looks level; heading null: all around. */
export function levelEye(at: Vec3, headingDeg: number | null, fieldOfViewDeg: number, rangeM: number): Eye {
  const whole = headingDeg === null ? 360 : Math.min(360, fieldOfViewDeg);
  const count = Math.min(mostFaces, Math.ceil(whole / widestFaceDeg));
  const part = whole / count;
  const side = Math.tan((part * Math.PI) / 360);
  const faces = Array.from({ length: count }, (_, i) => {
    const turned = (headingDeg ?? 0) - whole / 2 + part * (i + 0.5);
    const axes = axesOf({ headingDeg: turned, tiltDeg: 0, rollDeg: 0 });
    return faceMatrix(at, axes, { left: side, right: side, up: upTan, down: downTan }, rangeM * 1.5);
  });
  return { at, faces, rangeM };
}

/** The eye of a camera whose pose is known; wide enough for what its lens bends in at the rim. */
export function poseEye(pose: Pose, rangeM: number): Eye {
  const [x, y] = [0.5, 0.5 / pose.aspect];
  // Barrels bend in most at the corners, pincushions least at the nearest edge.
  const wider = Math.max(...[x, y, Math.hypot(x, y)].map(radius => widening(pose, radius / pose.focal)));
  const [wide, high] = [(x * wider) / pose.focal, (y * wider) / pose.focal];
  const tangents = { left: wide, right: wide, up: high, down: high };
  return { at: pose.at, faces: [faceMatrix(pose.at, axesOf(pose), tangents, rangeM * 1.5)], rangeM };
}

/** r before the lens for each r·d(r) after it, by a few steps of Newton's that never pass the fold. */
function widening(pose: Pose, after: number): number {
  const most = Math.sqrt(Math.min(foldsAt(pose), (after * 3) ** 2));
  const bent = (r: number) => 1 + r * r * (pose.k1 + r * r * pose.k2);
  let r = Math.min(most, after);
  for (let i = 0; i < 20; i += 1) {
    const slope = 1 + r * r * (3 * pose.k1 + r * r * 5 * pose.k2);
    r = Math.min(most, Math.max(0, r - (r * bent(r) - after) / Math.max(0.05, slope)));
  }
  return 1 / Math.max(0.1, bent(r));
}
