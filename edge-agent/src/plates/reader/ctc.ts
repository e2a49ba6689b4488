// What else a CTC output can be asked: what it says without any grammar, how likely it makes a given number,
// and where in it each character stands.
import { type CtcOutput, logAdd } from './ctc-beam.ts';

/** The likeliest class of every step, repeats and blanks dropped: symbol indices. */
export function greedySymbols({ logp, steps, classes }: CtcOutput): number[] {
  const symbols: number[] = [];
  let last = 0;
  for (let step = 0; step < steps; step++) {
    let best = 0;
    for (let index = 1; index < classes; index++) {
      if (logp[step * classes + index]! > logp[step * classes + best]!) best = index;
    }
    if (best !== 0 && best !== last) symbols.push(best - 1);
    last = best;
  }
  return symbols;
}

/** Natural log of the probability of exactly these symbols, all alignments summed (Graves 2006, §4.1). */
export function ctcLogProbability({ logp, steps, classes }: CtcOutput, symbols: readonly number[]): number {
  const labels = withBlanks(symbols);
  let alpha = new Float64Array(labels.length).fill(-Infinity);
  for (let step = 0; step < steps; step++) {
    const next = new Float64Array(labels.length).fill(-Infinity);
    for (let at = 0; at < labels.length; at++) {
      let from = step === 0 ? (at < 2 ? 0 : -Infinity) : alpha[at]!;
      if (step > 0 && at > 0) from = logAdd(from, alpha[at - 1]!);
      if (step > 0 && maySkip(labels, at)) from = logAdd(from, alpha[at - 2]!);
      next[at] = from + logp[step * classes + labels[at]!]!;
    }
    alpha = next;
  }
  return logAdd(alpha[labels.length - 1]!, labels.length > 1 ? alpha[labels.length - 2]! : -Infinity);
}

/** The step at which each symbol is most itself, on the likeliest alignment (Viterbi); empty when there is none. */
export function peakSteps({ logp, steps, classes }: CtcOutput, symbols: readonly number[]): number[] {
  const labels = withBlanks(symbols);
  let best = new Float64Array(labels.length).fill(-Infinity);
  const from = new Int16Array(steps * labels.length);
  for (let step = 0; step < steps; step++) {
    const next = new Float64Array(labels.length).fill(-Infinity);
    for (let at = 0; at < labels.length; at++) {
      let origin = at;
      let score = step === 0 ? (at < 2 ? 0 : -Infinity) : best[at]!;
      if (step > 0 && at > 0 && best[at - 1]! > score) {
        origin = at - 1;
        score = best[origin]!;
      }
      if (step > 0 && maySkip(labels, at) && best[at - 2]! > score) {
        origin = at - 2;
        score = best[origin]!;
      }
      next[at] = score + logp[step * classes + labels[at]!]!;
      from[step * labels.length + at] = origin;
    }
    best = next;
  }
  const last = labels.length - 1;
  let at = last > 0 && best[last - 1]! > best[last]! ? last - 1 : last;
  if (!Number.isFinite(best[at]!)) return [];
  const peaks = new Array<number>(symbols.length).fill(-1);
  for (let step = steps - 1; step >= 0; step--) {
    const symbol = (at - 1) / 2;
    if (at % 2 === 1) {
      const label = labels[at]!;
      const peak = peaks[symbol]!;
      if (peak < 0 || logp[step * classes + label]! > logp[peak * classes + label]!) peaks[symbol] = step;
    }
    at = from[step * labels.length + at]!;
  }
  return peaks;
}

function withBlanks(symbols: readonly number[]): number[] {
  const labels = [0];
  for (const symbol of symbols) labels.push(symbol + 1, 0);
  return labels;
}

/** From one symbol straight to the next, unless they are the same: a blank must part those. */
function maySkip(labels: readonly number[], at: number): boolean {
  return at > 1 && at % 2 === 1 && labels[at] !== labels[at - 2];
}
