// The plate detector: which size of the net to run over which part of the picture, and what it found there.
import { decodeLevels, detectorChannels, type Level } from './detect-decode.ts';
import { ModelFailure, type ModelFile } from './model-files.ts';
import { fitInto } from './scale.ts';
import { type Floats, Session } from './session.ts';
import type { Box, FoundPlate, Picture } from './types.ts';

/** 512×288, the picture of a 16:9 camera. Other shapes get about as many pixels in their own shape. */
export const usualPixels = 512 * 288;
const block = 32;
/** A ribbon of a region still gets a net of sensible shape. */
const longestSide = 2048;

/** Sides of the net for a region of this shape, multiples of 32, about `pixels` in all. */
export function netSize(width: number, height: number, pixels: number): { width: number; height: number } {
  const aspect = Math.min(8, Math.max(1 / 8, width / height));
  const side = (length: number) => Math.min(longestSide, Math.max(block, Math.round(length / block) * block));
  const netWidth = side(Math.sqrt(pixels * aspect));
  // From the rounded width, so that the picture fills the net as well as 32 px steps allow.
  return { width: netWidth, height: side(netWidth / aspect) };
}

export class Detector {
  #session: Session;
  /** Cells below it are no plates. */
  #threshold: number;
  #inputs = new Map<number, Uint8Array>();

  private constructor(session: Session, threshold: number) {
    this.#session = session;
    this.#threshold = threshold;
  }

  static async load(model: ModelFile): Promise<Detector> {
    const { scoreThreshold } = model.io;
    if (typeof scoreThreshold !== 'number' || !(scoreThreshold > 0 && scoreThreshold < 1))
      throw new ModelFailure('model-damaged', model.name, 'io.json: scoreThreshold');
    return new Detector(await Session.load(model, ['picture'], ['level8', 'level16']), scoreThreshold);
  }

  /** `region`: whole px inside the picture. */
  async find(picture: Picture, region: Box, pixels: number): Promise<FoundPlate[]> {
    const { width, height } = netSize(region[2] - region[0], region[3] - region[1], pixels);
    const input = this.#input(width * height * 3);
    const fit = fitInto(picture, region, width, height, input);
    const answer = await this.#session.run('picture', input, [1, height, width, 3]);
    const levels = [level(answer.level8, 8, width, height), level(answer.level16, 16, width, height)];
    return decodeLevels(levels, fit, picture, this.#threshold);
  }

  close(): Promise<void> {
    return this.#session.close();
  }

  /** Kept from picture to picture; cameras of one kind need one. */
  #input(bytes: number): Uint8Array {
    let input = this.#inputs.get(bytes);
    if (!input) {
      if (this.#inputs.size >= 8) this.#inputs.clear();
      input = new Uint8Array(bytes);
      this.#inputs.set(bytes, input);
    }
    return input;
  }
}

function level(floats: Floats | undefined, stride: number, width: number, height: number): Level {
  const [, channels, rows = 0, columns = 0] = floats?.dims ?? [];
  if (!floats || channels !== detectorChannels || rows !== height / stride || columns !== width / stride)
    throw new Error(`the detector gave ${floats?.dims} for ${width}×${height} at stride ${stride}`);
  return { data: floats.data, rows, columns, stride };
}
