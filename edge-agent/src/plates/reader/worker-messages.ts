// What the reader's two threads say to each other.

import type { ReaderFailureKind } from './failure.ts';
import type { ModelFailureKind } from './model-files.ts';
import type { FindRequest, FoundPlate, Picture, ReadCropRequest, ReadPlatesRequest } from './types.ts';

export interface WorkerData {
  readonly modelsDir: string;
}

export type Job =
  | ({ readonly kind: 'find' } & FindRequest)
  | ({ readonly kind: 'plates' } & ReadPlatesRequest)
  | ({ readonly kind: 'crop' } & ReadCropRequest);

export type ToWorker = { readonly id: number; readonly job: Job } | 'close';

export type FromWorker =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'no-model';
      readonly why: ModelFailureKind;
      readonly zh: string;
      readonly en: string;
      readonly detail: string;
    }
  | {
      readonly kind: 'answer';
      readonly id: number;
      readonly picture: Picture;
      readonly plates: FoundPlate[];
      readonly detectMs: number;
      readonly readMs: number;
    }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly why: ReaderFailureKind;
      readonly detail: string;
    };

/** The picture in a buffer that can be moved from thread to thread: one of its own, copied where it is not. */
export function movable(picture: Picture): Picture {
  const { rgb } = picture;
  const own = rgb.buffer instanceof ArrayBuffer && rgb.byteLength === rgb.buffer.byteLength;
  return own ? picture : { ...picture, rgb: Uint8Array.from(rgb) };
}
