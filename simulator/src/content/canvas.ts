// A picture in planar YUV 4:2:0 (BT.709, limited range) and what is drawn on it per frame. Drawing in
// the encoder's own format spares a colour conversion per frame.

export type Yuv = readonly [y: number, u: number, v: number];

export function yuvOf(r: number, g: number, b: number): Yuv {
  return [
    16 + 0.1826 * r + 0.6142 * g + 0.062 * b,
    128 - 0.1006 * r - 0.3386 * g + 0.4392 * b,
    128 + 0.4392 * r - 0.3989 * g - 0.0403 * b,
  ];
}

export class YuvCanvas {
  readonly width: number;
  readonly height: number;
  readonly bytes: Buffer;
  readonly y: Uint8Array;
  readonly u: Uint8Array;
  readonly v: Uint8Array;
  #cover: Float32Array;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    const luma = width * height;
    this.bytes = Buffer.alloc((luma * 3) / 2, 128);
    this.y = this.bytes.subarray(0, luma);
    this.u = this.bytes.subarray(luma, (luma * 5) / 4);
    this.v = this.bytes.subarray((luma * 5) / 4);
    this.#cover = new Float32Array((width + 3) * (height + 1));
  }

  /** From RGB, 3 bytes a pixel. */
  static fromRgb(rgb: Uint8Array, width: number, height: number): YuvCanvas {
    const canvas = new YuvCanvas(width, height);
    for (let py = 0; py < height; py++)
      for (let px = 0; px < width; px++) {
        const i = (py * width + px) * 3;
        const [y, u, v] = yuvOf(rgb[i]!, rgb[i + 1]!, rgb[i + 2]!);
        canvas.y[py * width + px] = y;
        if (py % 2 === 0 && px % 2 === 0) {
          canvas.u[(py / 2) * (width / 2) + px / 2] = u;
          canvas.v[(py / 2) * (width / 2) + px / 2] = v;
        }
      }
    return canvas;
  }

  /** Fills a simple polygon x0,y0,x1,y1,… with exact edge coverage. */
  fill(polygon: readonly number[], color: Yuv, alpha = 1): void {
    const clipped = clipToRect(polygon, this.width, this.height);
    if (clipped.length < 6) return;
    this.#blend(clipped, this.width, this.height, alpha, this.y, color[0], null, 0);
    const half = clipped.map(c => c / 2);
    this.#blend(half, this.width / 2, this.height / 2, alpha, this.u, color[1], this.v, color[2]);
  }

  /** Axis-aligned rectangle on whole even pixels. */
  fillRect(x: number, y: number, w: number, h: number, color: Yuv): void {
    for (let py = y; py < y + h; py++) this.y.fill(color[0], py * this.width + x, py * this.width + x + w);
    const cw = this.width / 2;
    for (let py = y / 2; py < (y + h) / 2; py++) {
      this.u.fill(color[1], py * cw + x / 2, py * cw + (x + w) / 2);
      this.v.fill(color[2], py * cw + x / 2, py * cw + (x + w) / 2);
    }
  }

  /** Adds light that falls off from a middle: a lamp and its halo, or its pool on the road when flattened. */
  glow(
    x: number,
    y: number,
    radius: number,
    strength: number,
    tint: readonly [number, number],
    flat = 1,
  ): void {
    const x0 = Math.max(0, Math.ceil(x - radius));
    const x1 = Math.min(this.width - 1, Math.floor(x + radius));
    const y0 = Math.max(0, Math.ceil(y - radius * flat));
    const y1 = Math.min(this.height - 1, Math.floor(y + radius * flat));
    const cw = this.width / 2;
    for (let py = y0; py <= y1; py++)
      for (let px = x0; px <= x1; px++) {
        const dx = (px - x) / radius;
        const dy = (py - y) / (radius * flat);
        const fall = 1 - (dx * dx + dy * dy);
        if (fall <= 0) continue;
        const light = fall * fall * strength;
        const i = py * this.width + px;
        this.y[i] = Math.min(235, this.y[i]! + light * 200);
        if (py % 2 === 0 && px % 2 === 0) {
          const c = (py / 2) * cw + px / 2;
          const mix = Math.min(1, light);
          this.u[c] = this.u[c]! + (tint[0] - this.u[c]!) * mix;
          this.v[c] = this.v[c]! + (tint[1] - this.v[c]!) * mix;
        }
      }
  }

  /** Signed-area accumulation (Levien, font-rs): every edge adds its exact cover, a running sum fills. */
  #blend(
    points: readonly number[],
    width: number,
    height: number,
    opacity: number,
    planeA: Uint8Array,
    valueA: number,
    planeB: Uint8Array | null,
    valueB: number,
  ): void {
    let [minX, minY, maxX, maxY] = [width, height, 0, 0];
    for (let i = 0; i < points.length; i += 2) {
      minX = Math.min(minX, points[i]!);
      maxX = Math.max(maxX, points[i]!);
      minY = Math.min(minY, points[i + 1]!);
      maxY = Math.max(maxY, points[i + 1]!);
    }
    const left = Math.floor(minX);
    const top = Math.floor(minY);
    const cols = Math.min(width, Math.ceil(maxX)) - left;
    const rows = Math.min(height, Math.ceil(maxY)) - top;
    if (cols <= 0 || rows <= 0) return;
    const stride = cols + 2;
    const cover = this.#cover;
    for (let i = 0; i < points.length; i += 2) {
      const j = (i + 2) % points.length;
      addEdge(
        cover,
        stride,
        points[i]! - left,
        points[i + 1]! - top,
        points[j]! - left,
        points[j + 1]! - top,
      );
    }
    const [fullA, fullB] = [Math.round(valueA), Math.round(valueB)];
    for (let row = 0; row < rows; row++) {
      let sum = 0;
      let alpha = 0;
      let out = (top + row) * width + left;
      const end = row * stride + cols;
      for (let at = row * stride; at < end; at++, out++) {
        const change = cover[at]!;
        if (change !== 0) {
          sum += change;
          alpha = Math.min(1, Math.abs(sum)) * opacity;
        }
        if (alpha > 0.996) {
          planeA[out] = fullA;
          if (planeB) planeB[out] = fullB;
        } else if (alpha > 0.004) {
          planeA[out] = planeA[out]! + (valueA - planeA[out]!) * alpha + 0.5;
          if (planeB) planeB[out] = planeB[out]! + (valueB - planeB[out]!) * alpha + 0.5;
        }
      }
    }
    cover.fill(0, 0, stride * (rows + 1));
  }
}

