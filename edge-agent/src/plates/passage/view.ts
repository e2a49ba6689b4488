// What the installer sees: one analysed picture with its plates, masks blackened.
import type { CameraId, StreamProfile } from '@brightwall/protocol/camera';
import type { PlateView, Polygon } from '@brightwall/protocol/plate-setup';
import type { Frame } from '../frames/frame.ts';
import type { FoundPlate } from '../reader/types.ts';
import { placeOf } from '../track/motion-model.ts';
import type { Track } from '../track/track.ts';
import { widthsApart } from '../track/tracker.ts';
import { cornersInParts } from './describe.ts';
import { jpegOf } from './pictures.ts';

const viewWidthPx = 960;
const maxPlates = 64;

export interface ViewParts {
  readonly cameraId: CameraId;
  readonly profile: StreamProfile;
  readonly frame: Frame;
  readonly plates: readonly FoundPlate[];
  readonly tracks: readonly Track[];
  readonly masks: readonly Polygon[];
}

export async function viewOf(parts: ViewParts): Promise<PlateView> {
  const { cameraId, profile, frame, plates, tracks, masks } = parts;
  const { widthPx, heightPx, takenMs } = frame;
  return {
    cameraId,
    takenMs,
    widthPx,
    heightPx,
    profile,
    plates: plates.slice(0, maxPlates).map(plate => {
      // A plate whose number is settled is not read again in every picture: its track knows.
      const known = tracks.find(
        track => widthsApart(track.motion.last, placeOf(plate.box, plate.widthPx)) < 0.5,
      );
      const reading = plate.reading ?? known?.elected ?? null;
      return {
        corners: cornersInParts({ frame, plate, moved: null, quality: 0 }),
        text: reading?.text ?? null,
        confidence: reading?.confidence ?? 0,
        colour: plate.colour,
        widthPx: Math.round(plate.widthPx * 10) / 10,
        angleDeg: Math.round(plate.angleDeg * 10) / 10,
        sharpness: plate.sharpness || (known?.sharpness ?? 0),
      };
    }),
    jpeg: await jpegOf(frame, [0, 0, widthPx, heightPx], viewWidthPx, masks, 75),
  };
}
