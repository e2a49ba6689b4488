// A finished track becomes a passage, or it does not: too weak to be a vehicle, or one that was sent already.
import { uuidV7 } from '@brightwall/kit/uuid';
import type { CameraId, StreamProfile } from '@brightwall/protocol/camera';
import type { SeenPassage } from '@brightwall/protocol/passage';
import type { PlateReading } from '@brightwall/protocol/plate';
import type { PlateSetup } from '@brightwall/protocol/plate-setup';
import type { PassagePicture } from '../ports.ts';
import type { Track } from '../track/track.ts';
import { cornersInParts, directionOf, laneOf, toParts, vehicleBox } from './describe.ts';
import { picturesOf } from './pictures.ts';

export interface BuildContext {
  readonly cameraId: CameraId;
  readonly profile: StreamProfile;
  readonly setup: PlateSetup;
  readonly edgeClockOffsetMs: number | null;
}

/** Below this a number is as likely wrong as not: the vehicle passed, its plate stays unread. */
export const trustedConfidence = 0.5;
/** A plate without a trusted reading must at least have been seen so often and so surely. */
const leastHits = 3;
const leastScore = 0.55;
/** And have come near enough that another plate there would have been read. */
const clearlyNear = 1.2;

/** Not worth the reader's time: seen once, and faintly. */
export function isNothing(track: Track): boolean {
  return !track.scene || (track.hits < 2 && track.meanScore < leastScore);
}

export type Verdict = 'vehicle' | 'weak' | 'far';

/** `minimumPx`: width from which on plates are readable at this camera. */
export function judge(track: Track, minimumPx: number): Verdict {
  const trusted = (track.elected?.confidence ?? 0) >= trustedConfidence;
  if (trusted && (track.hits >= 2 || track.elected!.confidence >= 0.9)) return 'vehicle';
  if (track.hits < leastHits || track.meanScore < leastScore || !track.scene) return 'weak';
  // A plate that never came near enough is no vehicle that passed, but one far down the road.
  return track.widest.width < minimumPx * clearlyNear ? 'far' : 'vehicle';
}

/** `track.scene` must be there. */
export async function buildPassage(
  track: Track,
  context: BuildContext,
): Promise<{ passage: SeenPassage; pictures: PassagePicture[] }> {
  const scene = track.scene!;
  const { scene: whole, vehicle, plate } = await picturesOf(scene, context.setup.masks);
  const { elected } = track;
  const reading = elected && elected.confidence >= trustedConfidence ? readingOf(track) : null;
  const passage: SeenPassage = {
    id: uuidV7(scene.frame.takenMs),
    cameraId: context.cameraId,
    passedMs: scene.frame.takenMs,
    firstSeenMs: track.firstMs,
    lastSeenMs: track.lastMs,
    edgeClockOffsetMs: context.edgeClockOffsetMs,
    direction: directionOf(track),
    lane: laneOf(scene, context.setup),
    reading,
    colour: track.colour,
    kind: reading && elected ? elected.kind : 'unknown',
    rows: track.rows,
    corners: cornersInParts(scene),
    plateWidthPx: Math.round(track.widest.width * 10) / 10,
    vehicle: toParts(vehicleBox(scene), scene),
    framesRead: track.framesRead,
    profile: context.profile,
    pictures: { scene: whole.hash, vehicle: vehicle.hash, plate: plate.hash },
  };
  // Two of them may be the same picture; each is sent once.
  const pictures = [...new Map([whole, vehicle, plate].map(p => [p.hash, p])).values()];
  return { passage, pictures };
}

function readingOf({ elected }: Track): PlateReading {
  const { text, confidence, characters, runnerUp } = elected!;
  return { text, confidence, characters, runnerUp };
}
