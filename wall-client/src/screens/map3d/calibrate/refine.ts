// Levenberg and Marquardt's: from a start to the camera with the least sum of squared misses. Turn, place, focal
// length and, where asked, k1 are free.
import { invertDefinite, type Matrix, normal } from './linear.ts';
import { type Model, misses, type Pair, turned } from './model.ts';

export interface Refined {
  model: Model;
  /** Sum of squares, in widths of the picture. */
  cost: number;
  /** (JᵀJ)⁻¹ in the order turn (3), place (3), focal length's logarithm, k1; null where something stays undetermined. */
  covariance: Matrix | null;
}

const mostSteps = 120;
const squares = (values: readonly number[]) => values.reduce((sum, value) => sum + value * value, 0);

/** null where the start has points behind it. `size`: metres, the scale of the scene. */
export function refine(
  start: Model,
  pairs: readonly Pair[],
  aspect: number,
  options: { bends: boolean; size: number },
): Refined | null {
  const count = options.bends ? 8 : 7;
  // A step of one is a radian, the scene's size, a factor e, one of k1.
  const stepped = (model: Model, step: readonly number[]): Model => ({
    axes: turned(model.axes, [step[0]!, step[1]!, step[2]!]),
    at: [
      model.at[0] + step[3]! * options.size,
      model.at[1] + step[4]! * options.size,
      model.at[2] + step[5]! * options.size,
    ],
    focal: model.focal * Math.exp(step[6]!),
    k1: model.k1 + (step[7] ?? 0),
  });
  let model = start;
  let off = misses(model, pairs, aspect);
  if (!off) return null;
  let cost = squares(off);
  let damping = 1e-3;
  for (let i = 0; i < mostSteps && damping < 1e12; i += 1) {
    const slopes = jacobian(model, stepped, count, pairs, aspect);
    if (!slopes) break;
    const hessian = normal(slopes);
    const gradient = hessian.map((_, j) => slopes.reduce((sum, row, k) => sum + row[j]! * off![k]!, 0));
    const inverse = invertDefinite(damped(hessian, damping));
    const step = inverse?.map(row => -row.reduce((sum, value, j) => sum + value * gradient[j]!, 0));
    const next = step && Math.hypot(...step) < 3 ? stepped(model, step) : null;
    const nextOff = next && misses(next, pairs, aspect);
    const nextCost = nextOff ? squares(nextOff) : Number.POSITIVE_INFINITY;
    if (!(next && nextOff && nextCost < cost)) {
      damping *= 5;
      continue;
    }
    const gained = cost - nextCost;
    [model, off, cost] = [next, nextOff, nextCost];
    damping = Math.max(1e-12, damping / 6);
    if (gained < 1e-12 * cost || cost < 1e-24) break;
  }
  const slopes = jacobian(model, stepped, count, pairs, aspect);
  const inverse = slopes && invertDefinite(normal(slopes));
  // The place back in metres.
  const units = Array.from({ length: count }, (_, i) => (i >= 3 && i < 6 ? options.size : 1));
  const covariance = inverse?.map((row, i) => row.map((value, j) => value * units[i]! * units[j]!)) ?? null;
  return { model, cost, covariance };
}

/** By central differences: rows are misses, columns parameters. */
function jacobian(
  model: Model,
  stepped: (model: Model, step: readonly number[]) => Model,
  count: number,
  pairs: readonly Pair[],
  aspect: number,
): Matrix | null {
  // The cube root of a double's precision, where rounding and curvature cost as much as one another.
  const h = 6e-6;
  const columns: number[][] = [];
  for (let i = 0; i < count; i += 1) {
    const step = (by: number) => Array.from({ length: count }, (_, k) => (k === i ? by : 0));
    const [more, less] = [
      misses(stepped(model, step(h)), pairs, aspect),
      misses(stepped(model, step(-h)), pairs, aspect),
    ];
    if (!more || !less) return null;
    columns.push(more.map((value, k) => (value - less[k]!) / (2 * h)));
  }
  return columns[0]!.map((_, row) => columns.map(column => column[row]!));
}

const damped = (matrix: Matrix, damping: number): Matrix =>
  matrix.map((row, i) => row.map((value, j) => (i === j ? value * (1 + damping) + 1e-15 : value)));
