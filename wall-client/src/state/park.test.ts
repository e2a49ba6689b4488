import type { GateEvent } from '@brightwall/protocol/park';
import { afterEach, expect, it } from 'vitest';
import { cameraId } from '../testing.ts';
import { keptEvents, ParkNews, takeParkState, usePark } from './park.ts';

let flush = () => {};
const news = new ParkNews(run => {
  flush = run;
});
afterEach(() => news.forget());

const event = (n: number): GateEvent => ({
  ...{ id: n.toString().padStart(8, '0'), cameraId: cameraId(1), passedMs: n, way: 'in', verdict: 'unknown' },
  ...{ plate: '浙A3K901', kind: 'small', colour: 'blue', pictures: null, listed: null },
});
const today = {
  ...{ in: 0, out: 0 },
  verdicts: { permitted: 0, visitor: 0, expired: 0, refused: 0, near: 0, unknown: 0, unreadable: 0 },
};
const limits = { permitted: null, visitor: null, refused: null, unlisted: null };
const shown = () => usePark.getState().events.map(({ passedMs }) => passedMs);

it('events are shown newest first, each once, and no more than are kept', () => {
  news.handleEvent(event(2));
  takeParkState({ gates: [], limits, today, events: [event(3), event(1)] });
  flush();
  news.handleEvent(event(3));
  flush();
  expect([shown(), usePark.getState().version]).toEqual([[3, 2, 1], 2]);
  for (let n = 10; n < 10 + keptEvents; n++) news.handleEvent(event(n));
  flush();
  expect([shown().length, shown()[0], shown().at(-1)]).toEqual([keptEvents, 9 + keptEvents, 10]);
});

it('a change without an event asks anew once, however many there are together', () => {
  for (let n = 0; n < 5; n++) news.handleChanged();
  flush();
  expect(usePark.getState()).toMatchObject({ version: 1, changes: 5 });
  news.handleEvent(event(1));
  flush();
  expect(usePark.getState()).toMatchObject({ version: 2, changes: 5 });
});
