// The nets together, in the worker's thread: one picture at a time.
import { calibrationFor } from './calibration.ts';
import { Cascade } from './cascade.ts';
import { bestOfOverlapping } from './detect-decode.ts';
import { Detector, usualPixels } from './detector.ts';
import { boxCorners, clipBox, plateWidth } from './geometry.ts';
import type { Measured } from './judge.ts';
import type { ModelFiles } from './model-files.ts';
import { SecondRecogniser } from './second-recogniser.ts';
import { secondSymbols } from './second-symbols.ts';
import { SmallRecogniser } from './small-recogniser.ts';
import type { Box, FindRequest, FoundPlate, Picture, ReadCropRequest, ReadPlatesRequest } from './types.ts';

/** Cells below this are no plates. */
const threshold = 0.35;
/** A plate this sure ends the search in a still. */
const sure = 0.6;
/** In a closer second pass a picture is looked at with this many times the pixels. */
const closer = 4;
/** Wider than high by less than this: a crop of two rows (440×220), not of one (440×140 is 3.1). */
const twoRowAspect = 2.4;

export interface Found {
  readonly plates: FoundPlate[];
  readonly detectMs: number;
  readonly readMs: number;
}

export class Engine {
  #detector: Detector;
  #small: SmallRecogniser;
  #second: SecondRecogniser;
  #cascade: Cascade;

  private constructor(
    detector: Detector,
    small: SmallRecogniser,
    second: SecondRecogniser,
    cascade: Cascade,
  ) {
    this.#detector = detector;
    this.#small = small;
    this.#second = second;
    this.#cascade = cascade;
  }

  /** Loads all nets and runs each once, so that the first vehicle does not wait for their memory. */
  static async load(files: ModelFiles): Promise<Engine> {
    const detector = await Detector.load(files.detector);
    const small = await SmallRecogniser.load(files.recogniser);
    const second = await SecondRecogniser.load(files.secondOpinion, secondSymbols);
    const calibrated = calibrationFor(files.calibration, files.recogniser.io.sha256);
    const engine = new Engine(detector, small, second, new Cascade({ small, second, calibrated }));
    await engine.#warm();
    return engine;
  }

  async find({
    picture,
    region,
    read,
    effort = 'thorough',
  }: Omit<FindRequest, 'picture'> & { picture: Picture }): Promise<Found> {
    const started = performance.now();
    const within = clipBox(region ?? [0, 0, picture.widthPx, picture.heightPx], picture);
    let plates = within ? await this.#detect(picture, within, effort) : [];
    const detected = performance.now();
    if (read === 'all') plates = await this.#readAll(picture, plates);
    return { plates, detectMs: detected - started, readMs: performance.now() - detected };
  }

  async readPlates({ picture, plates }: ReadPlatesRequest): Promise<Found> {
    const started = performance.now();
    const read = await this.#readAll(picture, plates);
    return { plates: read, detectMs: 0, readMs: performance.now() - started };
  }

  async readCrop(request: ReadCropRequest): Promise<Found> {
    const started = performance.now();
    const plate = await this.#cascade.read(request.picture, cropPlate(request));
    return { plates: [plate], detectMs: 0, readMs: performance.now() - started };
  }

  /** For the calibration, as measureCrop. */
  measure(picture: Picture, plate: FoundPlate): Promise<Measured[]> {
    return this.#cascade.measure(picture, plate);
  }

  measureCrop(request: ReadCropRequest): Promise<Measured[]> {
    return this.#cascade.measure(request.picture, cropPlate(request));
  }

  async close(): Promise<void> {
    await Promise.all([this.#detector.close(), this.#small.close(), this.#second.close()]);
  }

  async #detect(picture: Picture, within: Box, effort: 'quick' | 'thorough'): Promise<FoundPlate[]> {
    const pixels = (within[2] - within[0]) * (within[3] - within[1]);
    // Video looks at the part that moves, at the size its caller chose: a small part takes a small net.
    const usual = effort === 'quick' ? Math.min(usualPixels, pixels) : usualPixels;
    const first = await this.#detector.find(picture, within, usual, threshold);
    // Nothing is gained by showing the net more pixels than the picture has.
    const more = Math.min(closer * usualPixels, pixels);
    if (effort === 'quick' || more < usualPixels * 1.5 || first.some(plate => plate.score >= sure))
      return first;
    return bestOfOverlapping([...first, ...(await this.#detector.find(picture, within, more, threshold))]);
  }

  async #readAll(picture: Picture, plates: readonly FoundPlate[]): Promise<FoundPlate[]> {
    const read: FoundPlate[] = [];
    for (const plate of plates) read.push(await this.#cascade.read(picture, plate));
    return read;
  }

  async #warm(): Promise<void> {
    const picture: Picture = { rgb: new Uint8Array(512 * 288 * 3).fill(128), widthPx: 512, heightPx: 288 };
    await this.#detector.find(picture, [0, 0, 512, 288], usualPixels, threshold);
    await this.#cascade.read(picture, cropPlate({ picture }));
  }
}

function cropPlate({ picture, rows, colour }: ReadCropRequest): FoundPlate {
  const { widthPx, heightPx } = picture;
  const box: Box = [0, 0, widthPx, heightPx];
  const corners = boxCorners(box);
  return {
    box,
    corners,
    score: 1,
    rows: rows ?? (widthPx / heightPx < twoRowAspect ? 2 : 1),
    colour: colour ?? 'unknown',
    widthPx: plateWidth(corners),
    angleDeg: 0,
    sharpness: 0,
    reading: null,
  };
}
