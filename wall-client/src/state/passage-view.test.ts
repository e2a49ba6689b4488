import { beforeEach, describe, expect, it } from 'vitest';
import { cameraId, testPassage } from '../testing.ts';
import {
  accepts,
  emptyPassageView,
  loadPassageView,
  parsePassageView,
  passageView,
  rememberPassageView,
  usePassageView,
} from './passage-view.ts';
import { emptyLayout } from './wall-layout.ts';

beforeEach(() => usePassageView.setState(emptyPassageView));

describe('a filter', () => {
  const wall = {
    layout: 1 as const,
    slots: emptyLayout.slots.map((_, i) => (i < 2 ? cameraId(i + 1) : null)),
  };

  it('of the wall takes the tiles in sight only', () => {
    const accept = accepts({ kind: 'wall' }, wall);
    expect([accept(cameraId(1)), accept(cameraId(2))]).toEqual([true, false]);
  });

  it('of chosen cameras takes those, and of all takes every one', () => {
    const accept = accepts({ kind: 'cameras', ids: [cameraId(7)] }, wall);
    expect([accept(cameraId(7)), accept(cameraId(1))]).toEqual([true, false]);
    expect(accepts({ kind: 'all' }, wall)(cameraId(9))).toBe(true);
  });
});

describe('the strip’s memory', () => {
  it('is each user’s own; an open passage is not part of it', () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
    const stop = rememberPassageView(storage, 'li');
    passageView.setFilter({ kind: 'cameras', ids: [cameraId(3)] });
    passageView.setFolded(true);
    passageView.open(testPassage(1));
    stop();
    loadPassageView(storage, 'wang');
    expect(usePassageView.getState()).toEqual(emptyPassageView);
    loadPassageView(storage, 'li');
    expect(usePassageView.getState()).toEqual({
      filter: { kind: 'cameras', ids: [cameraId(3)] },
      folded: true,
      open: null,
      among: null,
    });
  });

  it('takes nonsense for nothing', () => {
    for (const text of [null, '{', '7', '{"filter":5}', '{"filter":{"kind":"x"},"folded":"yes"}'])
      expect(parsePassageView(text)).toEqual(emptyPassageView);
    expect(parsePassageView('{"filter":{"kind":"cameras","ids":["../x",4]}}').filter).toEqual({
      kind: 'cameras',
      ids: [],
    });
  });
});
