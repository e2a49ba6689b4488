// Fits a logistic whose weights cannot fall below nothing: a surer reader is never less likely right.
import { confidence, type Features, type Logistic } from '../calibration.ts';

export interface Sample {
  readonly features: Features;
  readonly right: boolean;
}

/** Pulls weights to nothing where few samples speak: as if each weight had been seen at 0 this often. */
const ridge = 0.5;
const rounds = 2000;

/** Maximum likelihood with a ridge, by projected gradient (Adam's step sizes); the same every time. */
export function fitLogistic(samples: readonly Sample[], featureCount: number): Logistic {
  const parameters = new Float64Array(featureCount + 1);
  const mean = new Float64Array(featureCount + 1);
  const square = new Float64Array(featureCount + 1);
  for (let round = 1; round <= rounds; round++) {
    const gradient = new Float64Array(featureCount + 1);
    const now = asLogistic(parameters);
    for (const { features, right } of samples) {
      const error = confidence(now, features) - (right ? 1 : 0);
      gradient[0]! += error;
      for (let at = 0; at < featureCount; at++) gradient[at + 1]! += error * (features[at] ?? 0);
    }
    for (let at = 0; at <= featureCount; at++) {
      const slope = (gradient[at]! + (at > 0 ? ridge * parameters[at]! : 0)) / samples.length;
      mean[at] = 0.9 * mean[at]! + 0.1 * slope;
      square[at] = 0.99 * square[at]! + 0.01 * slope * slope;
      const step =
        (0.05 * mean[at]!) / (1 - 0.9 ** round) / (Math.sqrt(square[at]! / (1 - 0.99 ** round)) + 1e-9);
      parameters[at]! -= step * (1 - (0.9 * round) / rounds);
      if (at > 0) parameters[at] = Math.max(0, parameters[at]!);
    }
  }
  return asLogistic(parameters);
}

function asLogistic(parameters: Float64Array): Logistic {
  return { bias: parameters[0]!, weights: [...parameters.subarray(1)] };
}

/** Each sample's probability by a fit that has not seen its group (its plate number). */
export function crossFitted(
  samples: readonly (Sample & { readonly group: number })[],
  featureCount: number,
  folds: number,
): number[] {
  const fits = Array.from({ length: folds }, (_, fold) =>
    fitLogistic(
      samples.filter(({ group }) => group % folds !== fold),
      featureCount,
    ),
  );
  return samples.map(({ group, features }) => confidence(fits[group % folds]!, features));
}
