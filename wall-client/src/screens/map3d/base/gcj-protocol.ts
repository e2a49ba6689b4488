// gcj02://<address with {z}/{x}/{y} filled in>/<side>: a raster tile put together in register (gcj-shift.ts).
import { addProtocol, type RequestParameters } from 'maplibre-gl';
import { sourceParts } from './gcj-shift.ts';

const scheme = 'gcj02';

/** What MapLibre asks instead of `tiles`, an absolute address with {z}, {x} and {y}. */
export const inRegister = (tiles: string, tileSize: number): string => `${scheme}://${tileSize}|${tiles}`;

addProtocol(scheme, async ({ url }: RequestParameters, { signal }: AbortController) => {
  const match = /^gcj02:\/\/(\d+)\|(.*)\/(\d+)\/(\d+)\/(\d+)$/.exec(url);
  if (!match) throw new Error(`no tile address: ${url}`);
  const [size, z, x, y] = [match[1], match[3], match[4], match[5]].map(Number) as [
    number,
    number,
    number,
    number,
  ];
  const canvas = new OffscreenCanvas(size, size);
  const context = canvas.getContext('2d')!;
  await Promise.all(
    sourceParts(z, x, y).map(async part => {
      const response = await fetch(`${match[2]}/${z}/${part.x}/${part.y}`, { signal });
      // A part that is missing leaves its ground empty; the others are shown.
      if (!response.ok) return;
      const picture = await createImageBitmap(await response.blob());
      context.drawImage(picture, part.left * size, part.top * size, size, size);
      picture.close();
    }),
  );
  return { data: canvas.transferToImageBitmap() };
});
