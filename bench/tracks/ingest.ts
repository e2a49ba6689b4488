// Ingest as the core does it: passages come a few at a turn, are made ready as they come, and go into the database as
// many as wait, 500 at most, one commit each; everything that analyses need is kept up to date, watch lists are met.
import type { Passage } from '@brightwall/protocol/passage';
import { GroupCommit } from '../../server/src/passages/group-commit.ts';
import type { ReadyPassage } from '../../server/src/passages/ports.ts';
import type { City } from './city/city.ts';
import { passageOf } from './city/passage.ts';
import type { Engine } from './engine.ts';

const batch = 500;
/** What comes with one turn of the loop, and what may wait before no more is taken. */
const aTurn = 25;
const atMostWaiting = 3 * batch;
const madeAtOnce = 20_000;

export interface IngestRate {
  readonly perSecond: number;
  /** Milliseconds of each commit. */
  readonly batchMs: number[];
}

/** Rows `from` to the city's end; making them up, some at a time, is not in the time. */
export async function ingest({ passages }: Engine, city: City, from: number): Promise<IngestRate> {
  const batchMs: number[] = [];
  const receivedMs = city.endMs + 400;
  const rows = new GroupCommit<ReadyPassage, boolean>(batch, async group => {
    const start = performance.now();
    const fresh = await passages.insertReady(group, receivedMs);
    batchMs.push(performance.now() - start);
    return group.map(({ passage }) => fresh.has(passage.id));
  });
  const end = city.passed.atMs.length;
  let tookMs = 0;
  for (let first = from; first < end; first += madeAtOnce) {
    const some = Array.from({ length: Math.min(madeAtOnce, end - first) }, (_, n) =>
      passageOf(city, first + n),
    );
    const start = performance.now();
    await storeAll(some, rows, passages);
    tookMs += performance.now() - start;
  }
  return { perSecond: (1000 * (end - from)) / tookMs, batchMs };
}

async function storeAll(
  some: readonly Passage[],
  rows: GroupCommit<ReadyPassage, boolean>,
  passages: Engine['passages'],
): Promise<void> {
  let waiting = 0;
  let onRoom = () => {};
  const stored: Promise<void>[] = [];
  for (let n = 0; n < some.length; n += aTurn) {
    if (waiting >= atMostWaiting)
      await new Promise<void>(done => {
        onRoom = done;
      });
    for (const passage of some.slice(n, n + aTurn)) {
      waiting += 1;
      const one = rows.add(passages.ready(passage)).then(() => {
        waiting -= 1;
        if (waiting < atMostWaiting) onRoom();
      });
      stored.push(one);
    }
    await new Promise(setImmediate);
  }
  await Promise.all(stored);
}
