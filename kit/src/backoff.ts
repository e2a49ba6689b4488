/** How long to wait before try n. Bounded and jittered, so that 500 cameras that fell together do not return together. */
export interface BackoffPolicy {
  readonly firstMs: number;
  readonly capMs: number;
  /** Growth per failed try, e.g. 2. */
  readonly factor: number;
  /** Share of the delay that is random, 0–1. */
  readonly jitter: number;
  /** A run that lasted at least this long resets the count of failures. */
  readonly healthyMs: number;
}

/** Delay before try `failures + 1`, ms. `random` gives 0 ≤ x < 1. */
export function backoffDelayMs(policy: BackoffPolicy, failures: number, random: () => number): number {
  const exponent = Math.min(Math.max(0, failures - 1), 32);
  const fullMs = Math.min(policy.capMs, policy.firstMs * policy.factor ** exponent);
  return fullMs * (1 - policy.jitter) + fullMs * policy.jitter * random();
}
