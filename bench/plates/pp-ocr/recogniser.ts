// PP-OCRv4's recogniser as PaddleOCR runs it (tools/infer/predict_rec.py): BGR, 48 px high, padded to 320 px.
import type { InferenceSession } from 'onnxruntime-node';
import { Tensor } from 'onnxruntime-node';
import type { Quad } from '../geometry.ts';
import { cutOut, type Pixels } from '../pixels.ts';

const heightPx = 48;
const widthPx = 320;

/** What the network said of one line: probabilities, steps × classes. Class 0 is the CTC blank. */
export interface Line {
  readonly steps: number;
  readonly classes: number;
  readonly probabilities: Float32Array;
}

export async function recogniseLine(
  session: InferenceSession,
  picture: Pixels,
  corners: Quad,
): Promise<Line> {
  const length = (a: number, b: number) =>
    Math.hypot(corners[a]![0] - corners[b]![0], corners[a]![1] - corners[b]![1]);
  const wide = Math.max(length(0, 1), length(3, 2));
  const high = Math.max(length(0, 3), length(1, 2));
  const used = Math.max(16, Math.min(widthPx, Math.ceil((heightPx * wide) / Math.max(1, high))));
  const crop = cutOut(picture, corners, used, heightPx);
  const input = new Float32Array(3 * heightPx * widthPx);
  for (let i = 0; i < 3; i++)
    for (let y = 0; y < heightPx; y++)
      for (let x = 0; x < used; x++)
        input[(i * heightPx + y) * widthPx + x] = crop.rgb[(y * used + x) * 3 + 2 - i]! / 127.5 - 1;
  const result = await session.run({
    [session.inputNames[0]!]: new Tensor('float32', input, [1, 3, heightPx, widthPx]),
  });
  const { data, dims } = result[session.outputNames[0]!]!;
  return { steps: dims[1]!, classes: dims[2]!, probabilities: data as Float32Array };
}

/** The likeliest class at each step, repeats and blanks dropped. */
export function greedyText(line: Line, dictionary: readonly string[]): string {
  let [text, last] = ['', 0];
  for (let t = 0; t < line.steps; t++) {
    let best = 0;
    for (let c = 1; c < line.classes; c++)
      if (line.probabilities[t * line.classes + c]! > line.probabilities[t * line.classes + best]!) best = c;
    if (best !== 0 && best !== last) text += dictionary[best] ?? '';
    last = best;
  }
  return text;
}
