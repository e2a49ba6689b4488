// What is measured: the edge agent's own reader, behind the same door through which the agent uses it.
import { PlateReader } from '../../edge-agent/src/plates/reader/plate-reader.ts';
import type { FindAnswer, FoundPlate, Picture } from '../../edge-agent/src/plates/reader/types.ts';
import { DataError } from './data.ts';
import type { Guess } from './score.ts';

/** How a reading came about, for tables. */
export interface OurGuess extends Guess {
  readonly reader: 'small' | 'second-opinion' | null;
}

export interface Answer {
  readonly guesses: OurGuess[];
  readonly picture: Picture;
}

export class Ours {
  readonly #reader: PlateReader;

  private constructor(reader: PlateReader) {
    this.#reader = reader;
  }

  /** See openReader. */
  static async open(models: string | null): Promise<Ours> {
    return new Ours(await openReader(models));
  }

  /** As the agent does with a still: found thoroughly, everything read. The picture is moved, and comes back. */
  async find(picture: Picture): Promise<Answer> {
    return answerOf(await this.#reader.find({ picture, region: null, read: 'all' }));
  }

  /** As the agent does with a part of a frame: one pass of the detector at 512×288. */
  async locate(picture: Picture): Promise<Answer> {
    return answerOf(await this.#reader.find({ picture, region: null, read: 'none', effort: 'quick' }));
  }

  async readCrop(picture: Picture): Promise<{ guess: OurGuess; picture: Picture }> {
    const { plate, picture: back } = await this.#reader.readCrop({ picture });
    return { guess: guessOf(plate), picture: back };
  }

  close(): Promise<void> {
    return this.#reader.close();
  }
}

/** `models`: another folder than models/. Throws DataError when plates cannot be read with it. */
export async function openReader(models: string | null): Promise<PlateReader> {
  const reader = await PlateReader.open(models === null ? {} : { modelsDir: models });
  const { state } = reader;
  if (state.kind === 'ready') return reader;
  await reader.close();
  if ('zh' in state) throw new DataError(`${state.zh}：${state.detail}`, `${state.en}: ${state.detail}`);
  throw new DataError(`车牌识别未就绪：${state.kind}`, `plate reading is not ready: ${state.kind}`);
}

function guessOf({ box, reading, sharpness }: FoundPlate): OurGuess {
  return {
    box,
    text: reading?.text ?? null,
    confidence: reading?.confidence ?? 0,
    sharpness,
    reader: reading?.reader ?? null,
  };
}

const answerOf = ({ plates, picture }: FindAnswer): Answer => ({ guesses: plates.map(guessOf), picture });
