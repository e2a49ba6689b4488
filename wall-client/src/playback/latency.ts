// One figure out of what each path can tell. Clocks of three machines are in play, so an impossible
// figure is dropped rather than shown.

export interface LatencyParts {
  /** Capture to screen by the camera's own clock. */
  readonly byCaptureClockMs: number | null;
  /** Camera to edge, measured at the edge. */
  readonly cameraToEdgeMs: number | null;
  /** Core to screen: network and jitter buffer. */
  readonly lastLegMs: number | null;
  /** Capture to screen as the browser estimates it. */
  readonly byBrowserMs: number | null;
}

/** A page whose clock is wrong would show nonsense: only 0–60 s is believed. */
const sane = (ms: number | null): number | null => (ms !== null && ms >= 0 && ms <= 60_000 ? ms : null);

/** Best known capture-to-screen time, ms, or null. The sum of legs needs no two clocks to agree and stands in. */
export function latencyOf(parts: LatencyParts): number | null {
  const byClock = sane(parts.byCaptureClockMs);
  if (byClock !== null) return Math.round(byClock);
  const lastLeg = sane(parts.lastLegMs) ?? sane(parts.byBrowserMs);
  if (lastLeg === null) return null;
  const firstLeg = sane(parts.cameraToEdgeMs);
  return firstLeg === null ? null : Math.round(firstLeg + lastLeg);
}
