import { beforeEach, describe, expect, it } from 'vitest';
import { cameraId, testPassage } from '../testing.ts';
import { keptPassages, PassageNews, usePassages } from './passages.ts';

let due: (() => void)[] = [];
const flush = () => {
  const now = due;
  due = [];
  for (const run of now) run();
};
const news = new PassageNews(
  run => void due.push(run),
  () => 0,
);
const numbers = () => usePassages.getState().list.map(({ reading }) => reading?.text);
const plates = (...ns: number[]) => ns.map(n => testPassage(n).reading?.text);

beforeEach(() => {
  due = [];
  news.forget();
});

describe('passages', () => {
  it('are listed newest first, also those that come late', () => {
    news.handleNewest([testPassage(5), testPassage(3)]);
    news.handlePassage(testPassage(6));
    news.handlePassage(testPassage(4));
    flush();
    expect(numbers()).toEqual(plates(6, 5, 4, 3));
  });

  it('of an edge whose clock is wrong stand where the core’s clock puts them', () => {
    news.handleNewest([]);
    news.handlePassage(testPassage(10));
    news.handlePassage(testPassage(60, { edgeClockOffsetMs: -55_000 }));
    flush();
    expect(numbers()).toEqual(plates(10, 60));
  });

  it('are drawn once for a burst of them', () => {
    news.handleNewest([]);
    let drawn = 0;
    const stop = usePassages.subscribe(() => {
      drawn += 1;
    });
    for (let n = 0; n < 200; n++) news.handlePassage(testPassage(n));
    flush();
    stop();
    expect(drawn).toBe(1);
    expect(numbers()).toHaveLength(200);
  });

  it('told twice are listed and counted once', () => {
    news.handleNewest([testPassage(1)]);
    news.handlePassage(testPassage(1));
    news.handlePassage(testPassage(2));
    news.handlePassage(testPassage(2));
    flush();
    expect(numbers()).toEqual(plates(2, 1));
    expect(usePassages.getState().counts.get(cameraId(1))).toEqual({ passed: 1, unreadable: 0 });
  });

  it('are bounded: the oldest go', () => {
    news.handleNewest([]);
    for (let n = 0; n < keptPassages + 50; n++) news.handlePassage(testPassage(n));
    flush();
    expect(numbers()).toHaveLength(keptPassages);
    expect(numbers().at(-1)).toEqual(plates(50)[0]);
  });
});

describe('counts', () => {
  it('begin when the page opens and tell the unreadable apart', () => {
    news.handleNewest([testPassage(1), testPassage(0)]);
    expect(usePassages.getState().counts.size).toBe(0);
    news.handlePassage(testPassage(2));
    news.handlePassage(testPassage(3, { reading: null }));
    flush();
    expect(usePassages.getState().counts.get(cameraId(1))).toEqual({ passed: 2, unreadable: 1 });
  });

  it('take in what passed while the connection was lost', () => {
    news.handleNewest([testPassage(1)]);
    news.handleNewest([testPassage(3), testPassage(2), testPassage(1)]);
    flush();
    expect(numbers()).toEqual(plates(3, 2, 1));
    expect(usePassages.getState().counts.get(cameraId(1))?.passed).toBe(2);
  });
});
