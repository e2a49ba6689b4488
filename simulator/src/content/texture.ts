// A small picture laid in perspective onto a quadrilateral of the canvas, with smaller copies for the distance.
import { type YuvCanvas, yuvOf } from './canvas.ts';

/** Four corners: top left, top right, bottom right, bottom left as the picture's own; px. */
export type Quad = readonly [number, number, number, number, number, number, number, number];

interface Level {
  readonly width: number;
  readonly height: number;
  /** Y, U, V a pixel. */
  readonly yuv: Float32Array;
}

export class Texture {
  #levels: Level[];

  constructor(levels: Level[]) {
    this.#levels = levels;
  }

  static fromRgb(rgb: Uint8Array, width: number, height: number): Texture {
    const yuv = new Float32Array(width * height * 3);
    for (let i = 0; i < yuv.length; i += 3) yuv.set(yuvOf(rgb[i]!, rgb[i + 1]!, rgb[i + 2]!), i);
    const levels: Level[] = [{ width, height, yuv }];
    while (levels.at(-1)!.width > 24) levels.push(halved(levels.at(-1)!));
    return new Texture(levels);
  }

  /** `light` scales luma (night, haze); `lift` mixes towards a colour by `mix`. */
  draw(
    canvas: YuvCanvas,
    quad: Quad,
    light: number,
    lift: readonly [number, number, number],
    mix: number,
  ): void {
    const inverse = inverseHomography(quad);
    if (!inverse) return;
    const widthPx = Math.hypot(quad[2] - quad[0], quad[3] - quad[1]);
    const level = this.#levels.find(l => l.width < widthPx * 1.6) ?? this.#levels.at(-1)!;
    const xs = [quad[0], quad[2], quad[4], quad[6]];
    const ys = [quad[1], quad[3], quad[5], quad[7]];
    const x0 = Math.max(0, Math.floor(Math.min(...xs)) & ~1);
    const x1 = Math.min(canvas.width, Math.ceil(Math.max(...xs)));
    const y0 = Math.max(0, Math.floor(Math.min(...ys)) & ~1);
    const y1 = Math.min(canvas.height, Math.ceil(Math.max(...ys)));
    const sum = [0, 0, 0];
    for (let py = y0; py < y1; py++)
      for (let px = x0; px < x1; px++) {
        const cover = this.#sample(level, inverse, px, py, 1, sum);
        if (cover > 0) {
          const i = py * canvas.width + px;
          const value = 16 + (sum[0]! / cover - 16) * light;
          canvas.y[i] = canvas.y[i]! + (value + (lift[0] - value) * mix - canvas.y[i]!) * (cover / 4);
        }
        if ((px | py) & 1) continue;
        const coverC = this.#sample(level, inverse, px, py, 2, sum);
        if (coverC === 0) continue;
        const c = (py / 2) * (canvas.width / 2) + px / 2;
        const [u, v] = [sum[1]! / coverC, sum[2]! / coverC];
        canvas.u[c] = canvas.u[c]! + (u + (lift[1] - u) * mix - canvas.u[c]!) * (coverC / 4);
        canvas.v[c] = canvas.v[c]! + (v + (lift[2] - v) * mix - canvas.v[c]!) * (coverC / 4);
      }
  }

  /** Sums up to four samples of the square of `size` px at (px, py); returns how many fell on the picture. */
  #sample(level: Level, m: readonly number[], px: number, py: number, size: number, sum: number[]): number {
    let cover = 0;
    sum[0] = sum[1] = sum[2] = 0;
    for (let k = 0; k < 4; k++) {
      const x = px + ((k & 1) + 0.5) * 0.5 * size;
      const y = py + ((k >> 1) + 0.5) * 0.5 * size;
      const w = m[6]! * x + m[7]! * y + m[8]!;
      const s = (m[0]! * x + m[1]! * y + m[2]!) / w;
      const t = (m[3]! * x + m[4]! * y + m[5]!) / w;
      if (s < 0 || s >= 1 || t < 0 || t >= 1) continue;
      cover += 1;
      // Bilinear between texel middles.
      const tx = Math.max(0, Math.min(level.width - 1.001, s * level.width - 0.5));
      const ty = Math.max(0, Math.min(level.height - 1.001, t * level.height - 0.5));
      const i = (Math.floor(ty) * level.width + Math.floor(tx)) * 3;
      const fx = tx % 1;
      const fy = ty % 1;
      for (let c = 0; c < 3; c++) {
        const a = level.yuv[i + c]! * (1 - fx) + level.yuv[i + 3 + c]! * fx;
        const row = level.width * 3;
        const b = level.yuv[i + row + c]! * (1 - fx) + level.yuv[i + row + 3 + c]! * fx;
        sum[c] = sum[c]! + a * (1 - fy) + b * fy;
      }
    }
    return cover;
  }
}

function halved(level: Level): Level {
  const width = Math.floor(level.width / 2);
  const height = Math.max(2, Math.floor(level.height / 2));
  const yuv = new Float32Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++) {
        const at = (dx: number, dy: number) =>
          level.yuv[
            (Math.min(level.height - 1, y * 2 + dy) * level.width + Math.min(level.width - 1, x * 2 + dx)) *
              3 +
              c
          ]!;
        yuv[(y * width + x) * 3 + c] = (at(0, 0) + at(1, 0) + at(0, 1) + at(1, 1)) / 4;
      }
  return { width, height, yuv };
}

/** Picture px → unit square (Heckbert 1989, square to quad, inverted by adjugate); null when degenerate. */
function inverseHomography(q: Quad): readonly number[] | null {
  const [x0, y0, x1, y1, x2, y2, x3, y3] = q;
  const [dx1, dx2, dx3] = [x1 - x2, x3 - x2, x0 - x1 + x2 - x3];
  const [dy1, dy2, dy3] = [y1 - y2, y3 - y2, y0 - y1 + y2 - y3];
  const det = dx1 * dy2 - dx2 * dy1;
  if (Math.abs(det) < 1e-6) return null;
  const g = (dx3 * dy2 - dx2 * dy3) / det;
  const h = (dx1 * dy3 - dx3 * dy1) / det;
  const [a, b, c] = [x1 - x0 + g * x1, x3 - x0 + h * x3, x0];
  const [d, e, f] = [y1 - y0 + g * y1, y3 - y0 + h * y3, y0];
  return [
    e - f * h,
    c * h - b,
    b * f - c * e,
    f * g - d,
    a - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ];
}
