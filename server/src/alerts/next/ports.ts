// What the next cameras of an alert are reckoned from; core-passages.ts passes the implementations.
import type { Passage } from '@brightwall/protocol/passage';
import type { Look } from '../ports.ts';

export interface StandingPlace {
  readonly lon: number;
  readonly lat: number;
}

export interface StandingCamera extends StandingPlace {
  readonly id: string;
}

/** How one vehicle that passed a camera went on, and where it came from. */
export interface Step {
  readonly direction: Passage['direction'];
  /** The camera before, within half an hour; null: none. */
  readonly beforeId: string | null;
  /** The camera after, within half an hour; null: none. */
  readonly nextId: string | null;
  /** Until it was read there. */
  readonly tookMs: number | null;
}

export interface StepsPort {
  /**
   * Of the newest vehicles that passed a camera within a time. `place`: it, and the cameras beside it, which are
   * neither before nor after it. A look at history: none is given that is not written down.
   */
  steps(
    query: { cameraId: string; place: readonly string[]; fromMs: number; toMs: number; limit: number },
    look: Look,
  ): Promise<Step[]>;
  /** Cameras that gave a passage since. */
  reading(sinceMs: number): Promise<string[]>;
}

/** Passages of one vehicle, newest first; written down as a look. */
export type VehiclePassages = (
  query: { plate: string; kind: Passage['kind']; fromMs: number; toMs: number; limit: number },
  look: Look,
) => Promise<Passage[]>;

export interface RoadsAheadPort {
  isKnown(): Promise<boolean>;
  way(
    from: StandingPlace,
    to: StandingPlace,
  ): Promise<{ readonly line: readonly StandingPlace[]; readonly metres: number } | null>;
  ahead(
    leaving: { from: StandingPlace; headingDeg: number | null; without: ReadonlySet<string> },
    cameras: readonly StandingCamera[],
  ): Promise<readonly RoadAhead[]>;
}

export interface RoadAhead {
  readonly cameraId: string;
  readonly share: number;
  readonly metres: number;
  readonly line: readonly StandingPlace[];
}
