// Ingest as the core does it: batches of 500, one commit each, everything that analyses need kept up to date.
import type { City } from './city/city.ts';
import { passageOf } from './city/passage.ts';
import type { Engine } from './engine.ts';

const batch = 500;

export interface IngestRate {
  readonly perSecond: number;
  /** Milliseconds of each batch. */
  readonly batchMs: number[];
}

/** Rows `from` to the city's end. */
export async function ingest({ passages }: Engine, city: City, from: number): Promise<IngestRate> {
  const batchMs: number[] = [];
  const to = city.passed.atMs.length;
  for (let n = from; n < to; n += batch) {
    const rows = Array.from({ length: Math.min(batch, to - n) }, (_, i) => passageOf(city, n + i));
    const start = performance.now();
    await passages.insert(rows, rows.at(-1)!.passedMs + 400);
    batchMs.push(performance.now() - start);
  }
  const seconds = batchMs.reduce((sum, ms) => sum + ms, 0) / 1000;
  return { perSecond: (to - from) / seconds, batchMs };
}
