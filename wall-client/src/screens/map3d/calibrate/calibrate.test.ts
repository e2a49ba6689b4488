import { BoxGeometry } from 'three';
import { describe, expect, test } from 'vitest';
import { project, type View } from '../cameras/pick.ts';
import { eyeOf } from '../fusion/map-eye.ts';
import { axesOf, type Vec3 } from '../fusion/pose.ts';
import { faceMatrix } from '../fusion/sight.ts';
import { LocalFrame } from '../geo.ts';
import { noPairs, type PairingStep, paired } from './pairing.ts';
import { pickSurface } from './pick-surface.ts';
import { storedPairs, toStored } from './stored.ts';

describe('pairs while they are found', () => {
  const after = (...steps: PairingStep[]) => steps.reduce(paired, noPairs);

  test('come of a point on either side, whichever is first', () => {
    const first = after({ do: 'picture', point: [0.2, 0.3] }, { do: 'map', at: [1, 2, 0] });
    const second = after({ do: 'map', at: [1, 2, 0] }, { do: 'picture', point: [0.2, 0.3] });
    expect(first).toEqual({ pairs: [{ picture: [0.2, 0.3], at: [1, 2, 0] }], picture: null, at: null });
    expect(second).toEqual(first);
  });

  test('a second click on one side puts its point elsewhere', () => {
    expect(after({ do: 'map', at: [1, 2, 0] }, { do: 'map', at: [5, 5, 0] })).toEqual({
      pairs: [],
      picture: null,
      at: [5, 5, 0],
    });
  });

  test('one step back takes half a pair, then the last whole one', () => {
    const one = after({ do: 'picture', point: [0, 0] }, { do: 'map', at: [1, 2, 0] });
    const half = paired(one, { do: 'map', at: [3, 3, 3] });
    expect(paired(half, { do: 'back' })).toEqual(one);
    expect(paired(one, { do: 'back' }).pairs).toEqual([]);
  });

  test('a bad one is removed and the others keep their order', () => {
    const pairs = [0, 1, 2].map(x => ({ picture: [0, 0] as const, at: [x, 0, 0] as Vec3 }));
    const left = after({ do: 'load', pairs }, { do: 'remove', index: 1 }).pairs;
    expect(left.map(({ at }) => at[0])).toEqual([0, 2]);
  });
});

describe('a point under the pointer', () => {
  const geometry = new BoxGeometry(20, 20, 30).translate(0, 100, 15);
  geometry.computeBoundingBox();
  const blocks = [{ key: 'house', geometry }];
  const eye: Vec3 = [5, -20, 60];
  const matrix = faceMatrix(
    eye,
    axesOf({ headingDeg: 0, tiltDeg: 25, rollDeg: 0 }),
    { left: 1.6, right: 1.6, up: 0.9, down: 0.9 },
    2000,
  );
  const view: View = { matrix, width: 1600, height: 900, metresPerPx: 1, unitPx: 1, centreW: 1 };
  const at = (point: Vec3, dx = 0, dy = 0) => {
    const screen = project(view, ...point);
    return pickSurface(view, blocks, (screen?.x ?? 0) + dx, (screen?.y ?? 0) + dy, 1);
  };
  const near = (point: Vec3 | undefined, wanted: Vec3) =>
    wanted.forEach((value, i) => {
      expect(point?.[i]).toBeCloseTo(value, 4);
    });

  test('is seen from where the map’s matrix says', () => near(eyeOf(matrix) ?? undefined, eye));

  test('is the ground where nothing stands', () => {
    const hit = at([40, 60, 0]);
    expect(hit?.kind).toBe('ground');
    near(hit?.at, [40, 60, 0]);
  });

  test('is the wall in front of the ground behind it', () => {
    const hit = at([2, 90, 14]);
    expect(hit?.kind).toBe('wall');
    near(hit?.at, [2, 90, 14]);
  });

  test('is a roof’s corner when the pointer is near it, also from the sky’s side', () => {
    for (const [dx, dy] of [
      [3, 4],
      [6, -5],
    ] as const) {
      const hit = at([10, 90, 30], dx, dy);
      expect(hit?.kind).toBe('corner');
      near(hit?.at, [10, 90, 30]);
    }
  });

  test('is no corner that the house itself hides', () => {
    expect(at([-10, 110, 0])?.kind).not.toBe('corner');
  });

  test('is nothing in the sky', () => {
    expect(pickSurface(view, blocks, 800, 2, 1)).toBeNull();
  });
});

test('what is stored gives the same pairs back', () => {
  const frame = new LocalFrame({ lon: 120, lat: 30 });
  const pairs = [{ picture: [0.25, 0.75] as const, at: [1200.5, -800.25, 12] as Vec3 }];
  const pose = {
    at: [1180, -850, 6.2] as Vec3,
    headingDeg: 20,
    tiltDeg: 12,
    rollDeg: 0.5,
    focal: 0.9,
    aspect: 16 / 9,
    k1: -0.05,
    k2: 0,
  };
  const size = { widthPx: 1280, heightPx: 720 };
  const stored = toStored(
    { kind: 'solved', pose, residualsPx: [1], rmsPx: 1, spreadM: 0.1 },
    pairs,
    size,
    frame,
  );
  expect(stored).toMatchObject({ headingDeg: 20, residualPx: 1, widthPx: 1280, eye: { heightM: 6.2 } });
  const [back] = storedPairs(stored, frame);
  expect(back?.picture).toEqual([0.25, 0.75]);
  expect(back?.at[0]).toBeCloseTo(1200.5, 5);
  expect(back?.at[1]).toBeCloseTo(-800.25, 5);
  expect(back?.at[2]).toBe(12);
});
