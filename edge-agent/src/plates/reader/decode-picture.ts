// Stills from outside (a bench, a picture to search by) become RGB here, or are refused whole.
import sharp from 'sharp';
import { ReaderFailure } from './failure.ts';
import { checkSides } from './request.ts';
import { maxPicturePixels, type Picture } from './types.ts';

/** A 40-megapixel JPEG of the finest quality has about 30 MB. */
const maxBytes = 48_000_000;
/** Formats cameras and phones write. SVG and the like are programs, not pictures. */
const formats = ['jpeg', 'png', 'webp'];

/**
 * A JPEG, PNG or WebP as upright 8-bit RGB. Rejects with ReaderFailure: bad-picture for a truncated, damaged or
 * foreign file (never half a picture), too-large before anything is decoded.
 */
export async function decodePicture(file: Uint8Array): Promise<Picture> {
  if (file.length > maxBytes)
    throw new ReaderFailure('too-large', `${file.length} bytes, at most ${maxBytes}`);
  if (file.length === 0) throw new ReaderFailure('bad-picture', 'no bytes');
  try {
    const { format, width = 0, height = 0 } = await sharp(file, { limitInputPixels: false }).metadata();
    if (!formats.includes(format)) throw new ReaderFailure('bad-picture', `a ${format} file`);
    checkSides(width, height);
    const { data, info } = await sharp(file, { limitInputPixels: maxPicturePixels, failOn: 'warning' })
      .autoOrient()
      .flatten({ background: '#808080' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const { width: widthPx, height: heightPx, channels } = info;
    if (channels === 1) return { rgb: fromGrey(data), widthPx, heightPx };
    if (channels !== 3) throw new ReaderFailure('bad-picture', `${channels} channels`);
    return { rgb: new Uint8Array(data), widthPx, heightPx };
  } catch (error) {
    if (error instanceof ReaderFailure) throw error;
    throw new ReaderFailure('bad-picture', error instanceof Error ? error.message : String(error));
  }
}

function fromGrey(grey: Uint8Array): Uint8Array {
  const rgb = new Uint8Array(grey.length * 3);
  for (let at = 0; at < grey.length; at++) rgb.fill(grey[at]!, at * 3, at * 3 + 3);
  return rgb;
}
