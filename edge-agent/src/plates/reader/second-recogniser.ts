// PP-OCRv4's text recogniser as the second opinion on one rectified plate. It knows 6,623 characters; only the
// columns a plate can carry are kept, so what it gives the others counts as doubt.
import type { CtcOutput } from './ctc-beam.ts';
import { ModelFailure, type ModelFiles } from './model-files.ts';
import { Session } from './session.ts';

const heightPx = 48;
/** Of the output: a blank in front of the dictionary, a space behind it. */
const around = 2;

/** Read as the character in front: serials have no O and I (GA 36-2018 §5.4). */
const sameAs: Readonly<Record<string, readonly string[]>> = { '0': ['O', 'o'], '1': ['I'] };

export class SecondRecogniser {
  readonly heightPx = heightPx;
  #session: Session;
  #input: string;
  #output: string;
  #classes: number;
  /** For the blank and each symbol: the columns whose probabilities are added. */
  #columns: readonly (readonly number[])[];

  private constructor(session: Session, columns: readonly (readonly number[])[], classes: number) {
    this.#session = session;
    this.#input = session.inputNames[0]!;
    this.#output = session.outputNames[0]!;
    this.#columns = columns;
    this.#classes = classes;
  }

  static async load(
    model: ModelFiles['secondOpinion'],
    symbols: readonly string[],
  ): Promise<SecondRecogniser> {
    const place = new Map(model.dictionary.map((character, at) => [character, at + 1]));
    const columns = [[0], ...symbols.map(s => [s, ...(sameAs[s] ?? [])].flatMap(c => place.get(c) ?? []))];
    const unknown = symbols.filter((_, at) => columns[at + 1]!.length === 0);
    if (unknown.length > 0) throw new ModelFailure('model-damaged', model.name, `no ${unknown.join('')}`);
    const session = await Session.load(model, [], []);
    return new SecondRecogniser(session, columns, model.dictionary.length + around);
  }

  /** `rgb`: 48 px high, `usedPx` wide. It is shown at the left of a picture `widthPx` wide, the rest of it grey. */
  async read(rgb: Uint8Array, usedPx: number, widthPx: number): Promise<CtcOutput> {
    const size = widthPx * heightPx;
    const input = new Float32Array(size * 3);
    // The net was trained on OpenCV's pictures: blue first. −1..1; 0 is what lines are filled up with.
    for (let row = 0; row < heightPx; row++) {
      for (let column = 0; column < usedPx; column++) {
        const from = (row * usedPx + column) * 3;
        const to = row * widthPx + column;
        input[to] = rgb[from + 2]! / 127.5 - 1;
        input[size + to] = rgb[from + 1]! / 127.5 - 1;
        input[size * 2 + to] = rgb[from]! / 127.5 - 1;
      }
    }
    const answer = (await this.#session.run(this.#input, input, [1, 3, heightPx, widthPx]))[this.#output];
    const [, steps = 0, classes] = answer?.dims ?? [];
    if (!answer || classes !== this.#classes) throw new Error(`PP-OCRv4 gave ${answer?.dims}`);
    const logp = new Float32Array(steps * this.#columns.length);
    for (let step = 0; step < steps; step++) {
      this.#columns.forEach((columns, at) => {
        let p = 0;
        for (const column of columns) p += answer.data[step * classes + column]!;
        logp[step * this.#columns.length + at] = Math.log(Math.max(p || 0, 1e-12));
      });
    }
    return { logp, steps, classes: this.#columns.length };
  }

  close(): Promise<void> {
    return this.#session.close();
  }
}
