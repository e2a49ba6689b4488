// The browser's two ways from JPEG to planes: ImageDecoder gives them as they were coded (18 ms a page of 112
// pictures); where it is missing, as on plain HTTP, createImageBitmap and a turn through RGBA (three times that).
import type { PagePlanes } from './atlas-decoder.ts';
import { even, i420Bytes, readFrame, rgbaToI420 } from './i420.ts';

export type JpegDecoding = 'planes' | 'bitmap';

export const jpegDecoding = (): JpegDecoding => (typeof ImageDecoder === 'undefined' ? 'bitmap' : 'planes');

export const decodeJpeg = (jpeg: Uint8Array, reuse: ArrayBuffer | null): Promise<PagePlanes> =>
  jpegDecoding() === 'planes' ? byImageDecoder(jpeg, reuse) : byBitmap(jpeg, reuse);

const bufferOf = (width: number, height: number, reuse: ArrayBuffer | null): ArrayBuffer => {
  const bytes = i420Bytes(width, height);
  return reuse && reuse.byteLength >= bytes ? reuse : new ArrayBuffer(bytes);
};

async function byImageDecoder(jpeg: Uint8Array, reuse: ArrayBuffer | null): Promise<PagePlanes> {
  const decoder = new ImageDecoder({ data: jpeg as Uint8Array<ArrayBuffer>, type: 'image/jpeg' });
  try {
    const { image } = await decoder.decode();
    try {
      const width = even(image.visibleRect?.width ?? image.codedWidth);
      const height = even(image.visibleRect?.height ?? image.codedHeight);
      const planes = bufferOf(width, height, reuse);
      const colour = await readFrame(image, new Uint8Array(planes));
      return { width, height, planes, colour };
    } finally {
      image.close();
    }
  } finally {
    decoder.close();
  }
}

async function byBitmap(jpeg: Uint8Array, reuse: ArrayBuffer | null): Promise<PagePlanes> {
  const bitmap = await createImageBitmap(new Blob([jpeg as Uint8Array<ArrayBuffer>], { type: 'image/jpeg' }));
  try {
    const [width, height] = [even(bitmap.width), even(bitmap.height)];
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('no 2d canvas');
    context.drawImage(bitmap, 0, 0);
    const planes = bufferOf(width, height, reuse);
    rgbaToI420(context.getImageData(0, 0, width, height).data, width, height, new Uint8Array(planes));
    return { width, height, planes, colour: 'full-601' };
  } finally {
    bitmap.close();
  }
}
