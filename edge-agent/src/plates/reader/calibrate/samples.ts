// What the calibration is fitted on: photographed plates whose numbers are known and which the recogniser was not
// trained on, each as it is and worsened in the ways cameras worsen plates, so that doubt is seen often enough.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { decodePicture } from '../decode-picture.ts';
import { overlap } from '../geometry.ts';
import type { Box, FoundPlate, Picture } from '../types.ts';

export interface Crop {
  readonly file: string;
  readonly number: string;
  readonly rows: 1 | 2;
  readonly set: string;
}

/** Lines of crops.csv: file, plate, colour, set. */
export async function loadCrops(data: string): Promise<Crop[]> {
  const [head, ...lines] = (await readFile(join(data, 'crops.csv'), 'utf8')).trim().split(/\r?\n/);
  if (head !== 'file,plate,colour,set') throw new Error(`${data}/crops.csv: file,plate,colour,set expected`);
  return lines.map(line => {
    const [file = '', number = '', colour = '', set = ''] = line.split(',');
    return { file: join(data, file), number, rows: colour.endsWith('-double') ? 2 : 1, set };
  });
}

/** The fifth of all numbers the recogniser's honest training leaves out (models/plate-recogniser/training). */
export function heldOut({ number, set }: Pick<Crop, 'number' | 'set'>): boolean {
  return set === 'rare' || createHash('sha256').update(number).digest()[0]! % 5 === 0;
}

/** The crop as it is, smaller, softer, badly compressed, dim, cut a little off, and a character or more of it gone. */
export async function variants(crop: Crop, random: () => number): Promise<Picture[]> {
  const whole = await decodePicture(await readFile(crop.file));
  const { widthPx: width, heightPx: height } = whole;
  const image = () => sharp(whole.rgb, { raw: { width, height, channels: 3 } });
  const smaller = async (to: number) => {
    const small = await image()
      .resize(Math.max(8, Math.round(to)), Math.max(4, Math.round((to * height) / width)), { fit: 'fill' })
      .png()
      .toBuffer();
    return decodePicture(small);
  };
  const cut = (part: number) => {
    const left = Math.round(width * part * random());
    const top = Math.round(height * part * 1.5 * random());
    return image()
      .extract({
        left,
        top,
        width: Math.max(8, width - left - Math.round(width * part * random())),
        height: Math.max(4, height - top - Math.round(height * part * 1.5 * random())),
      })
      .png()
      .toBuffer();
  };
  const dim = await image().linear(0.35, 8).jpeg({ quality: 25 }).toBuffer();
  const [gone, kept] = [Math.round(width * 0.16), Math.round(width * 0.84)];
  const behind = await image().extract({ left: gone, top: 0, width: kept, height }).png().toBuffer();
  const before = await image().extract({ left: 0, top: 0, width: kept, height }).png().toBuffer();
  return [
    whole,
    await decodePicture(random() < 0.5 ? behind : before),
    await smaller(Math.min(width * 0.7, 70)),
    await smaller(Math.min(width * 0.5, 48)),
    await decodePicture(
      await image()
        .blur(Math.max(0.6, width / 110))
        .png()
        .toBuffer(),
    ),
    await decodePicture(await image().jpeg({ quality: 15 }).toBuffer()),
    await decodePicture(dim),
    await decodePicture(await cut(0.04)),
    await decodePicture(await cut(0.07)),
  ];
}

export interface Scene {
  readonly file: string;
  readonly plates: readonly { readonly box: Box; readonly number: string; readonly legible: boolean }[];
}

/** scenes.json: a file's plates, each with box, plate and legible. Empty when the folder has none. */
export async function loadScenes(data: string): Promise<Scene[]> {
  const text = await readFile(join(data, 'scenes.json'), 'utf8').catch(() => '{}');
  const listed = JSON.parse(text) as Record<string, { box: Box; plate: string; legible: boolean }[]>;
  return Object.entries(listed).map(([file, plates]) => ({
    file: join(data, 'scenes', file),
    plates: plates.map(({ box, plate, legible }) => ({ box, number: plate, legible })),
  }));
}

/**
 * The number a found plate has to be read as: '' for what is no plate (a grille, a sign, half a plate at the edge),
 * null where nothing can be learned: an illegible plate, a number seen in training, a box that hit only in part.
 */
export function truthOf(scene: Scene, found: FoundPlate): string | null {
  const touched = scene.plates.filter(({ box }) => overlap(box, found.box) > 0.1);
  if (touched.length === 0) return '';
  const hit = touched.find(({ box, legible }) => legible && overlap(box, found.box) >= 0.5);
  return hit && heldOut({ set: '', number: hit.number }) ? hit.number : null;
}
