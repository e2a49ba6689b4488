// node bench/plates/misread-rates.ts SEED=FILE … > bench/tracks/city/misreads.json
//
// How often the reader takes which character for which, of runs of `npm run bench -- plates --only video --seed SEED`
// that left FILE (bench/out/plates.json): its list of what went wrong over the characters that drove by.
import { readFileSync } from 'node:fs';
import type { Misreads } from '../tracks/city/readers.ts';
import { counts, passesOf } from './passes.ts';
import { drawnLoops, truthOf } from './simulator-loops.ts';

interface Result {
  readonly at: string;
  readonly notes: readonly string[];
  readonly tables: readonly { readonly title: string; readonly rows: readonly (readonly string[])[] }[];
}

const found = new Map<string, number>();
const shown = new Map<string, number>();
const runs: string[] = [];
let [vehicles, unreadable] = [0, 0];
const add = (counted: Map<string, number>, key: string) => counted.set(key, (counted.get(key) ?? 0) + 1);

for (const argument of process.argv.slice(2)) {
  const [seed, file] = argument.split('=') as [string, string];
  const { at, notes, tables } = JSON.parse(readFileSync(file, 'utf8')) as Result;
  const [, ranSeed, times] = /loops of seed (\d+),.* each (\d+) times/.exec(notes.join('\n')) ?? [];
  if (ranSeed !== seed) throw new Error(`${file} is of seed ${ranSeed}`);
  runs.push(`seed ${seed} (${at.slice(0, 10)})`);
  const loops = (await drawnLoops(Number(seed))).filter(({ id }) => !/h265|^empty/.test(id));
  for (const pass of loops.flatMap(loop => passesOf(truthOf(loop), Number(times)).filter(counts))) {
    vehicles += 1;
    for (const character of pass.plate) add(shown, character);
  }
  const wrong = tables.find(({ title }) => title.startsWith('video, what went wrong'))!;
  if (wrong.title.includes('more')) throw new Error(`${file} leaves some out`);
  for (const [, , , , truth = '', passages = ''] of wrong.rows) {
    // None, or two for one vehicle, is another failure than a character taken for another.
    const [read, ...others] = passages.split('; ').map(told => told.split(' ')[0]!);
    if (others.length > 0 || passages === 'no passage') continue;
    if (read === 'unreadable') unreadable += 1;
    else if (truth.length === read!.length)
      for (const [n, character] of [...truth].entries())
        if (read![n] !== character) add(found, `${character}${read![n]}`);
  }
}

const misreads: Misreads = {
  source: `npm run bench -- plates --only video, ${runs.join(' and ')}`,
  ...{ vehicles, unreadable },
  characters: [...found].map(([pair, times]) => {
    const [truth, read] = [...pair] as [string, string];
    return { truth, read, times, of: shown.get(truth)! };
  }),
};
process.stdout.write(`${JSON.stringify(misreads, null, 2)}\n`);
