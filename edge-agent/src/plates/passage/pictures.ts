// The pictures of a passage: scene, vehicle and plate, each a JPEG of its own. Masks are black before anything is
// encoded, so that no picture that shows what they hide ever exists.
import { createHash } from 'node:crypto';
import { maxPictureBytes } from '@brightwall/protocol/passage';
import type { Polygon } from '@brightwall/protocol/plate-setup';
import sharp from 'sharp';
import { type Frame, toRgb } from '../frames/frame.ts';
import { blacken } from '../frames/polygon.ts';
import type { PassagePicture } from '../ports.ts';
import type { Box } from '../reader/types.ts';
import type { Scene } from '../track/track.ts';
import { vehicleBox } from './describe.ts';

// One picture at a time: sharp's threads would take the cores from the streams for nothing.
sharp.concurrency(1);
sharp.cache(false);

const sceneWidthPx = 1280;
const vehicleWidthPx = 640;
/** The plate with its frame, parts of its width. */
const plateMargin = 0.15;
/** Tried in turn until the picture is small enough to be sent. */
const qualities = [80, 60, 35, 15];

export interface PicturesOfPassage {
  readonly scene: PassagePicture;
  readonly vehicle: PassagePicture;
  readonly plate: PassagePicture;
}

export async function picturesOf(scene: Scene, masks: readonly Polygon[]): Promise<PicturesOfPassage> {
  const { frame, plate } = scene;
  const margin = plate.widthPx * plateMargin;
  const [left, top, right, bottom] = plate.box;
  return {
    scene: named(await jpegOf(frame, [0, 0, frame.widthPx, frame.heightPx], sceneWidthPx, masks)),
    vehicle: named(await jpegOf(frame, vehicleBox(scene), vehicleWidthPx, masks)),
    plate: named(
      await jpegOf(frame, [left - margin, top - margin, right + margin, bottom + margin], 512, masks, 90),
    ),
  };
}

/** JPEG of a part of a frame, at most so wide, masks blackened. `box` in px. */
export async function jpegOf(
  frame: Frame,
  box: Box,
  maxWidthPx: number,
  masks: readonly Polygon[],
  quality?: number,
): Promise<Uint8Array> {
  const scale = Math.max(1, Math.ceil((Math.min(frame.widthPx, box[2]) - Math.max(0, box[0])) / maxWidthPx));
  const { picture, left, top } = toRgb(frame, box, scale);
  const { rgb, widthPx, heightPx } = picture;
  blacken(picture, masks, [
    left / frame.widthPx,
    top / frame.heightPx,
    (left + widthPx * scale) / frame.widthPx,
    (top + heightPx * scale) / frame.heightPx,
  ]);
  const raw = { width: widthPx, height: heightPx, channels: 3 } as const;
  let jpeg: Uint8Array = new Uint8Array();
  for (const q of quality ? [quality, ...qualities] : qualities) {
    jpeg = await sharp(rgb, { raw }).jpeg({ quality: q }).toBuffer();
    if (jpeg.length <= maxPictureBytes) break;
  }
  return jpeg;
}

function named(jpeg: Uint8Array): PassagePicture {
  return { hash: createHash('sha256').update(jpeg).digest('hex'), jpeg };
}