function addEdge(cover: Float32Array, stride: number, xa: number, ya: number, xb: number, yb: number): void {
  if (ya === yb) return;
  const sign = ya < yb ? 1 : -1;
  const [x0, y0, x1, y1] = ya < yb ? [xa, ya, xb, yb] : [xb, yb, xa, ya];
  const slope = (x1 - x0) / (y1 - y0);
  let x = x0;
  for (let row = Math.floor(y0); row < Math.ceil(y1); row++) {
    const dy = Math.min(row + 1, y1) - Math.max(row, y0);
    const next = x + slope * dy;
    const d = dy * sign;
    const lo = Math.min(x, next);
    const hi = Math.max(x, next);
    const first = Math.floor(lo);
    const last = Math.ceil(hi);
    const at = row * stride + first;
    if (last <= first + 1) {
      const part = (x + next) / 2 - first;
      cover[at] = cover[at]! + d - d * part;
      cover[at + 1] = cover[at + 1]! + d * part;
    } else {
      const s = 1 / (hi - lo);
      let before = 0;
      for (let i = first; i < last; i++) {
        const from = Math.max(lo, i);
        const to = Math.min(hi, i + 1);
        // Area right of the edge within this pixel, plus the full width of the part already crossed.
        const crossed = (to - from) * s;
        const area = (from - lo) * s + crossed * (i + 1 - (from + to) / 2);
        cover[at + i - first] = cover[at + i - first]! + d * (area - before);
        before = area;
      }
      cover[at + last - first] = cover[at + last - first]! + d * (1 - before);
    }
    x = next;
  }
}

/** Sutherland–Hodgman against the picture's four sides. */
function clipToRect(polygon: readonly number[], width: number, height: number): number[] {
  let points = polygon as number[];
  for (const [axis, limit, keep] of [
    [0, 0, 1],
    [0, width, -1],
    [1, 0, 1],
    [1, height, -1],
  ] as const) {
    const out: number[] = [];
    for (let i = 0; i < points.length; i += 2) {
      const j = (i + 2) % points.length;
      const a = (points[i + axis]! - limit) * keep;
      const b = (points[j + axis]! - limit) * keep;
      if (a >= 0) out.push(points[i]!, points[i + 1]!);
      if (a >= 0 !== b >= 0) {
        const t = a / (a - b);
        out.push(
          points[i]! + (points[j]! - points[i]!) * t,
          points[i + 1]! + (points[j + 1]! - points[i + 1]!) * t,
        );
      }
    }
    points = out;
  }
  return points;
}
