// The browser's two ways from JPEG to planes: ImageDecoder gives them as they were coded (18 ms a page of 112
// pictures); where it is missing, as on plain HTTP, createImageBitmap and a turn through RGBA (three times that).
import type { PagePlanes } from './atlas-decoder.ts';
import { even, i420Bytes, readFrame, rgbaToI420 } from './i420.ts';

export type JpegDecoding = 'planes' | 'bitmap';

export const jpegDecoding = (): JpegDecoding => (typeof ImageDecoder === 'undefined' ? 'bitmap' : 'planes');

export const decodeJpeg = (jpeg: Uint8Array, into: ArrayBuffer): Promise<PagePlanes> =>
  jpegDecoding() === 'planes' ? byImageDecoder(jpeg, into) : byBitmap(jpeg, into);

function roomFor(width: number, height: number, planes: ArrayBuffer): Uint8Array {
  if (i420Bytes(width, height) > planes.byteLength) throw new Error('larger than a page');
  return new Uint8Array(planes);
}

async function byImageDecoder(jpeg: Uint8Array, into: ArrayBuffer): Promise<PagePlanes> {
  const decoder = new ImageDecoder({ data: jpeg as Uint8Array<ArrayBuffer>, type: 'image/jpeg' });
  try {
    const { image } = await decoder.decode();
    try {
      const width = even(image.visibleRect?.width ?? image.codedWidth);
      const height = even(image.visibleRect?.height ?? image.codedHeight);
      const colour = await readFrame(image, roomFor(width, height, into));
      return { width, height, planes: into, colour };
    } finally {
      image.close();
    }
  } finally {
    decoder.close();
  }
}

async function byBitmap(jpeg: Uint8Array, into: ArrayBuffer): Promise<PagePlanes> {
  const bitmap = await createImageBitmap(new Blob([jpeg as Uint8Array<ArrayBuffer>], { type: 'image/jpeg' }));
  try {
    const [width, height] = [even(bitmap.width), even(bitmap.height)];
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('no 2d canvas');
    context.drawImage(bitmap, 0, 0);
    const planes = roomFor(width, height, into);
    rgbaToI420(context.getImageData(0, 0, width, height).data, width, height, planes);
    return { width, height, planes: into, colour: 'full-601' };
  } finally {
    bitmap.close();
  }
}
