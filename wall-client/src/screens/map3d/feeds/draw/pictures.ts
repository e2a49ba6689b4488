// Where on the graphics card a camera's picture is.
import type { ColourKind } from '../decode/i420.ts';

/** Which texture array it is in, as the shader counts them. */
export const pictureSources = ['thumbnail', 'live', 'video'] as const;
export type PictureSource = (typeof pictureSources)[number];

export interface PictureAt {
  source: PictureSource;
  layer: number;
  /** Within the layer, pixels of luma. */
  x: number;
  y: number;
  width: number;
  height: number;
  colour: ColourKind;
  /** Epoch ms; when the picture was taken as far as this page knows. */
  takenMs: number;
}
