// Which vehicles drove past a simulated camera within a stretch of real time, and which of them gave a passage.
import type { SeenPassage } from '@brightwall/protocol/passage';
import { madeOf } from './made.ts';
import { account, counts, passesOf } from './passes.ts';
import type { Loop, TruthVehicle } from './simulator-loops.ts';

export interface Stretch {
  /** This machine's clock, as the simulator's and the agent's. */
  readonly fromMs: number;
  readonly untilMs: number;
}

export interface Arrived {
  /** Vehicles that came to the end of their way, plates to be seen or not. */
  readonly drove: number;
  /** Of them, those whose plate stood clear long and wide enough that they count. */
  readonly asked: number;
  readonly once: number;
  readonly right: number;
}

/**
 * `startMs`: when the camera showed the loop's first frame, before the stretch. `passages`: all that the camera gave
 * from then on; whoever arrived just before the stretch must be known, or its passage would be another's.
 */
export function arrived(
  { loop, truth, startMs }: { loop: Loop; truth: readonly TruthVehicle[][]; startMs: number },
  { fromMs, untilMs }: Stretch,
  passages: readonly SeenPassage[],
): Arrived {
  const frameAt = (atMs: number) => ((atMs - startMs) * loop.fps) / 1000;
  // A loop more, so that nobody is cut off by its end.
  const times = Math.ceil(frameAt(untilMs) / truth.length) + 1;
  const made = passages.filter(({ passedMs }) => passedMs >= startMs).map(p => madeOf(p, loop, startMs));
  const { outcomes } = account(passesOf(truth, times), made);
  const within = outcomes.filter(({ pass }) => pass.to >= frameAt(fromMs) && pass.to < frameAt(untilMs));
  const asked = within.filter(({ pass }) => counts(pass));
  const once = asked.filter(({ made }) => made.length === 1);
  const right = once.filter(({ pass, made }) => made[0]!.text === pass.plate);
  return { drove: within.length, asked: asked.length, once: once.length, right: right.length };
}
