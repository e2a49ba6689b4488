// Our own net: one rectified plate in, its characters and its colour out. 0.6 ms on one thread.
import type { PlateColour } from '@brightwall/protocol/plate';
import type { CtcOutput } from './ctc-beam.ts';
import type { ColourProbabilities } from './grammar.ts';
import { ModelFailure, type ModelFile } from './model-files.ts';
import { Session } from './session.ts';

const colours: readonly PlateColour[] = ['blue', 'yellow', 'green', 'yellow-green', 'white', 'black'];

export interface SmallAnswer {
  readonly ctc: CtcOutput;
  readonly colours: ColourProbabilities;
}

export class SmallRecogniser {
  readonly widthPx: number;
  readonly heightPx: number;
  /** What class 1, 2, … of the output stand for; class 0 is the blank. */
  readonly symbols: readonly string[];
  #session: Session;

  private constructor(session: Session, symbols: readonly string[], widthPx: number, heightPx: number) {
    this.#session = session;
    this.symbols = symbols;
    this.widthPx = widthPx;
    this.heightPx = heightPx;
  }

  static async load(model: ModelFile): Promise<SmallRecogniser> {
    const { alphabet } = model.io;
    const symbols = typeof alphabet === 'string' ? [...alphabet] : alphabet;
    if (!Array.isArray(symbols) || symbols.length < 60 || !symbols.every(s => typeof s === 'string'))
      throw new ModelFailure('model-damaged', model.name, 'io.json: alphabet');
    const session = await Session.load(model, ['plates'], ['characters', 'colour']);
    const [, heightPx, widthPx] = session.shapeOf('plates');
    if (typeof heightPx !== 'number' || typeof widthPx !== 'number' || widthPx * heightPx > 512 * 512)
      throw new ModelFailure('model-damaged', model.name, `plates: ${session.shapeOf('plates')}`);
    if (session.shapeOf('characters')[2] !== symbols.length + 1)
      throw new ModelFailure('model-damaged', model.name, `${symbols.length} characters in io.json`);
    return new SmallRecogniser(session, symbols as string[], widthPx, heightPx);
  }

  /** `rgb`: widthPx × heightPx. */
  async read(rgb: Uint8Array): Promise<SmallAnswer> {
    const answer = await this.#session.run('plates', rgb, [1, this.heightPx, this.widthPx, 3]);
    const { characters, colour } = answer;
    const [, steps = 0, classes] = characters?.dims ?? [];
    if (!characters || !colour || classes !== this.symbols.length + 1)
      throw new Error(`the recogniser gave ${characters?.dims}, its alphabet has ${this.symbols.length}`);
    return {
      ctc: { logp: characters.data, steps, classes },
      colours: Object.fromEntries(colours.map((name, at) => [name, colour.data[at] ?? 0])),
    };
  }

  close(): Promise<void> {
    return this.#session.close();
  }
}
