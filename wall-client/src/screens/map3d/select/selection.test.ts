import { describe, expect, it } from 'vitest';
import { LocalFrame, type LonLat } from '../geo.ts';
import { CameraGrid } from './camera-grid.ts';
import { areaOf, bufferRing, isInside, lengthOf, toSegment, type Xy } from './plane.ts';
import { clampMetres, type Selection, selectCameras } from './selection.ts';

const frame = new LocalFrame({ lon: 120, lat: 30 });
const at = (x: number, y: number): LonLat => frame.toLonLat(x, y);
const gridOf = (...points: Xy[]) =>
  new CameraGrid(
    points.map(([x, y], i) => ({ camera: { id: `${i}` }, place: { ...at(x, y), headingDeg: 0 } })),
    frame,
  );
const ids = (grid: CameraGrid, selection: Selection) => selectCameras(grid, selection).map(({ id }) => id);

/** A fixed sequence: the same hundred thousand places on every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('the cameras in what was marked', () => {
  it('around a point are those within the radius, nearest first', () => {
    const grid = gridOf([0, 0], [150, 0], [0, -90], [201, 0], [-1000, 0]);
    const circle: Selection = { kind: 'circle', centre: at(0, 0), radiusM: 200 };
    expect(ids(grid, circle)).toEqual(['0', '2', '1']);
    const [, second] = selectCameras(grid, circle);
    expect(second?.distanceM).toBeCloseTo(90, 3);
  });

  it('in a box are those between its sides', () => {
    const grid = gridOf([10, 10], [-10, 10], [60, 10], [45, 45]);
    const ring = [at(0, 0), at(50, 0), at(50, 50), at(0, 50)];
    expect(ids(grid, { kind: 'box', ring }).sort()).toEqual(['0', '3']);
    expect(ids(grid, { kind: 'box', ring: ring.reverse() }).sort()).toEqual(['0', '3']);
  });

  it('in a hollow polygon are not those in the hollow', () => {
    // A U, open at the top.
    const u: Xy[] = [
      [0, 0],
      [300, 0],
      [300, 300],
      [200, 300],
      [200, 100],
      [100, 100],
      [100, 300],
      [0, 300],
    ];
    const grid = gridOf([50, 200], [150, 200], [250, 200], [150, 50]);
    const ring = u.map(([x, y]) => at(x, y));
    expect(ids(grid, { kind: 'polygon', ring }).sort()).toEqual(['0', '2', '3']);
  });

  it('along a route come in its order, each once where the route passes it nearest', () => {
    // East, then back west 200 m further north.
    const line = [at(0, 0), at(1000, 0), at(1000, 200), at(0, 200)];
    const grid = gridOf([900, 20], [100, -20], [500, 190], [500, 50], [500, 400]);
    const route: Selection = { kind: 'route', line, bufferM: 60 };
    expect(ids(grid, route)).toEqual(['1', '3', '0', '2']);
    const found = selectCameras(grid, route);
    expect(found.map(({ alongM }) => Math.round(alongM ?? -1))).toEqual([100, 500, 900, 1700]);
    expect(found.map(({ distanceM }) => Math.round(distanceM))).toEqual([20, 50, 20, 10]);
    expect(ids(grid, { ...route, line: [...line].reverse() })).toEqual(['2', '0', '3', '1']);
  });

  it('are none where nothing was marked', () => {
    const grid = gridOf([0, 0]);
    expect(ids(grid, { kind: 'polygon', ring: [] })).toEqual([]);
    expect(ids(grid, { kind: 'route', line: [at(0, 0)], bufferM: 50 })).toEqual([]);
  });

  it('of a hundred thousand are those a plain search finds', () => {
    const random = seeded(7);
    const points = Array.from(
      { length: 100_000 },
      (): Xy => [(random() - 0.5) * 12_000, (random() - 0.5) * 12_000],
    );
    const grid = gridOf(...points);
    const way = Array.from({ length: 60 }, (_, i): Xy => [-5000 + i * 170, Math.sin(i / 6) * 3000]);
    const byWay = ([x, y]: Xy) =>
      way.some((a, i) => i > 0 && toSegment(x, y, way[i - 1] as Xy, a).distanceM <= 80);
    const marked: [Selection, (at: Xy) => boolean][] = [
      [
        { kind: 'circle', centre: at(300, -700), radiusM: 500 },
        ([x, y]) => Math.hypot(x - 300, y + 700) <= 500,
      ],
      [
        { kind: 'box', ring: [at(-1000, -1000), at(1000, -1000), at(1000, 1000), at(-1000, 1000)] },
        ([x, y]) => Math.abs(x) <= 1000 && Math.abs(y) <= 1000,
      ],
      [{ kind: 'route', line: way.map(([x, y]) => at(x, y)), bufferM: 80 }, byWay],
    ];
    for (const [selection, isIn] of marked) {
      const startedAt = performance.now();
      const found = selectCameras(grid, selection);
      process.stdout.write(
        `${selection.kind} among 100,000: ${found.length} cameras in ${(performance.now() - startedAt).toFixed(1)} ms\n`,
      );
      const plain = points.flatMap((point, i) => (isIn(point) ? [`${i}`] : []));
      expect(found.map(({ id }) => id).sort()).toEqual(plain.sort());
    }
  });
});

describe('the plane', () => {
  it('measures to the nearest point of a segment, and from its ends beyond them', () => {
    expect(toSegment(5, 3, [0, 0], [10, 0])).toEqual({ distanceM: 3, alongM: 5 });
    expect(toSegment(-3, 4, [0, 0], [10, 0])).toEqual({ distanceM: 5, alongM: 0 });
    expect(toSegment(3, 4, [0, 0], [0, 0])).toEqual({ distanceM: 5, alongM: 0 });
  });
  it('adds up a line', () => {
    expect(
      lengthOf([
        [0, 0],
        [3, 4],
        [3, 10],
      ]),
    ).toBe(11);
    expect(
      areaOf([
        [0, 0],
        [10, 0],
        [10, 20],
        [0, 20],
      ]),
    ).toBe(200);
  });
  it('draws a buffer that holds the line and what is near it, and nothing farther', () => {
    const bend: Xy[] = [
      [0, 0],
      [500, 0],
      [500, 500],
    ];
    const ring = bufferRing(bend, 50);
    for (const [x, y] of [
      [250, 45],
      [250, -45],
      [545, 250],
      [-40, 0],
      [535, -30],
    ] as Xy[])
      expect(isInside(ring, x, y), `${x},${y}`).toBe(true);
    for (const [x, y] of [
      [250, 60],
      [-60, 0],
      [560, 250],
      [545, -45],
    ] as Xy[])
      expect(isInside(ring, x, y), `${x},${y}`).toBe(false);
    expect(
      bufferRing(
        [
          [0, 0],
          [0, 0],
        ],
        10,
      ),
    ).toHaveLength(72);
    expect(bufferRing([], 10)).toEqual([]);
  });
  it('keeps a radius within what can be meant', () => {
    expect([clampMetres(0), clampMetres(120.4), clampMetres(99_999), clampMetres(Number.NaN)]).toEqual([
      10, 120, 5000, 10,
    ]);
  });
});
