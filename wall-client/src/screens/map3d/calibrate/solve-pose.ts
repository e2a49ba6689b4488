// From pairs of points to a camera: its place, turn, focal length and, where enough pairs show it, the bend of its lens.
import { leastPairs } from '@brightwall/protocol/calibration';
import { type PicturePoint, type Pose, turnOf, type Vec3 } from '../fusion/pose.ts';
import { fromMiddle, misses, type Pair } from './model.ts';
import { type Refined, refine } from './refine.ts';
import { type Spread, spreadOf, starts } from './starts.ts';

export interface PictureSize {
  widthPx: number;
  heightPx: number;
}

/** Texts for people: the wall's locales, `fusion.faults`. */
export type SolveFault =
  /** Fewer than six pairs. */
  | 'too-few'
  /** All on one line, on the map or in the picture: any camera around that line would do. */
  | 'collinear'
  /** Distance and focal length cannot be told apart, as for a wall seen straight on. */
  | 'undetermined'
  /** No camera sees these points so. */
  | 'no-solution';

export type Solution =
  | { kind: 'fault'; fault: SolveFault }
  | {
      kind: 'solved';
      pose: Pose;
      /** Of each pair, pixels. */
      residualsPx: number[];
      rmsPx: number;
      /** Standard deviation of the camera's place if points are found as well as the residual says, metres. */
      spreadM: number;
    };

/** Points that spread less than this part of their length to the side lie on a line. */
const lineIsBelow = 0.02;
/** k1 is solved from this many pairs on, and kept where it takes this part of the residual away: noise alone takes 6 %. */
const bendFrom = 8;
const bendIsWorth = 0.8;
const mostBend = 0.6;
/** Nobody finds a point more exactly, pixels. */
const leastErrorPx = 0.7;
/** A place known no better than this part of the way to the points is none. */
const mostSpread = 0.5;

const fault = (name: SolveFault): Solution => ({ kind: 'fault', fault: name });

export function solvePose(pairs: readonly Pair[], picture: PictureSize): Solution {
  if (pairs.length < leastPairs) return fault('too-few');
  const aspect = picture.widthPx / picture.heightPx;
  const spread = spreadOf(pairs.map(({ at }) => at));
  if (
    onLine(spread) ||
    onLine(
      pictureSpread(
        pairs.map(pair => pair.picture),
        aspect,
      ),
    )
  )
    return fault('collinear');
  const size = spread.sizes[0];
  let best: Refined | null = null;
  for (const start of starts(pairs, aspect, spread)) {
    const refined = refine(start, pairs, aspect, { bends: false, size });
    if (refined && (!best || refined.cost < best.cost)) best = refined;
  }
  if (!best) return fault('no-solution');
  const bent = pairs.length >= bendFrom ? refine(best.model, pairs, aspect, { bends: true, size }) : null;
  if (bent?.covariance && Math.abs(bent.model.k1) <= mostBend && bent.cost < bendIsWorth ** 2 * best.cost)
    best = bent;
  return told(best, pairs, picture, spread);
}

function told(
  { model, cost, covariance }: Refined,
  pairs: readonly Pair[],
  { widthPx, heightPx }: PictureSize,
  { middle }: Spread,
): Solution {
  const aspect = widthPx / heightPx;
  const off = misses(model, pairs, aspect);
  if (!off || model.focal < 0.1 || model.focal > 50) return fault('no-solution');
  const rmsPx = Math.sqrt(cost / pairs.length) * widthPx;
  const errorPx = Math.max(leastErrorPx, rmsPx / Math.SQRT2);
  const variance = covariance ? covariance[3]![3]! + covariance[4]![4]! + covariance[5]![5]! : Number.NaN;
  const spreadM = Math.sqrt(variance) * (errorPx / widthPx);
  const far = Math.hypot(middle[0] - model.at[0], middle[1] - model.at[1], middle[2] - model.at[2]);
  if (!(spreadM < mostSpread * far)) return fault('undetermined');
  const { axes, at, focal, k1 } = model;
  return {
    kind: 'solved',
    pose: { at, ...turnOf(axes), focal, aspect, k1, k2: 0 },
    residualsPx: pairs.map((_, i) => Math.hypot(off[2 * i]!, off[2 * i + 1]!) * widthPx),
    rmsPx,
    spreadM,
  };
}

const onLine = ({ sizes: [longest, next] }: Spread): boolean => !(next > lineIsBelow * longest);

const pictureSpread = (points: readonly PicturePoint[], aspect: number): Spread =>
  spreadOf(points.map((point): Vec3 => [...fromMiddle(point, aspect), 0]));
