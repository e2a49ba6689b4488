import { beforeEach, describe, expect, it } from 'vitest';
import {
  emptyLayout,
  loadLayout,
  parseLayout,
  rememberLayout,
  useWallLayout,
  wallLayout,
} from './wall-layout.ts';

const camera = (n: number) => n.toString(16).padStart(16, '0');
const slots = () => useWallLayout.getState().slots;

beforeEach(() => useWallLayout.setState(emptyLayout));

describe('a camera opened from the tree', () => {
  it('takes the first free tile', () => {
    wallLayout.put(0, camera(1));
    expect(wallLayout.putFirstFree(camera(2))).toBe(1);
    expect(slots()[1]).toBe(camera(2));
  });

  it('takes the selected tile where none is free', () => {
    for (let i = 0; i < 4; i++) wallLayout.put(i, camera(i + 1));
    wallLayout.focus(2);
    expect(wallLayout.putFirstFree(camera(9))).toBe(2);
  });

  it('is selected, not shown twice, where it is on the wall already', () => {
    wallLayout.put(3, camera(1));
    wallLayout.focus(0);
    expect(wallLayout.putFirstFree(camera(1))).toBe(3);
    expect(slots().filter(slot => slot === camera(1))).toHaveLength(1);
    expect(useWallLayout.getState().focused).toBe(3);
  });
});

describe('a selection sent to the wall', () => {
  it('fills the smallest layout that holds it, and leaves nothing of what was there', () => {
    wallLayout.put(5, camera(99));
    wallLayout.fill(Array.from({ length: 5 }, (_, i) => camera(i + 1)));
    expect(useWallLayout.getState()).toMatchObject({ layout: 9, focused: 0, full: null });
    expect(slots().filter(Boolean)).toEqual([1, 2, 3, 4, 5].map(camera));
  });

  it('is cut to sixteen', () => {
    wallLayout.fill(Array.from({ length: 40 }, (_, i) => camera(i + 1)));
    expect(useWallLayout.getState().layout).toBe(16);
    expect(slots().at(-1)).toBe(camera(16));
  });
});

describe('tiles', () => {
  it('swap when one is dragged to another', () => {
    wallLayout.put(0, camera(1));
    wallLayout.put(3, camera(2));
    wallLayout.swap(0, 3);
    expect([slots()[0], slots()[3]]).toEqual([camera(2), camera(1)]);
  });

  it('keep their cameras through a smaller layout', () => {
    wallLayout.setLayout(9);
    wallLayout.put(8, camera(8));
    wallLayout.setLayout(1);
    expect(useWallLayout.getState().focused).toBe(0);
    wallLayout.setLayout(9);
    expect(slots()[8]).toBe(camera(8));
  });

  it('are moved between by the arrows, and the edge holds', () => {
    wallLayout.setLayout(4);
    wallLayout.moveFocus(1, 0);
    wallLayout.moveFocus(1, 0);
    wallLayout.moveFocus(0, 1);
    expect(useWallLayout.getState().focused).toBe(3);
  });

  it('leave full screen when emptied, and an empty one never enters it', () => {
    wallLayout.setFull(1);
    expect(useWallLayout.getState().full).toBeNull();
    wallLayout.put(1, camera(1));
    wallLayout.setFull(1);
    wallLayout.clear(1);
    expect(useWallLayout.getState().full).toBeNull();
  });
});

describe('the wall’s memory', () => {
  it('is each user’s own and survives the page', () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
    const stop = rememberLayout(storage, 'li');
    wallLayout.setLayout(16);
    wallLayout.put(15, camera(7));
    stop();
    loadLayout(storage, 'wang');
    expect(slots()[15]).toBeNull();
    loadLayout(storage, 'li');
    expect(useWallLayout.getState().layout).toBe(16);
    expect(slots()[15]).toBe(camera(7));
  });

  it('takes nonsense for nothing', () => {
    for (const text of [null, '', '{', '7', '{"layout":5,"slots":"x"}', '{"slots":[1,{},"zz"]}']) {
      expect(parseLayout(text)).toEqual(emptyLayout);
    }
  });

  it('costs nothing where the browser forbids storage', () => {
    const stop = rememberLayout(
      {
        setItem() {
          throw new Error('denied');
        },
      },
      'li',
    );
    wallLayout.put(0, camera(1));
    expect(slots()[0]).toBe(camera(1));
    stop();
  });
});
