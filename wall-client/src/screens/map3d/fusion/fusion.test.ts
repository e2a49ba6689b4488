import { BoxGeometry, type BufferGeometry } from 'three';
import { describe, expect, test } from 'vitest';
import { LocalFrame } from '../geo.ts';
import {
  axesOf,
  cross,
  dot,
  fieldOfView,
  focalOf,
  foldsAt,
  type Pose,
  project,
  turnOf,
  type Vec3,
} from './pose.ts';
import { castRay, isHidden } from './ray.ts';
import { projectorPose, type SeeingCamera, viewshedEye } from './seeing.ts';
import { viewPoints, visibleShare } from './share.ts';
import { type Eye, levelEye, mastHeightM, poseEye } from './sight.ts';

const pose: Pose = {
  at: [10, -20, 6],
  headingDeg: 40,
  tiltDeg: 18,
  rollDeg: 4,
  focal: 0.9,
  aspect: 16 / 9,
  k1: -0.12,
  k2: 0.02,
};

/** Clip coordinates by a face; the shader's own sum. */
function clip(face: readonly number[], [x, y, z]: Vec3): { x: number; y: number; w: number } {
  const row = (i: number) => face[i]! * x + face[4 + i]! * y + face[8 + i]! * z + face[12 + i]!;
  const w = row(3);
  return { x: row(0) / w, y: row(1) / w, w };
}

const facesThatSee = (eye: Eye, point: Vec3): number =>
  eye.faces.filter(face => {
    const { x, y, w } = clip(face, point);
    return w > 0 && Math.abs(x) <= 1 && Math.abs(y) <= 1;
  }).length;

describe('a pose', () => {
  test('has axes at right angles, right × down = ahead', () => {
    const { right, down, ahead } = axesOf(pose);
    for (const [a, b] of [
      [right, down],
      [down, ahead],
      [ahead, right],
    ] as const)
      expect(dot(a, b)).toBeCloseTo(0, 12);
    cross(right, down).forEach((value, i) => {
      expect(value).toBeCloseTo(ahead[i] as number, 12);
    });
  });

  test.each([
    [0, 0, 0],
    [271.5, 35, -12],
    [90, -20, 3],
    [123, 90, 0],
  ])('is told back from its axes: heading %s, tilt %s, roll %s', (headingDeg, tiltDeg, rollDeg) => {
    const back = turnOf(axesOf({ headingDeg, tiltDeg, rollDeg }));
    expect(back.headingDeg).toBeCloseTo(headingDeg, 5);
    expect(back.tiltDeg).toBeCloseTo(tiltDeg, 5);
    expect(back.rollDeg).toBeCloseTo(rollDeg, 5);
  });

  test('puts what is ahead in the middle, east of north to the right, below to the bottom', () => {
    const north: Pose = { ...pose, at: [0, 0, 6], headingDeg: 0, tiltDeg: 0, rollDeg: 0, k1: 0, k2: 0 };
    expect(project(north, [0, 50, 6])).toEqual([0.5, 0.5]);
    const [u, v] = project(north, [10, 50, 0]) ?? [0, 0];
    expect(u).toBeCloseTo(0.5 + 0.9 * 0.2, 10);
    expect(v).toBeCloseTo(0.5 + ((0.9 * 16) / 9) * 0.12, 10);
    expect(project(north, [0, -50, 6])).toBeNull();
  });

  test('rolled clockwise, sees the right of the world higher up in its picture', () => {
    const rolled: Pose = { ...pose, at: [0, 0, 6], headingDeg: 0, tiltDeg: 0, rollDeg: 10, k1: 0, k2: 0 };
    expect(project(rolled, [10, 50, 6])?.[1]).toBeLessThan(0.5);
  });

  test('does not fold the world’s rim into the picture', () => {
    const barrel: Pose = { ...pose, k1: -0.3, k2: 0, headingDeg: 0, tiltDeg: 0, rollDeg: 0, at: [0, 0, 0] };
    expect(foldsAt(barrel)).toBeCloseTo(1 / 0.9, 10);
    expect(project(barrel, [100, 100, 0])).not.toBeNull();
    expect(project(barrel, [107, 100, 0])).toBeNull();
    expect(foldsAt({ k1: 0.1, k2: 0 })).toBe(Number.POSITIVE_INFINITY);
  });

  test('has the field of view its focal length gives', () => {
    expect(fieldOfView({ focal: focalOf(73) })).toBeCloseTo(73, 10);
    expect(focalOf(90)).toBeCloseTo(0.5, 10);
  });
});

