import { describe, expect, test } from 'vitest';
import { type Pose, project, type Vec3 } from '../fusion/pose.ts';
import { invertDefinite, symmetricEigen } from './linear.ts';
import type { Pair } from './model.ts';
import { type Solution, solvePose } from './solve-pose.ts';

const picture = { widthPx: 1920, heightPx: 1080 };
/** Always the same numbers, evenly between -1 and 1 (Park and Miller's generator). */
function randoms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return (state / 2147483647) * 2 - 1;
  };
}

const camera = (change: Partial<Pose> = {}): Pose => ({
  at: [120, -340, 7.5],
  headingDeg: 63,
  tiltDeg: 15,
  rollDeg: 1.5,
  focal: 0.85,
  aspect: 16 / 9,
  k1: 0,
  k2: 0,
  ...change,
});

/** Points ahead of a pose; `high`: how far off the ground they may be, metres. */
function scene(pose: Pose, count: number, high: number, seed: number, noisePx = 0): Pair[] {
  const random = randoms(seed);
  const pairs: Pair[] = [];
  for (let tries = 0; pairs.length < count && tries < 10_000; tries += 1) {
    const far = 45 + 33 * random();
    const side = 0.55 * random();
    const heading = (pose.headingDeg * Math.PI) / 180 + side;
    const at: Vec3 = [
      pose.at[0] + Math.sin(heading) * far,
      pose.at[1] + Math.cos(heading) * far,
      high * Math.abs(random()),
    ];
    const seen = project(pose, at);
    if (!seen || seen.some(part => part < 0.02 || part > 0.98)) continue;
    const shake = () => random() * noisePx * Math.sqrt(3);
    pairs.push({
      picture: [seen[0] + shake() / picture.widthPx, seen[1] + shake() / picture.heightPx],
      at,
    });
  }
  return pairs;
}

function solved(solution: Solution): Extract<Solution, { kind: 'solved' }> {
  if (solution.kind === 'fault') throw new Error(solution.fault);
  return solution;
}

const apart = (a: Vec3, b: Vec3) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

describe('without noise a camera is found exactly', () => {
  test.each([
    ['six points in space', 6, 18, 3],
    ['twenty points in space', 20, 30, 5],
    ['six points on the street', 6, 0, 7],
    ['twelve points on the street', 12, 0, 11],
  ])('from %s', (_, count, high, seed) => {
    for (const change of [
      {},
      { headingDeg: 271, tiltDeg: 32, rollDeg: -4, focal: 1.7 },
      { headingDeg: 5, tiltDeg: 9, focal: 0.55 },
    ]) {
      const pose = camera(change);
      const { pose: found, rmsPx } = solved(solvePose(scene(pose, count, high, seed), picture));
      expect(rmsPx).toBeLessThan(0.01);
      expect(apart(found.at, pose.at)).toBeLessThan(0.02);
      expect(found.focal / pose.focal).toBeCloseTo(1, 3);
      expect(found.headingDeg).toBeCloseTo(pose.headingDeg, 2);
      expect(found.tiltDeg).toBeCloseTo(pose.tiltDeg, 2);
      expect(found.rollDeg).toBeCloseTo(pose.rollDeg, 2);
    }
  });

  test('with the bend of its lens, from pairs enough', () => {
    const pose = camera({ k1: -0.18, focal: 0.6 });
    const { pose: found, rmsPx } = solved(solvePose(scene(pose, 16, 20, 13), picture));
    expect(found.k1).toBeCloseTo(-0.18, 3);
    expect(found.focal).toBeCloseTo(0.6, 3);
    expect(rmsPx).toBeLessThan(0.01);
  });

  test('almost coplanar points make no worse a camera', () => {
    const pose = camera();
    const { pose: found } = solved(solvePose(scene(pose, 10, 0.15, 17), picture));
    expect(apart(found.at, pose.at)).toBeLessThan(0.05);
  });
});

