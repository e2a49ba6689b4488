// How a reader's own figures become the probability that the whole number is right: a logistic of a few features,
// each of which can only raise it, fitted on photographs (calibrate/main.ts) and stored beside the weights.

/** One line of features; larger is always surer. */
export type Features = readonly number[];

export interface Logistic {
  readonly bias: number;
  /** ≥ 0, one per feature. */
  readonly weights: readonly number[];
}

export interface Calibration {
  /** SHA-256 of the recogniser's weights it was fitted for. */
  readonly recogniser: string;
  /** A reading by the small net alone, and one that both readers had a say in. */
  readonly small: Logistic;
  readonly both: Logistic;
}

/** What a reading may claim when nobody has measured these very weights. */
const unmeasuredCap = 0.94;

export const featureCount = { small: 3, both: 5 } as const;

export function confidence({ bias, weights }: Logistic, features: Features): number {
  let sum = bias;
  for (let at = 0; at < weights.length; at++) sum += weights[at]! * (features[at] ?? 0);
  return 1 / (1 + Math.exp(-sum));
}

/** Used until weights are measured: cautious, and never near certain. */
export const unmeasured: Calibration = {
  recogniser: '',
  small: { bias: -1.5, weights: [1, 0.5, 0.5] },
  both: { bias: -1.5, weights: [0.5, 0.5, 0.5, 0.5, 0.5] },
};

export interface Calibrated {
  readonly calibration: Calibration;
  readonly cap: number;
}

/** The stored calibration when it is one of these weights, else the cautious one. */
export function calibrationFor(stored: unknown, recogniserSha256: unknown): Calibrated {
  if (isCalibration(stored) && stored.recogniser === recogniserSha256)
    return { calibration: stored, cap: 0.9999 };
  return { calibration: isCalibration(stored) ? stored : unmeasured, cap: unmeasuredCap };
}

function isCalibration(value: unknown): value is Calibration {
  if (typeof value !== 'object' || value === null) return false;
  const { recogniser, small, both } = value as Record<string, unknown>;
  return (
    typeof recogniser === 'string' &&
    isLogistic(small, featureCount.small) &&
    isLogistic(both, featureCount.both)
  );
}

function isLogistic(value: unknown, count: number): value is Logistic {
  if (typeof value !== 'object' || value === null) return false;
  const { bias, weights } = value as Record<string, unknown>;
  return (
    Number.isFinite(bias) &&
    Array.isArray(weights) &&
    weights.length === count &&
    weights.every(weight => Number.isFinite(weight) && weight >= 0)
  );
}