describe('an eye', () => {
  const at: Vec3 = [5, 7, mastHeightM];
  const around = (degrees: number, far = 30): Vec3 => [
    at[0] + Math.sin((degrees * Math.PI) / 180) * far,
    at[1] + Math.cos((degrees * Math.PI) / 180) * far,
    0,
  ];

  test.each([60, 90, 120, 200, 300])('of %s° sees that far to both sides, each point by one face', wide => {
    const eye = levelEye(at, 30, wide, 100);
    for (const off of [-0.49, -0.3, 0.01, 0.2, 0.49])
      expect(facesThatSee(eye, around(30 + off * wide))).toBe(1);
    if (wide < 300)
      for (const off of [-0.52, 0.52]) expect(facesThatSee(eye, around(30 + off * wide))).toBe(0);
  });

  test('of a camera whose heading nobody knows sees all around', () => {
    const eye = levelEye(at, null, 60, 100);
    for (let degrees = 1; degrees < 360; degrees += 13) expect(facesThatSee(eye, around(degrees))).toBe(1);
  });

  test('of a pose covers all of its picture, with a lens that bends', () => {
    for (const k1 of [-0.3, 0, 0.2]) {
      const bent = { ...pose, k1, k2: 0 };
      const eye = poseEye(bent, 200);
      for (let x = -60; x <= 60; x += 3)
        for (let z = 0; z <= 40; z += 4) {
          const point: Vec3 = [bent.at[0] + x, bent.at[1] + 50, z];
          const [u, v] = project(bent, point) ?? [-1, -1];
          if (u >= 0 && u <= 1 && v >= 0 && v <= 1) expect(facesThatSee(eye, point)).toBe(1);
        }
    }
  });
});

describe('a camera on the map', () => {
  const frame = new LocalFrame({ lon: 120, lat: 30 });
  const camera: SeeingCamera = {
    cameraId: '1',
    place: { lon: 120, lat: 30, headingDeg: 90 },
    fieldOfViewDeg: 60,
    rangeM: 120,
    calibration: null,
  };

  test('looks from mast height until it is calibrated, then from where that says', () => {
    expect(viewshedEye(camera, frame).at).toEqual([0, 0, 6]);
    const calibration = {
      eye: { lon: 120.0001, lat: 30, heightM: 9.5 },
      headingDeg: 80,
      tiltDeg: 20,
      rollDeg: 0,
      focal: 0.8,
      k1: 0,
      k2: 0,
      widthPx: 1280,
      heightPx: 720,
      residualPx: 1,
      pairs: [],
    };
    const eye = viewshedEye({ ...camera, calibration }, frame);
    expect(eye.at[0]).toBeCloseTo(9.64, 1);
    expect(eye.at[2]).toBe(9.5);
    expect(projectorPose({ ...camera, calibration }, frame)).toMatchObject({ headingDeg: 80, focal: 0.8 });
  });

  test('uncalibrated, throws its picture on the ground before it', () => {
    const guess = projectorPose(camera, frame);
    const bottom = project(guess, [12, 0, 0]);
    expect(bottom?.[0]).toBeCloseTo(0.5, 6);
    expect(bottom?.[1]).toBeGreaterThan(0.5);
    expect(bottom?.[1]).toBeLessThan(1);
  });
});

describe('a ray', () => {
  const house = (
    x: number,
    y: number,
    size: number,
    high: number,
  ): { key: string; geometry: BufferGeometry } => {
    const geometry = new BoxGeometry(size, size, high).translate(x, y, high / 2);
    geometry.computeBoundingBox();
    return { key: `${x},${y}`, geometry };
  };
  const blocks = [house(0, 50, 10, 20), house(0, 100, 10, 40)];

  test('meets the nearest wall, the ground between, and nothing in the sky', () => {
    const hit = castRay(blocks, [0, 0, 6], [0, 1, 0]);
    expect(hit?.at[1]).toBeCloseTo(45, 6);
    expect(hit?.block).toBe(blocks[0]);
    const ground = castRay(blocks, [0, 0, 6], [0, 1, -0.3]);
    expect(ground).toMatchObject({ block: null });
    expect(ground?.at[1]).toBeCloseTo(20, 6);
    expect(castRay(blocks, [0, 0, 6], [0, -1, 0.1])).toBeNull();
  });

  test('tells what stands between two points', () => {
    expect(isHidden(blocks, [0, 0, 6], [0, 80, 0])).toBe(true);
    expect(isHidden(blocks, [0, 0, 6], [30, 80, 0])).toBe(false);
    expect(isHidden(blocks, [0, 0, 6], [0, 45, 3])).toBe(false);
    // Over the first house to the top of the second.
    expect(isHidden(blocks, [0, 0, 6], [0, 95, 39])).toBe(false);
  });
});

describe('the share of the ground a camera sees', () => {
  const eye = levelEye([0, 0, 6], 0, 90, 100);

  test('counts a point by the ground it stands for, and only in the field', () => {
    const points = viewPoints(eye);
    const inside = ([x, y]: Vec3) => Math.abs(Math.atan2(x, y)) < Math.PI / 4;
    const lit = points.map(point => (inside(point) ? (Math.hypot(point[0], point[1]) < 50 ? 1 : 0) : -1));
    expect(visibleShare(eye, points, lit)).toBeCloseTo(0.25, 2);
  });

  test('is not known where nothing lies in the field', () => {
    expect(visibleShare(eye, [[0, 10, 0]], [-1])).toBeNull();
  });
});
