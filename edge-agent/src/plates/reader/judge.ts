// What the readers' opinions of one plate come to: the likeliest number, and the figures its calibration rests on.
import type { Features } from './calibration.ts';
import type { Opinion } from './opinion.ts';

/** Neither reader's "impossible" may outvote the other for good. */
const leastLogp = -14;
/** Numbers of each reader that both are asked about. */
const candidatesEach = 4;

/** What was measured on one plate; the calibration is fitted on these. */
export interface Measured {
  readonly text: string;
  readonly pattern: number;
  readonly features: Features;
  readonly by: 'small' | 'both';
}

interface Candidate {
  readonly text: string;
  readonly pattern: number;
  readonly score: number;
}

export function measureAlone(small: Opinion): Measured | null {
  const [best, next] = small.hypotheses;
  if (!best) return null;
  return {
    text: best.text,
    pattern: best.pattern,
    by: 'small',
    features: [
      logit(best.logp),
      margin(best.score, next?.score, best.logp),
      small.greedy === best.text ? 1 : 0,
    ],
  };
}

export function measureBoth(
  small: Opinion,
  seconds: readonly Opinion[],
  weights: readonly number[],
): Measured | null {
  const [best, next] = rank([small, ...seconds], weights);
  if (!best) return null;
  const mean = (of: (opinion: Opinion) => number) =>
    seconds.reduce((sum, opinion) => sum + of(opinion), 0) / seconds.length;
  // How much rather the second reader would have said something else: 0 where it is of the same opinion.
  const against = (opinion: Opinion) => {
    const own = opinion.hypotheses[0];
    if (!own) return leastLogp;
    return Math.max(leastLogp, Math.min(0, opinion.logProbability(best.text) - own.logp));
  };
  const plain = (opinion: Opinion) => (opinion.greedy === best.text ? 1 : 0);
  return {
    text: best.text,
    pattern: best.pattern,
    by: 'both',
    features: [
      logit(small.logProbability(best.text)),
      logit(mean(opinion => Math.max(leastLogp, opinion.logProbability(best.text)))),
      margin(best.score, next?.score, best.score),
      (plain(small) + mean(plain)) / 2,
      mean(against),
    ],
  };
}

/** The numbers any of the readers thinks of, by what all of them say of each, best first. */
export function rank(opinions: readonly Opinion[], weights: readonly number[]): Candidate[] {
  const known = new Map<string, number>();
  for (const opinion of opinions) {
    for (const { text, pattern } of opinion.hypotheses.slice(0, candidatesEach)) known.set(text, pattern);
  }
  return [...known]
    .map(([text, pattern]) => {
      const logp = opinions.reduce(
        (sum, opinion) => sum + Math.max(leastLogp, opinion.logProbability(text)) / opinions.length,
        0,
      );
      return { text, pattern, score: logp + Math.log(weights[pattern]!) };
    })
    .sort((a, b) => b.score - a.score);
}

/** ln(p/(1−p)) of a log-probability, within bounds a logistic can work with. */
function logit(logp: number): number {
  if (!(logp > -12)) return -12;
  return Math.min(8, logp - Math.log(Math.max(1e-9, -Math.expm1(logp))));
}

/** How far the best is ahead of the next. Where no other number came out, of all that is no number. */
function margin(best: number, next: number | undefined, logp: number): number {
  const ahead = next === undefined ? logit(logp) : best - next;
  return Math.min(12, Math.max(0, ahead));
}
