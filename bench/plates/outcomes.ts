// What was made of the vehicles of one play of a simulator's loop, for tests.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SeenPassage } from '@brightwall/protocol/passage';
import { madeOf } from './made.ts';
import { account, counts, passesOf } from './passes.ts';

const loop = { fps: 25, widthPx: 1280, heightPx: 720 } as const;

/**
 * The vehicles that can be asked for (their plate stood clear and 40 px wide in five frames), with what was made of
 * them; `stray`: passages of none. `startMs`: when the loop's first frame was taken.
 */
export function outcomesOf(dir: string, passages: readonly SeenPassage[], startMs: number) {
  const truth = readFileSync(join(dir, 'truth.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line).vehicles);
  const made = passages.map(passage => ({
    ...madeOf(passage, loop, startMs),
    direction: passage.direction,
  }));
  const { outcomes, stray } = account(passesOf(truth, 1), made);
  return { asked: outcomes.filter(({ pass }) => counts(pass)), stray };
}