describe('with points found to a pixel', () => {
  test.each([
    ['in space', 20],
    ['on the street', 0],
  ])('ten %s put it within its own spread, twenty times of twenty', (_, high) => {
    const pose = camera();
    for (let seed = 1; seed <= 20; seed += 1) {
      const { pose: found, rmsPx, spreadM } = solved(solvePose(scene(pose, 10, high, seed * 31, 1), picture));
      expect(rmsPx).toBeLessThan(2.5);
      // Three and a half standard deviations in three dimensions.
      expect(apart(found.at, pose.at)).toBeLessThan(3.5 * spreadM);
      expect(Math.abs(found.headingDeg - pose.headingDeg)).toBeLessThan(1.5);
    }
  });

  test('no bend is read into a straight lens', () => {
    for (let seed = 1; seed <= 10; seed += 1)
      expect(solved(solvePose(scene(camera(), 12, 15, seed * 7, 1), picture)).pose.k1).toBe(0);
  });

  test('one pair that is wrong shows itself by its residual', () => {
    const pairs = scene(camera(), 9, 15, 23, 0.5);
    const wrong = pairs[4] as Pair;
    pairs[4] = { ...wrong, picture: [wrong.picture[0] + 0.05, wrong.picture[1] - 0.04] };
    const { residualsPx } = solved(solvePose(pairs, picture));
    expect(residualsPx.indexOf(Math.max(...residualsPx))).toBe(4);
    const right = solved(
      solvePose(
        pairs.filter((_, i) => i !== 4),
        picture,
      ),
    );
    expect(right.rmsPx).toBeLessThan(1.5);
  });
});

describe('what cannot be solved is said', () => {
  const street = scene(camera(), 8, 0, 29);

  test('fewer than six pairs', () => {
    expect(solvePose(street.slice(0, 5), picture)).toEqual({ kind: 'fault', fault: 'too-few' });
  });

  test('points on one line, such as along a kerb', () => {
    const pose = camera();
    const pairs = Array.from({ length: 8 }, (_, i): Pair => {
      const at: Vec3 = [150 + i * 5, -320 + i * 2, 0];
      return { picture: project(pose, at) ?? [0, 0], at };
    });
    expect(solvePose(pairs, picture)).toEqual({ kind: 'fault', fault: 'collinear' });
  });

  test('one point, six times', () => {
    const pairs = Array.from({ length: 6 }, () => street[0] as Pair);
    expect(solvePose(pairs, picture)).toEqual({ kind: 'fault', fault: 'collinear' });
  });

  test('a wall seen straight on, where far and long look the same', () => {
    const pose = camera({ at: [0, 0, 10], headingDeg: 0, tiltDeg: 0, rollDeg: 0 });
    const pairs = [-12, -4, 5, 13].flatMap(x =>
      [4, 9, 16].map((z): Pair => {
        const at: Vec3 = [x, 60, z];
        return { picture: project(pose, at) ?? [0, 0], at };
      }),
    );
    expect(solvePose(pairs, picture)).toEqual({ kind: 'fault', fault: 'undetermined' });
  });
});

describe('the linear algebra', () => {
  test('finds a symmetric matrix’s axes', () => {
    const [small, large] = symmetricEigen([
      [2, 1],
      [1, 2],
    ]);
    expect(small?.value).toBeCloseTo(1, 12);
    expect(large?.value).toBeCloseTo(3, 12);
    expect(Math.abs((large?.vector[0] ?? 0) - (large?.vector[1] ?? 0))).toBeCloseTo(0, 12);
  });

  test('inverts what is definite, and says where it is not', () => {
    const inverse = invertDefinite([
      [4, 2],
      [2, 3],
    ]);
    expect(inverse?.[0]?.[0]).toBeCloseTo(3 / 8, 12);
    expect(inverse?.[0]?.[1]).toBeCloseTo(-2 / 8, 12);
    expect(
      invertDefinite([
        [1, 1],
        [1, 1],
      ]),
    ).toBeNull();
  });
});
