// A camera as geometry: where its eye is, how it is turned, and how its lens puts the world into a picture.
//
// The model is the usual pinhole with radial distortion (as OpenCV's, k1 and k2 only): with X right, Y down and Z
// ahead of the eye, x = X/Z, y = Y/Z, d = 1 + k1·r² + k2·r⁴, the picture is u = ½ + f·x·d, v = ½ + f·a·y·d. The
// principal point is the picture's middle and pixels are square, as in every camera sold for streets.

export type Vec3 = readonly [x: number, y: number, z: number];
/** Parts of the picture: 0, 0 is its top left corner. */
export type PicturePoint = readonly [u: number, v: number];

export interface Pose {
  /** Local metres: x east, y north, z above the ground. */
  at: Vec3;
  /** Degrees clockwise from north. */
  headingDeg: number;
  /** Degrees below the horizon. */
  tiltDeg: number;
  /** Degrees clockwise, as the camera itself looks. */
  rollDeg: number;
  /** Focal length in widths of the picture. */
  focal: number;
  /** The picture's width over its height. */
  aspect: number;
  k1: number;
  k2: number;
}

/** Unit vectors of a camera: to its picture's right, downwards in it, and ahead. */
export interface Axes {
  right: Vec3;
  down: Vec3;
  ahead: Vec3;
}

const radians = (degrees: number) => (degrees * Math.PI) / 180;
const degrees = (angle: number) => (angle * 180) / Math.PI;
export const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const minus = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const cross = (a: Vec3, b: Vec3): Vec3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const blend = (a: Vec3, s: number, b: Vec3, t: number): Vec3 => [
  a[0] * s + b[0] * t,
  a[1] * s + b[1] * t,
  a[2] * s + b[2] * t,
];

type Turn = Pick<Pose, 'headingDeg' | 'tiltDeg' | 'rollDeg'>;

/** The axes of a camera that is not rolled. */
function upright(headingDeg: number, tiltDeg: number): Axes {
  const [h, t] = [radians(headingDeg), radians(tiltDeg)];
  const ahead: Vec3 = [Math.sin(h) * Math.cos(t), Math.cos(h) * Math.cos(t), -Math.sin(t)];
  const right: Vec3 = [Math.cos(h), -Math.sin(h), 0];
  return { right, down: cross(ahead, right), ahead };
}

export function axesOf({ headingDeg, tiltDeg, rollDeg }: Turn): Axes {
  const { right, down, ahead } = upright(headingDeg, tiltDeg);
  const [c, s] = [Math.cos(radians(rollDeg)), Math.sin(radians(rollDeg))];
  return { right: blend(right, c, down, s), down: blend(down, c, right, -s), ahead };
}

/** The angles of axes; straight down or up the heading is read from the picture's right side. */
export function turnOf({ right, ahead }: Pick<Axes, 'right' | 'ahead'>): Turn {
  const tiltDeg = degrees(Math.asin(Math.min(1, Math.max(-1, -ahead[2]))));
  const level = Math.hypot(ahead[0], ahead[1]) > 1e-6;
  const heading = level ? Math.atan2(ahead[0], ahead[1]) : Math.atan2(-right[1], right[0]);
  const headingDeg = (degrees(heading) + 360) % 360;
  const plain = upright(headingDeg, tiltDeg);
  return {
    headingDeg,
    tiltDeg,
    rollDeg: degrees(Math.atan2(dot(right, plain.down), dot(right, plain.right))),
  };
}

/**
 * Where a point is in the picture, which it may lie outside of; null behind the eye, and where the distortion's
 * polynomial has turned back on itself and would fold the world's rim into the picture.
 */
export function project(pose: Pose, point: Vec3, axes: Axes = axesOf(pose)): PicturePoint | null {
  const to = minus(point, pose.at);
  const z = dot(axes.ahead, to);
  if (z <= 1e-6) return null;
  const [x, y] = [dot(axes.right, to) / z, dot(axes.down, to) / z];
  const r2 = x * x + y * y;
  if (r2 > foldsAt(pose)) return null;
  const d = 1 + r2 * (pose.k1 + r2 * pose.k2);
  return [0.5 + pose.focal * x * d, 0.5 + pose.focal * pose.aspect * y * d];
}

/** The r² at which r·d(r) stops growing; Infinity where it never does. */
export function foldsAt({ k1, k2 }: Pick<Pose, 'k1' | 'k2'>): number {
  // 1 + 3·k1·s + 5·k2·s² = 0 for s = r².
  if (k2 === 0) return k1 < 0 ? -1 / (3 * k1) : Number.POSITIVE_INFINITY;
  const under = 9 * k1 * k1 - 20 * k2;
  if (under < 0) return Number.POSITIVE_INFINITY;
  const roots = [-1, 1].map(sign => (-3 * k1 + sign * Math.sqrt(under)) / (10 * k2));
  return Math.min(...roots.filter(root => root > 0), Number.POSITIVE_INFINITY);
}

/** Horizontal angle of view, degrees, without the distortion. */
export const fieldOfView = ({ focal }: Pick<Pose, 'focal'>): number => 2 * degrees(Math.atan(0.5 / focal));

/** The focal length, in widths of the picture, of a horizontal angle of view below 180°. */
export const focalOf = (fieldOfViewDeg: number): number => 0.5 / Math.tan(radians(fieldOfViewDeg) / 2);
