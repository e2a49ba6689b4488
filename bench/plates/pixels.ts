// Pictures in memory: decoding, bilinear sampling, cutting a quadrilateral out upright.
import sharp from 'sharp';
import type { Quad } from './geometry.ts';

/** 8-bit RGB, rows without padding: what the reader takes (edge-agent/src/plates/reader/types.ts). */
export interface Pixels {
  readonly rgb: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

export async function decode(file: string): Promise<Pixels> {
  const { data, info } = await sharp(file)
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { rgb: new Uint8Array(data), widthPx: info.width, heightPx: info.height };
}

/** The quadrilateral as an upright picture of this size: bilinear, by the inverse of its perspective. */
export function cutOut(from: Pixels, quad: Quad, widthPx: number, heightPx: number): Pixels {
  const rgb = new Uint8Array(widthPx * heightPx * 3);
  const [a, b, c, d, e, f, g, h] = squareToQuad(quad);
  const { rgb: source, widthPx: w, heightPx: hh } = from;
  let at = 0;
  for (let y = 0; y < heightPx; y++) {
    const v = (y + 0.5) / heightPx;
    for (let x = 0; x < widthPx; x++) {
      const u = (x + 0.5) / widthPx;
      const k = 1 / (g! * u + h! * v + 1);
      const sx = Math.min(w - 1, Math.max(0, (a! * u + b! * v + c!) * k - 0.5));
      const sy = Math.min(hh - 1, Math.max(0, (d! * u + e! * v + f!) * k - 0.5));
      const x0 = sx | 0;
      const y0 = sy | 0;
      const fx = sx - x0;
      const fy = sy - y0;
      const p = (y0 * w + x0) * 3;
      const right = x0 + 1 < w ? 3 : 0;
      const down = y0 + 1 < hh ? w * 3 : 0;
      for (let i = 0; i < 3; i++) {
        const top = source[p + i]! + (source[p + right + i]! - source[p + i]!) * fx;
        const low = source[p + down + i]! + (source[p + down + right + i]! - source[p + down + i]!) * fx;
        rgb[at++] = top + (low - top) * fy + 0.5;
      }
    }
  }
  return { rgb, widthPx, heightPx };
}

/** Resized without keeping the aspect: bilinear. */
export function resize(from: Pixels, widthPx: number, heightPx: number): Pixels {
  const { widthPx: w, heightPx: h } = from;
  return cutOut(
    from,
    [
      [0, 0],
      [w, 0],
      [w, h],
      [0, h],
    ],
    widthPx,
    heightPx,
  );
}

/** Heckbert, Fundamentals of Texture Mapping (1989), §2.2.3: the unit square onto a quadrilateral. */
function squareToQuad([p0, p1, p2, p3]: Quad): number[] {
  const [dx1, dy1] = [p1[0] - p2[0], p1[1] - p2[1]];
  const [dx2, dy2] = [p3[0] - p2[0], p3[1] - p2[1]];
  const [sx, sy] = [p0[0] - p1[0] + p2[0] - p3[0], p0[1] - p1[1] + p2[1] - p3[1]];
  const det = dx1 * dy2 - dx2 * dy1;
  const g = det === 0 ? 0 : (sx * dy2 - dx2 * sy) / det;
  const h = det === 0 ? 0 : (dx1 * sy - sx * dy1) / det;
  return [
    ...[p1[0] - p0[0] + g * p1[0], p3[0] - p0[0] + h * p3[0], p0[0]],
    ...[p1[1] - p0[1] + g * p1[1], p3[1] - p0[1] + h * p3[1], p0[1]],
    ...[g, h],
  ];
}
