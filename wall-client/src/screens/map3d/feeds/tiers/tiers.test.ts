import { describe, expect, test } from 'vitest';
import type { CameraInstances } from '../../cameras/camera-instances.ts';
import { projectHead, type View } from '../../cameras/pick.ts';
import { PlaceCells } from '../../cameras/place-cells.ts';
import { boardPixels } from './board-size.ts';
import { admitLive, assumedCost, budgetFor, costOf } from './budget.ts';
import { type PlanInput, TierScheduler } from './scheduler.ts';
import { ScreenGrid } from './screen-grid.ts';
import { tierOf } from './tier.ts';

/** Straight down on 1920×1080: `metresPerPx` metres to a pixel, the origin in the middle. */
const above = (metresPerPx: number): View => ({
  matrix: [2 / (1920 * metresPerPx), 0, 0, 0, 0, 2 / (1080 * metresPerPx), 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
  width: 1920,
  height: 1080,
  metresPerPx,
  unitPx: 1,
  centreW: 1,
});

function instancesAt(places: [x: number, y: number][], tone = 0, mayHavePicture = 1): CameraInstances {
  return {
    ids: places.map((_, i) => `camera-${i}`),
    count: places.length,
    place: new Float32Array(places.flatMap(([x, y]) => [x, y, 0, 1])),
    look: new Float32Array(places.flatMap(() => [0.5, 80, tone, mayHavePicture])),
  };
}

const none: ReadonlySet<string> = new Set();
function input(view: View, instances: CameraInstances, more: Partial<PlanInput> = {}): PlanInput {
  return {
    view,
    scale: 1,
    instances,
    cells: new PlaceCells(instances.place, instances.count),
    chosen: none,
    focused: none,
    projected: none,
    budget: budgetFor({ cores: 4, decodes: true }),
    costOf: () => assumedCost,
    ...more,
  };
}
const grid = (columns: number, rows: number, stepM: number) =>
  Array.from({ length: columns * rows }, (_, i): [number, number] => [
    ((i % columns) - (columns - 1) / 2) * stepM,
    (Math.floor(i / columns) - (rows - 1) / 2) * stepM,
  ]);

describe('a tier', () => {
  test('follows the size on the screen, and is kept a little below where it begins', () => {
    expect([59, 60, 159, 160].map(px => tierOf(px, 'icon'))).toEqual([
      'icon',
      'thumbnail',
      'thumbnail',
      'live',
    ]);
    expect(tierOf(52, 'thumbnail')).toBe('thumbnail');
    expect(tierOf(50, 'thumbnail')).toBe('icon');
    expect(tierOf(140, 'live')).toBe('live');
    expect(tierOf(130, 'live')).toBe('thumbnail');
    expect(tierOf(140, 'thumbnail')).toBe('thumbnail');
  });
  test('is the same on a wall of twice the pixels', () => {
    const [one, two] = [above(1), { ...above(0.5), width: 3840, height: 2160 }];
    expect(boardPixels(two, 2, 1) / 2).toBe(boardPixels(one, 1, 1));
  });
  test('shrinks with distance, slower than the city', () => {
    expect(boardPixels(above(1), 1, 2) / boardPixels(above(1), 1, 1)).toBeCloseTo(2 ** -0.6, 6);
  });
});

describe('the plan', () => {
  test('has a picture for whom there is room, and none that overlap', () => {
    const view = above(1);
    const instances = instancesAt(grid(40, 25, 40));
    const boards = new TierScheduler().plan(input(view, instances));
    expect(boards.length).toBeGreaterThan(80);
    const rects = boards.map(({ index }) => {
      const head = projectHead(view, instances, index)!;
      const px = boardPixels(view, 1, head.w);
      return { left: head.x - px / 2, right: head.x + px / 2, bottom: head.y, top: head.y - (px * 9) / 16 };
    });
    for (const [i, a] of rects.entries())
      for (const b of rects.slice(i + 1))
        expect(a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).toBe(false);
  });
  test('is the same for the same view, cameras and past', () => {
    const asked = input(above(0.7), instancesAt(grid(60, 40, 25)));
    const [one, two] = [new TierScheduler(), new TierScheduler()];
    expect(one.plan(asked)).toEqual(two.plan(asked));
    expect(one.plan(asked)).toEqual(two.plan(asked));
  });
  test('keeps who is shown when the view moves a little', () => {
    const instances = instancesAt(grid(60, 40, 25));
    const scheduler = new TierScheduler();
    const names = (view: View) =>
      new Set(scheduler.plan(input(view, instances)).map(({ cameraId }) => cameraId));
    const before = names(above(1));
    const moved = above(1);
    (moved.matrix as number[])[12] = 20 / 960;
    const after = names(moved);
    const kept = [...before].filter(id => after.has(id)).length;
    expect(kept / before.size).toBeGreaterThan(0.85);
  });
  test('shows nothing from afar, and asks no camera for it', () => {
    const instances = instancesAt(grid(300, 300, 20));
    let asked = 0;
    new PlaceCells(instances.place, instances.count).forEachNear(above(1), 0.5, () => {
      asked += 1;
    });
    expect(asked).toBe(0);
    expect(new TierScheduler().plan(input(above(8), instances))).toEqual([]);
  });
  test('leaves out cameras of which there is no picture', () => {
    expect(new TierScheduler().plan(input(above(1), instancesAt([[0, 0]], 0, 0)))).toEqual([]);
  });
  test('puts the one under the pointer before its neighbours', () => {
    const instances = instancesAt(grid(5, 5, 10));
    const chosen = new Set(['camera-0']);
    expect(new TierScheduler().plan(input(above(1), instances, { chosen }))[0]?.cameraId).toBe('camera-0');
  });
  test('moves what is large, but neither what is dead nor what has a window of its own', () => {
    const near = above(0.4);
    const tier = (tone: number, focused: string[] = []) =>
      new TierScheduler().plan(input(near, instancesAt([[0, 0]], tone), { focused: new Set(focused) }))[0]
        ?.tier;
    expect([tier(0), tier(4), tier(0, ['camera-0'])]).toEqual(['live', 'thumbnail', 'thumbnail']);
  });
  test('puts no board before a picture that lies on the ground', () => {
    const projected = new Set(['camera-0']);
    expect(new TierScheduler().plan(input(above(0.4), instancesAt([[0, 0]]), { projected }))).toEqual([]);
  });
  test('moves no more than the budget, the foremost first', () => {
    const instances = instancesAt(grid(7, 7, 110));
    const budget = { ...budgetFor({ cores: 4, decodes: true }), livePixelsPerS: 5 * assumedCost.pixelsPerS };
    const boards = new TierScheduler().plan(input(above(0.55), instances, { budget }));
    const live = boards.filter(({ tier }) => tier === 'live');
    expect(live.length).toBe(5);
    expect(boards.indexOf(live[4]!)).toBe(4);
  });
  test('of a hundred thousand cameras looks at those near only', () => {
    const instances = instancesAt(grid(400, 250, 40));
    const { cells } = input(above(1), instances);
    let asked = 0;
    cells.forEachNear(above(1), 3, () => {
      asked += 1;
    });
    expect(asked).toBeGreaterThan(1200);
    expect(asked).toBeLessThan(4000);
  });
});

describe('the budget', () => {
  test('has 64 small streams on two cores, and 16 where videos have to be played', () => {
    const costs = Array.from({ length: 300 }, () => costOf(320, 180));
    expect(admitLive(costs, budgetFor({ cores: 2, decodes: true }))).toBeGreaterThanOrEqual(64);
    expect(admitLive(costs, budgetFor({ cores: 8, decodes: false }))).toBe(16);
  });
  test('has as many small streams as the core gives on eight cores, and half of them where they are large', () => {
    const most = (width: number, height: number) =>
      admitLive(
        Array.from({ length: 300 }, () => costOf(width, height)),
        budgetFor({ cores: 8, decodes: true }),
      );
    expect([most(320, 180), most(640, 360)]).toEqual([256, 138]);
  });
  test('is spent by bits as well', () => {
    const wide = { pixelsPerS: 1, bitsPerS: 30e6 };
    expect(admitLive([wide, wide, wide], budgetFor({ cores: 8, decodes: true }))).toBe(2);
  });
});

describe('the screen', () => {
  test('gives each place once', () => {
    const screen = new ScreenGrid();
    screen.reset(100, 100, 1);
    expect(screen.take(0, 0, 40, 20)).toBe(true);
    expect(screen.take(30, 10, 40, 20)).toBe(false);
    expect(screen.take(50, 0, 40, 20)).toBe(true);
    // Room around it, or less than all of it.
    expect(screen.take(0, 22, 40, 20, 6)).toBe(false);
    expect(screen.take(0, 18, 40, 20, -6)).toBe(true);
    expect(screen.take(-30, 80, 60, 40)).toBe(true);
    screen.reset(100, 100, 1);
    expect(screen.take(30, 10, 40, 20)).toBe(true);
  });
});
