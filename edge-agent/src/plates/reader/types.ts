// What the still half of plate reading takes and gives: one RGB picture in, plates with honest readings out.
import type { PlateCharacter, PlateColour, PlateKind } from '@brightwall/protocol/plate';

/** px of the given picture; may lie a little outside it. */
export type Pt = readonly [x: number, y: number];
/** px: left, top, right, bottom. */
export type Box = readonly [left: number, top: number, right: number, bottom: number];
/** Of the plate itself: top left, top right, bottom right, bottom left. */
export type Corners = readonly [Pt, Pt, Pt, Pt];

/** 8-bit RGB, rows one after the other without padding: length is widthPx × heightPx × 3. */
export interface Picture {
  readonly rgb: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface Reading {
  /** Normalised: no dots, no spaces; O only as the second character. */
  readonly text: string;
  /** That the whole number is right, calibrated on photographs. */
  readonly confidence: number;
  readonly characters: PlateCharacter[];
  /** The second likeliest number the grammar allows. */
  readonly runnerUp: { readonly text: string; readonly confidence: number } | null;
  readonly kind: PlateKind;
  readonly reader: 'small' | 'second-opinion';
}

export interface FoundPlate {
  readonly box: Box;
  readonly corners: Corners;
  /** Of the detector, 0..1. */
  readonly score: number;
  readonly rows: 1 | 2;
  readonly colour: PlateColour;
  /** Mean of the two long sides. */
  readonly widthPx: number;
  /** Of the plate's base line against the horizon, degrees, clockwise positive. */
  readonly angleDeg: number;
  /** 0 (a blur) to 1. 0 until the plate was rectified, that is when it was not asked to be read. */
  readonly sharpness: number;
  /** Null when it was not asked for, or when no reading can be trusted. */
  readonly reading: Reading | null;
}

export interface FindRequest {
  /** Its buffer is moved to the worker (detached here); the answer brings it back. */
  readonly picture: Picture;
  /** The part to look in; null = all. */
  readonly region: Box | null;
  /** 'none' is cheap: pick from what was found, then `readPlates` the few worth it. */
  readonly read: 'all' | 'none';
  /**
   * quick: one pass of the detector at its usual size, for video. thorough (default): a second, closer pass
   * where a large picture may hide small plates, for stills.
   */
  readonly effort?: 'quick' | 'thorough';
}

export interface ReadPlatesRequest {
  /** Moved, and brought back by the answer. */
  readonly picture: Picture;
  readonly plates: readonly FoundPlate[];
}

export interface FindAnswer {
  /** The picture of the request, its pixels untouched. */
  readonly picture: Picture;
  readonly plates: FoundPlate[];
  /** Time in the worker. */
  readonly detectMs: number;
  readonly readMs: number;
}

/** A plate already cut out: the whole picture is the plate. */
export interface ReadCropRequest {
  readonly picture: Picture;
  /** Default: 2 when the crop is less than 2.4 times as wide as high. */
  readonly rows?: 1 | 2;
  /** Default: as the recogniser sees it. */
  readonly colour?: PlateColour;
}

export interface CropAnswer {
  readonly picture: Picture;
  readonly plate: FoundPlate;
  readonly readMs: number;
}

export type ReaderState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready' }
  /** 'model-missing', 'model-damaged': tried again with backoff, so a mended file is taken up by itself. */
  | {
      readonly kind: 'model-missing' | 'model-damaged' | 'crashed';
      /** For the person who mends it, both languages. */
      readonly zh: string;
      readonly en: string;
      readonly detail: string;
    }
  | { readonly kind: 'closed' };

/** Two cores serve every camera: what waits longer than a few pictures is old news. */
export const maxWaitingRequests = 8;
/** An 8K picture has 33 million. More is refused before anything is allocated for it. */
export const maxPicturePixels = 40_000_000;
