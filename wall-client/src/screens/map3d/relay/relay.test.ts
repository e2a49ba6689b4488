import { Heap } from '@brightwall/kit/roads/heap';
import { parseRoadGraph } from '@brightwall/kit/roads/road-graph';
import { part, Router } from '@brightwall/kit/roads/router';
import { describe, expect, it } from 'vitest';
import { LocalFrame, type LonLat } from '../geo.ts';
import { CameraGrid } from '../select/camera-grid.ts';
import { lengthOf, type Xy } from '../select/plane.ts';
import { nextCameras } from './next-roads.ts';
import { relayStops, relayWindows } from './relay.ts';
import { idsOf, relayView, stepOf } from './relay-view.ts';

const frame = new LocalFrame({ lon: 120, lat: 30 });
const at = (x: number, y: number): LonLat => frame.toLonLat(x, y);
const lonLat = (x: number, y: number): [number, number] => [at(x, y).lon, at(x, y).lat];
const rounded = (line: readonly LonLat[]) => line.map(p => frame.toLocal(p).map(m => Math.round(m)));

/** Streets 100 m apart, n×n crossings; the street from west to east at y is named Ey, from south to north Nx. */
function town(n: number, change: (edge: { from: number; to: number }) => object = () => ({})) {
  const nodes = Array.from({ length: n * n }, (_, i) => lonLat((i % n) * 100, Math.floor(i / n) * 100));
  const edges: object[] = [];
  for (let y = 0; y < n; y += 1)
    for (let x = 0; x < n; x += 1) {
      const from = y * n + x;
      if (x + 1 < n) edges.push({ from, to: from + 1, name: `E${y}`, ...change({ from, to: from + 1 }) });
      if (y + 1 < n) edges.push({ from, to: from + n, name: `N${x}`, ...change({ from, to: from + n }) });
    }
  return parseRoadGraph({ version: 1, nodes, edges }, frame);
}

const gridOf = (...cameras: [x: number, y: number, headingDeg: number | null][]) =>
  new CameraGrid(
    cameras.map(([x, y, headingDeg], i) => ({ camera: { id: `${i}` }, place: { ...at(x, y), headingDeg } })),
    frame,
  );

describe('the way along the roads', () => {
  it('is the shortest one, from and to points beside the roads', () => {
    const way = new Router(town(5)).wayThrough([at(20, 5), at(305, 180)]);
    const local = way.map(p => frame.toLocal(p));
    expect(lengthOf(local)).toBeCloseTo(280 + 180, 0);
    expect(rounded(way)[0]).toEqual([20, 0]);
    expect(rounded(way).at(-1)).toEqual([300, 180]);
  });
  it('goes through every point in order', () => {
    const way = rounded(new Router(town(4)).wayThrough([at(0, 0), at(300, 0), at(300, 300)]));
    expect(way).toContainEqual([300, 0]);
    expect(lengthOf(way as unknown as Xy[])).toBe(600);
  });
  it('stays on one street where both points are on it', () => {
    expect(rounded(new Router(town(3)).wayThrough([at(80, 2), at(30, 0)]))).toEqual([
      [80, 0],
      [30, 0],
    ]);
  });
  it('keeps one-way streets', () => {
    const oneway = town(2, ({ from, to }) => ({ oneway: from === 0 && to === 1 }));
    const way = new Router(oneway).wayThrough([at(90, 0), at(10, 0)]);
    expect(lengthOf(way.map(p => frame.toLocal(p)))).toBeCloseTo(10 + 300 + 10, 0);
  });
  it('is straight where there is no road', () => {
    expect(rounded(new Router(town(2)).wayThrough([at(1000, 1000), at(2000, 1000)]))).toEqual([
      [1000, 1000],
      [2000, 1000],
    ]);
  });
  it('is the shortest among ten thousand crossings', () => {
    const router = new Router(town(100));
    const startedAt = performance.now();
    const way = router.wayThrough([at(10, 10), at(9800, 9700)]).map(p => frame.toLocal(p));
    process.stdout.write(
      `a way through 10,000 crossings: ${(performance.now() - startedAt).toFixed(1)} ms, the first of its router\n`,
    );
    expect(lengthOf(way)).toBeCloseTo(9790 + 9700, 0);
  });
  it('refuses a file that is no graph', () => {
    for (const body of [
      null,
      {},
      { nodes: [[1]], edges: [] },
      { nodes: [[1, 2]], edges: [{ from: 0, to: 9 }] },
    ])
      expect(() => parseRoadGraph(body, frame)).toThrow('road-graph.json');
  });
  it('cuts a line to a part of it, in either direction', () => {
    const line: Xy[] = [
      [0, 0],
      [10, 0],
      [10, 10],
    ];
    expect(part(line, 5, 15)).toEqual([
      [5, 0],
      [10, 0],
      [10, 5],
    ]);
    expect(part(line, 15, 5)[0]).toEqual([10, 5]);
  });
  it('takes the smallest first', () => {
    const heap = new Heap();
    for (const key of [5, 3, 9, 1, 7, 1]) heap.push(key, key);
    expect(Array.from({ length: 7 }, () => heap.pop()?.key)).toEqual([1, 1, 3, 5, 7, 9, undefined]);
  });
});

