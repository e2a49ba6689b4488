// Where on the graphics card a camera's picture is.
import type { ColourKind } from '../decode/i420.ts';

export interface PictureAt {
  source: 'thumbnail' | 'live';
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
