// npm run bench -- watch [--entries 100000] [--passages 200000] [--seed 1]
// What the watch list costs each passage, against an expression per entry, whose answers must be the same; and how often
// the next camera of a vehicle is foretold (next/).
import { parseArgs } from 'node:util';
import type { Passage } from '@brightwall/protocol/passage';
import { WatchMatcher } from '../../server/src/alerts/matcher.ts';
import type { WatchTerms } from '../../server/src/alerts/ports.ts';
import { type BenchResult, type Figure, percentile, type Table } from '../frame.ts';
import { City, type Mix } from './city.ts';
import { loopedMatcher } from './looped.ts';
import { nextCameras } from './next/next-cameras.ts';

const rounds = 7;
const loopedPassages = 200;
const vehicles = 300_000;

export async function run(args: string[]): Promise<BenchResult> {
  const { values } = parseArgs({
    args,
    options: {
      entries: { type: 'string', default: '100000' },
      passages: { type: 'string', default: '200000' },
      seed: { type: 'string', default: '1' },
    },
  });
  const [entries, count, seed] = [values.entries, values.passages, values.seed].map(Number) as [
    number,
    number,
    number,
  ];
  const city = new City(seed, vehicles);
  const passages = city.passages(count);
  const mixes: [string, Mix][] = [
    ['a passage, a tenth wildcards, a tenth tolerant', { entries, wildcards: 0.1, tolerant: 0.1 }],
    ['a passage, a tenth wildcards, none tolerant', { entries, wildcards: 0.1, tolerant: 0 }],
    ['a passage, whole numbers only', { entries, wildcards: 0, tolerant: 0 }],
    ['a passage, wildcards only', { entries, wildcards: 1, tolerant: 0 }],
  ];
  const figures: Figure[] = [];
  const rows: string[][] = [];
  for (const [name, mix] of mixes) {
    const terms = city.terms(mix);
    const start = process.cpuUsage();
    const matcher = matcherOf(terms);
    const loadMs = cpuUs(start) / 1000;
    const samples = timed(matcher, passages);
    const looped = compared(matcher, terms, passages.slice(0, loopedPassages));
    figures.push({
      name,
      figure: percentile(samples, 0.5),
      baseline: looped.microseconds,
      spread: `min ${Math.min(...samples).toFixed(2)} max ${Math.max(...samples).toFixed(2)}, n=${rounds}×${count}`,
    });
    const met = passages.filter(passage => matcher.match(passage).length > 0).length;
    rows.push([name, `${loadMs.toFixed(0)} ms`, `${met} of ${count}`, `${looped.met}`]);
  }
  const table: Table = {
    title: `${entries} entries`,
    head: ['what', 'all added in', 'passages met', `met of ${loopedPassages}, both ways alike`],
    rows,
  };
  const notes = [
    `baseline: one RegExp for each entry, tried one after the other, ${loopedPassages} passages`,
    `seed ${seed}, ${vehicles} vehicles; one process, no database; µs of the processor`,
  ];
  const next = nextCameras(seed);
  return {
    figures: [...figures, ...next.figures],
    notes: [...notes, ...next.notes],
    tables: [table, ...(next.tables ?? [])],
  };
}

function matcherOf(terms: readonly WatchTerms[]): WatchMatcher {
  const matcher = new WatchMatcher(() => null);
  for (const one of terms) matcher.add(one);
  return matcher;
}

/** µs of the processor a passage, one figure for each round; the first round warms up and is left out. */
function timed(matcher: WatchMatcher, passages: readonly Passage[]): number[] {
  const samples: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const start = process.cpuUsage();
    for (const passage of passages) matcher.match(passage);
    if (round > 0) samples.push(cpuUs(start) / passages.length);
  }
  return samples;
}

/** Throws where the two ways differ. */
function compared(
  matcher: WatchMatcher,
  terms: readonly WatchTerms[],
  passages: readonly Passage[],
): { microseconds: number; met: number } {
  const looped = loopedMatcher(terms);
  const start = process.cpuUsage();
  const answers = passages.map(({ reading, colour }) => looped(reading!.text, colour));
  const microseconds = cpuUs(start) / passages.length;
  for (const [n, passage] of passages.entries()) {
    const [ours, theirs] = [matcher.match(passage).sort().join(), answers[n]!.sort().join()];
    if (ours !== theirs) throw new Error(`${passage.reading?.text}: ${ours} and ${theirs}`);
  }
  return { microseconds, met: answers.filter(ids => ids.length > 0).length };
}

/** Of the processor, not of the clock: a busy machine makes a passage no dearer. */
function cpuUs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return user + system;
}