describe('视频接力', () => {
  const line: Xy[] = [
    [0, 0],
    [1000, 0],
  ];
  it('has the cameras beside the way in its order, and says what they see of what passes', () => {
    const stops = relayStops(
      gridOf([800, 10, 270], [100, -10, 90], [400, 5, 0], [500, 90, 0], [600, 0, null]),
      line,
      40,
    );
    expect(stops.map(({ cameraId, sees }) => `${cameraId} ${sees}`)).toEqual([
      '1 tail',
      '2 side',
      '4 unknown',
      '0 front',
    ]);
  });
  it('keeps the nearer of two at one spot that see the same side, and both where they see different ones', () => {
    const stops = relayStops(gridOf([100, 30, 270], [110, 5, 272], [105, 8, 90]), line, 40);
    expect(stops.map(({ cameraId }) => cameraId)).toEqual(['2', '1']);
  });
  it('shows the camera being passed and those to come, and the last ones at the end', () => {
    const stops = relayStops(
      gridOf([100, 0, 0], [200, 0, 0], [300, 0, 0], [400, 0, 0], [500, 0, 0]),
      line,
      40,
    );
    expect(relayWindows(stops, 0, 3)).toEqual(['0', '1', '2']);
    expect(relayWindows(stops, 1, 3)).toEqual(['1', '2', '3']);
    expect(relayWindows(stops, 4, 3)).toEqual(['2', '3', '4']);
    expect(relayWindows([], 0, 3)).toEqual([]);
  });
});

describe('the next road', () => {
  const router = new Router(town(5));
  it('offers the next camera along each road that leaves a crossing', () => {
    const grid = gridOf(
      [203, 196, 0],
      [300, 205, 0],
      [205, 390, 0],
      [60, 195, 0],
      [205, 20, 0],
      [400, 210, 0],
    );
    const next = nextCameras(router, grid, '0', at(203, 196));
    expect(
      next.map(({ cameraId, road, distanceM }) => [cameraId, road, Math.round(distanceM / 10) * 10]),
    ).toEqual([
      ['1', 'E2', 100],
      ['3', 'E2', 140],
      ['4', 'N2', 180],
      ['2', 'N2', 190],
    ]);
    expect(next.map(({ headingDeg }) => Math.round(headingDeg))).toEqual([90, 270, 180, 0]);
  });
  it('offers both ways of the street where a camera stands between crossings', () => {
    const grid = gridOf([150, 203, 0], [300, 205, 0], [20, 195, 0]);
    expect(
      nextCameras(router, grid, '0', at(150, 203))
        .map(({ cameraId }) => cameraId)
        .sort(),
    ).toEqual(['1', '2']);
  });
  it('offers none far from any road, and none where no other camera is', () => {
    expect(nextCameras(router, gridOf([203, 196, 0]), '0', at(203, 196))).toEqual([]);
    expect(nextCameras(router, gridOf([5000, 5000, 0]), '0', at(5000, 5000))).toEqual([]);
  });

  it('offers straight on first to a vehicle that is followed, and going back last', () => {
    const grid = gridOf([203, 196, 0], [300, 205, 0], [205, 390, 0], [60, 195, 0], [205, 20, 0]);
    // It came from the west, a little south of it.
    const view = relayView({ kind: 'follow', trail: ['3', '0'] }, grid, router, 40);
    expect(view.kind === 'follow' && view.options.map(({ cameraId }) => cameraId)).toEqual([
      '1',
      '2',
      '4',
      '3',
    ]);
    expect([view.current, view.windows, idsOf(view)]).toEqual(['0', ['0', '1', '2'], ['3', '0']]);
    expect([stepOf(view, 1), stepOf(view, -1)]).toEqual(['1', '3']);
  });
});

describe('a relay along a way', () => {
  const grid = gridOf([100, 0, 90], [200, 0, 90], [300, 0, 90]);
  const line = [at(0, 0), at(400, 0)];
  it('begins at the first camera and steps along, no farther than its ends', () => {
    const steps: (string | null)[] = [];
    let view = relayView({ kind: 'way', line, cameraId: null }, grid, null, 40);
    for (let next = view.current; next !== null; next = stepOf(view, 1)) {
      steps.push(next);
      view = relayView({ kind: 'way', line, cameraId: next }, grid, null, 40);
    }
    expect(steps).toEqual(['0', '1', '2']);
    expect(stepOf(relayView({ kind: 'way', line, cameraId: '0' }, grid, null, 40), -1)).toBeNull();
  });
  it('goes on from the first where its camera is no longer beside it', () => {
    const view = relayView({ kind: 'way', line, cameraId: 'gone' }, grid, null, 40);
    expect([view.current, view.windows]).toEqual(['0', ['0', '1', '2']]);
  });
  it('has nothing to show where no camera is', () => {
    const view = relayView({ kind: 'way', line, cameraId: null }, gridOf([100, 900, 0]), null, 40);
    expect([view.current, view.windows, stepOf(view, 1)]).toEqual([null, [], null]);
  });
});
