// Plates and street pictures for tests, drawn by the simulator's own hand.
import type { Plate } from '@brightwall/simulator/content/plates';
import { plateSizeMm, plateSvg } from '@brightwall/simulator/content/plates';
import sharp, { type Sharp } from 'sharp';

export interface DrawnPicture {
  readonly rgb: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** The plate's face, seen head-on, filling the picture. */
export async function drawnPlate(plate: Plate, widthPx: number): Promise<DrawnPicture> {
  const [width, height] = plateSizeMm[plate.kind];
  return rgbOf(sharp(Buffer.from(plateSvg(plate))).resize(widthPx, Math.round((widthPx * height) / width)));
}

/** A grey street with a dark car's rear and a plate on it; gives where the plate is, px. */
export async function drawnScene(
  plate: Plate,
  widthPx: number,
  heightPx: number,
  plateLeft: number,
  plateTop: number,
  plateWidth: number,
): Promise<DrawnPicture & { readonly box: readonly [number, number, number, number] }> {
  const face = await sharp(Buffer.from(plateSvg(plate)))
    .resize(plateWidth)
    .png()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = face.info;
  const car = { x: plateLeft - width, y: plateTop - height * 6, w: width * 3, h: height * 8.5 };
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}">
<rect width="100%" height="45%" fill="#b9c4cf"/><rect y="45%" width="100%" height="55%" fill="#6d6f70"/>
<rect x="${car.x}" y="${car.y}" width="${car.w}" height="${car.h}" rx="${width * 0.2}" fill="#3a4048"/>
<rect x="${car.x + width * 0.35}" y="${car.y + height * 0.8}" width="${width * 2.3}" height="${height * 2}" fill="#161a1f"/>
<rect x="${car.x + width * 0.1}" y="${plateTop - height}" width="${width * 0.5}" height="${height * 0.8}" fill="#a01818"/>
<rect x="${car.x + width * 2.4}" y="${plateTop - height}" width="${width * 0.5}" height="${height * 0.8}" fill="#a01818"/>
</svg>`;
  const picture = await rgbOf(
    sharp(Buffer.from(svg))
      .resize(widthPx, heightPx)
      .composite([{ input: face.data, left: plateLeft, top: plateTop }]),
  );
  return { ...picture, box: [plateLeft, plateTop, plateLeft + width, plateTop + height] };
}

async function rgbOf(image: Sharp): Promise<DrawnPicture> {
  const png = await image.flatten({ background: '#222222' }).png().toBuffer();
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { rgb: new Uint8Array(data), widthPx: info.width, heightPx: info.height };
}
