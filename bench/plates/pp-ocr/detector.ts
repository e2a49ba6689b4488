// PP-OCRv4's text detector as PaddleOCR runs it (tools/infer/predict_det.py, ppocr/postprocess/db_postprocess.py):
// a map of text probability, cut at a threshold; each connected part's smallest rectangle, grown again by what
// the training had shrunk (DB: Liao et al. 2020, §3.3).
import type { InferenceSession } from 'onnxruntime-node';
import { Tensor } from 'onnxruntime-node';
import { convexHull, cornersOf, type Pt, type Quad, smallestRect } from '../geometry.ts';
import { type Pixels, resize } from '../pixels.ts';

/** PaddleOCR's defaults, but the box threshold: plates are small and dim, and the plate filter follows. */
const binarise = 0.3;
const boxScore = 0.5;
const unclip = 1.5;
const minSidePx = 3;
/** For BGR, in that order: PaddleOCR reads with OpenCV and does not swap. */
const mean = [0.485, 0.456, 0.406];
const deviation = [0.229, 0.224, 0.225];

export interface TextBox {
  readonly corners: Quad;
  readonly score: number;
}

/** All text in the picture, which is shrunk to `longSidePx` before; px of the given picture. */
export async function detectText(
  session: InferenceSession,
  picture: Pixels,
  longSidePx: number,
): Promise<TextBox[]> {
  const shrink = Math.min(1, longSidePx / Math.max(picture.widthPx, picture.heightPx));
  const whole = (side: number) => Math.max(32, Math.round((side * shrink) / 32) * 32);
  const [width, height] = [whole(picture.widthPx), whole(picture.heightPx)];
  const small = resize(picture, width, height);
  const input = new Float32Array(3 * width * height);
  const plane = width * height;
  for (let i = 0; i < 3; i++) {
    const [scale, shift] = [1 / 255 / deviation[i]!, mean[i]! / deviation[i]!];
    for (let at = 0, from = 2 - i; at < plane; at++, from += 3)
      input[i * plane + at] = small.rgb[from]! * scale - shift;
  }
  const result = await session.run({
    [session.inputNames[0]!]: new Tensor('float32', input, [1, 3, height, width]),
  });
  const map = result[session.outputNames[0]!]!.data as Float32Array;
  const [sx, sy] = [picture.widthPx / width, picture.heightPx / height];
  return boxesOf(map, width, height).map(({ corners, score }) => ({
    score,
    corners: corners.map(([x, y]) => [x * sx, y * sy]) as unknown as Quad,
  }));
}

/** The post-processing alone, px of the map. */
export function boxesOf(map: Float32Array, width: number, height: number): TextBox[] {
  const seen = new Uint8Array(map.length);
  const stack: number[] = [];
  const found: TextBox[] = [];
  for (let start = 0; start < map.length; start++) {
    if (seen[start] || map[start]! <= binarise) continue;
    seen[start] = 1;
    stack.push(start);
    let [sum, count] = [0, 0];
    const edge: Pt[] = [];
    while (stack.length > 0) {
      const at = stack.pop()!;
      const [x, y] = [at % width, (at / width) | 0];
      sum += map[at]!;
      count += 1;
      let inside = 0;
      for (let dy = -1; dy <= 1; dy++)
        for (let dx = -1; dx <= 1; dx++) {
          const [nx, ny] = [x + dx, y + dy];
          if (nx < 0 || ny < 0 || nx >= width || ny >= height) continue;
          const next = ny * width + nx;
          if (map[next]! <= binarise) continue;
          inside += 1;
          if (seen[next]) continue;
          seen[next] = 1;
          stack.push(next);
        }
      if (inside < 9) edge.push([x, y]);
    }
    if (count < minSidePx || sum / count < boxScore) continue;
    const rect = smallestRect(convexHull(edge));
    if (Math.min(rect.width, rect.height) < minSidePx) continue;
    const grow = (rect.width * rect.height * unclip) / (2 * (rect.width + rect.height));
    // Pixels are squares: the rectangle around their centres is one pixel short each way.
    found.push({ corners: shift(cornersOf(rect, grow + 0.5), 0.5), score: sum / count });
  }
  return found;
}

const shift = (quad: Quad, by: number): Quad => quad.map(([x, y]) => [x + by, y + by]) as unknown as Quad;
