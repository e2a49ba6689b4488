// What one camera's plate reading has counted, and the state it is in, put together for people.
import type { CameraId, StreamProfile } from '@brightwall/protocol/camera';
import type { PlateStateKind, PlateStats } from '@brightwall/protocol/plate-setup';
import type { ReaderState } from '../reader/types.ts';
import type { PictureTrouble } from './picture-health.ts';
import { adviceFor, type RecentFigures } from './recent-vehicles.ts';

export interface Counts {
  vehicles: number;
  unreadable: number;
  withoutPlate: number;
  /** Plates seen so briefly or so faintly that they were no vehicle's. */
  weak: number;
  /** Plates that never came near enough. */
  far: number;
  /** Tracks of vehicles whose passage was made already. */
  doubles: number;
  /** Passages that could not be kept. */
  lost: number;
  framesRead: number;
  framesSkipped: number;
}

export interface Situation {
  readonly cameraId: CameraId;
  readonly enabled: boolean;
  readonly reader: ReaderState;
  readonly profile: StreamProfile | null;
  /** Since the last picture; null before the first. */
  readonly pictureAgeMs: number | null;
  readonly trouble: PictureTrouble | null;
  /** Part of the pictures due in the last seconds that were left out. */
  readonly skippedPart: number;
  readonly quietMs: number;
  readonly decoderTrouble: string | null;
}

const noPictureMs = 10_000;
const overloadedPart = 0.3;

export function statsOf(situation: Situation, counts: Counts, figures: RecentFigures): PlateStats {
  const { state, detail } = stateOf(situation);
  return {
    cameraId: situation.cameraId,
    state,
    ...(detail ? { detail: detail.slice(0, 500) } : {}),
    profile: situation.profile,
    ...figures,
    vehicles: counts.vehicles,
    unreadable: counts.unreadable,
    withoutPlate: counts.withoutPlate,
    framesRead: counts.framesRead,
    framesSkipped: counts.framesSkipped,
    advice: adviceFor(figures, situation.skippedPart, situation.quietMs),
  };
}

/** The first that hinders: what comes before it must be mended before it matters. */
function stateOf(situation: Situation): { state: PlateStateKind; detail?: string | undefined } {
  const { enabled, reader, pictureAgeMs, trouble, skippedPart, decoderTrouble } = situation;
  if (!enabled) return { state: 'off' };
  if (reader.kind === 'model-missing' || reader.kind === 'model-damaged')
    return { state: reader.kind, detail: reader.detail };
  if (pictureAgeMs === null || pictureAgeMs > noPictureMs) return { state: 'no-picture' };
  if (decoderTrouble) return { state: 'no-picture', detail: decoderTrouble };
  if (trouble) return { state: trouble };
  // The reader starts anew by itself within a minute; until then nothing is read.
  if (reader.kind === 'crashed') return { state: 'overloaded', detail: reader.detail };
  if (skippedPart > overloadedPart) return { state: 'overloaded' };
  return { state: 'reading' };
}
