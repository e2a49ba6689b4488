// Which of the photographs the models were trained on: a figure over pictures a net has seen says less. Each
// model's io.json tells, under `photographs`.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Crop, PlateData, Scene } from './data.ts';

/**
 * "none": drawn pictures only. "all": all that are not `rare`. `heldOut`: the others; a picture is held out when
 * the first byte of the SHA-256 of its file's name, or of its plate's number, divides by `every`.
 */
export type Photographs =
  | 'none'
  | 'all'
  | { readonly heldOut: { readonly by: 'file' | 'plate'; readonly every: number } };

const models = ['plate-detector', 'plate-recogniser'] as const;
type Model = (typeof models)[number];

export interface Training {
  /** Null when nothing can be told apart: no picture, or every picture, was held out. */
  readonly sceneHeldOut: ((scene: Scene) => boolean) | null;
  /** By the detector alone: finding a plate asks nothing of the recogniser. */
  readonly sceneUnseen: ((scene: Scene) => boolean) | null;
  readonly cropHeldOut: ((crop: Crop) => boolean) | null;
  readonly notes: readonly string[];
}

export function trainingOf(data: PlateData, said: (model: Model) => unknown): Training {
  const known = Object.fromEntries(models.map(model => [model, parse(said(model))])) as Record<
    Model,
    Photographs | null
  >;
  const { 'plate-detector': detector, 'plate-recogniser': recogniser } = known;
  const scene = ({ name, plates }: Scene) =>
    isHeldOut(detector, name, []) &&
    isHeldOut(
      recogniser,
      name,
      plates.filter(plate => plate.legible).map(({ plate }) => plate),
    );
  const unseen = ({ name }: Scene) => isHeldOut(detector, name, []);
  const crop = ({ name, plate, set }: Crop) =>
    set === 'rare' ? recogniser !== null : isHeldOut(recogniser, basename(name), [plate]);
  return {
    sceneHeldOut: tellsApart(data.scenes, scene),
    sceneUnseen: tellsApart(data.scenes, unseen),
    cropHeldOut: tellsApart(data.crops, crop),
    notes: [
      ...models.map(model => `${model}: ${told(known[model])}`),
      `photographs that no training saw: ${data.scenes.filter(scene).length} of ${data.scenes.length} scenes (${data.scenes.filter(unseen).length} that the detector's did not), ${data.crops.filter(crop).length} of ${data.crops.length} crops. This goes by file name and plate number, so of a folder whose names training never saw it tells the same share of nothing.`,
    ],
  };
}

export function isHeldOut(photographs: Photographs | null, file: string, plates: readonly string[]): boolean {
  if (photographs === 'none') return true;
  if (photographs === null || photographs === 'all') return false;
  const { by, every } = photographs.heldOut;
  // As the training spells numbers (models/plate-recogniser/io.json).
  const spelt = (plate: string) => plate.replaceAll('O', '0').replaceAll('I', '1');
  const divides = (text: string) => createHash('sha256').update(text).digest()[0]! % every === 0;
  return by === 'file' ? divides(file) : plates.every(plate => divides(spelt(plate)));
}

function tellsApart<T>(list: readonly T[], held: (one: T) => boolean): ((one: T) => boolean) | null {
  const count = list.filter(held).length;
  return count > 0 && count < list.length ? held : null;
}

function told(photographs: Photographs | null): string {
  if (photographs === null) return 'its io.json does not say which photographs it was trained on';
  if (photographs === 'none') return 'trained on no photograph';
  if (photographs === 'all')
    return 'TRAINED ON THE DEVELOPMENT PHOTOGRAPHS, all but `rare`: figures over them are no proof. 训练用过这些照片。';
  const { by, every } = photographs.heldOut;
  return `TRAINED ON PART OF THE DEVELOPMENT PHOTOGRAPHS: one in ${every}, by ${by}, was held out. 训练用过其中一部分。`;
}

function parse(value: unknown): Photographs | null {
  if (value === 'none' || value === 'all') return value;
  const { heldOut } = (value ?? {}) as { heldOut?: { by?: unknown; every?: unknown } };
  const by = heldOut?.by;
  const every = heldOut?.every;
  if ((by !== 'file' && by !== 'plate') || typeof every !== 'number' || !(every >= 2)) return null;
  return { heldOut: { by, every } };
}

/** What the io.json of each model in a folder says; null: models/. */
export function toldBy(models: string | null): (model: Model) => unknown {
  const folder = models ?? fileURLToPath(new URL('../../models', import.meta.url));
  return model => {
    try {
      const io = readFileSync(join(folder, model, 'io.json'), 'utf8');
      return (JSON.parse(io) as { photographs?: unknown }).photographs;
    } catch {
      return undefined; // the reader says what is wrong with it
    }
  };
}
