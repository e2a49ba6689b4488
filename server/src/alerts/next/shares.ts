// Which camera is the next, as shares: what the roads say, corrected by where those went who passed here, then by
// where those went who came the same way. A Markov chain of the first order backed off to the roads, and one of the
// second backed off to the first; each is the Bayesian estimate under a Dirichlet prior (MacKay & Peto, "A hierarchical
// Dirichlet language model", Natural Language Engineering 1995; Zhai & Lafferty 2004, §3). Pure.
import type { Step } from './ports.ts';

/** What is believed before counts as much as this many vehicles; `npm run bench -- watch` tells how it does. */
const priorWeight = 8;

export interface Context {
  readonly direction: Step['direction'];
  readonly beforeId: string | null;
}

/** By camera; their sum is 1 at most, and what it leaves is "elsewhere, or nowhere". `roads`: likewise. */
export function nextShares(
  roads: ReadonlyMap<string, number>,
  steps: readonly Step[],
  { direction, beforeId }: Context,
): Map<string, number> {
  const byAll = smoothed(roads, steps);
  const byDirection =
    direction === 'unknown'
      ? byAll
      : smoothed(
          byAll,
          steps.filter(step => step.direction === direction),
        );
  return beforeId === null
    ? byDirection
    : smoothed(
        byDirection,
        steps.filter(step => step.beforeId === beforeId),
      );
}

/** (n + k·p) ⁄ (N + k): of N vehicles n went there, and p was believed before. */
function smoothed(before: ReadonlyMap<string, number>, steps: readonly Step[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { nextId } of steps) if (nextId !== null) counts.set(nextId, (counts.get(nextId) ?? 0) + 1);
  const all = steps.length + priorWeight;
  const shares = new Map<string, number>();
  for (const id of new Set([...before.keys(), ...counts.keys()]))
    shares.set(id, ((counts.get(id) ?? 0) + priorWeight * (before.get(id) ?? 0)) / all);
  return shares;
}
