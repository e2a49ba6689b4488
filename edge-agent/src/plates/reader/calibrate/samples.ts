// What the calibration is fitted on: photographed plates whose numbers are known and which the recogniser was not
// trained on, each as it is and worsened in the ways cameras worsen plates, so that doubt is seen often enough.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { decodePicture } from '../decode-picture.ts';
import type { Picture } from '../types.ts';

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
export function heldOut({ number, set }: Crop): boolean {
  return set === 'rare' || createHash('sha256').update(number).digest()[0]! % 5 === 0;
}

/** The crop as it is, smaller, softer, dimmer with noise, badly compressed, and cut a little off. */
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
  return [
    whole,
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
