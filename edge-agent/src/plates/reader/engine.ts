// The nets together, in the worker's thread: one picture at a time.
import { calibrationFor } from './calibration.ts';
import { Cascade, type Glance } from './cascade.ts';
import { borderedCrop, unbordered, wholeCrop } from './crop.ts';
import { bestOfOverlapping } from './detect-decode.ts';
import { Detector, usualPixels } from './detector.ts';
import { clipBox } from './geometry.ts';
import type { Measured } from './judge.ts';
import type { ModelFiles } from './model-files.ts';
import { SecondRecogniser } from './second-recogniser.ts';
import { secondSymbols } from './second-symbols.ts';
import { SmallRecogniser } from './small-recogniser.ts';
import type { Box, FindRequest, FoundPlate, Picture, ReadCropRequest, ReadPlatesRequest } from './types.ts';

/** A plate this sure ends the search in a still. */
const sure = 0.6;
/** In a closer second pass a picture is looked at with this many times the pixels. */
const closer = 4;
/** Net pixels for a crop: its plate is then about 130 px wide. */
const cropPixels = 192 * 128;

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
    const plate = await this.#readCrop(request);
    return { plates: [plate], detectMs: 0, readMs: performance.now() - started };
  }

  async #readCrop(request: ReadCropRequest): Promise<FoundPlate> {
    const { picture } = request;
    const glances: Glance[] = [];
    for (const way of wholeCrop(request)) {
      const glance = await this.#cascade.glance(picture, way);
      if (glance.sure) return glance.sure;
      glances.push(glance);
    }
    for (const way of await this.#insideCrop(request)) glances.push(await this.#cascade.glance(picture, way));
    // The surest of several looks is surer than it should be: now it takes two readers.
    glances.sort((a, b) => b.p - a.p);
    return this.#cascade.confirm(picture, glances[0]!);
  }

  /** The plate's own corners in a loosely cut crop. */
  async #insideCrop({ picture, rows }: ReadCropRequest): Promise<FoundPlate[]> {
    const bordered = borderedCrop(picture);
    if (!bordered) return [];
    const { widthPx, heightPx } = bordered.picture;
    const found = await this.#detector.find(bordered.picture, [0, 0, widthPx, heightPx], cropPixels);
    return found.slice(0, 1).map(plate => unbordered(rows ? { ...plate, rows } : plate, bordered.offset));
  }

  /** For the calibration, as measureCrop. */
  measure(picture: Picture, plate: FoundPlate): Promise<Measured[]> {
    return this.#cascade.measure(picture, plate);
  }

  measureCrop(request: ReadCropRequest): Promise<Measured[]> {
    return this.#cascade.measure(request.picture, wholeCrop(request)[0]!);
  }

  async close(): Promise<void> {
    await Promise.all([this.#detector.close(), this.#small.close(), this.#second.close()]);
  }

  async #detect(picture: Picture, within: Box, effort: 'quick' | 'thorough'): Promise<FoundPlate[]> {
    const pixels = (within[2] - within[0]) * (within[3] - within[1]);
    // Video looks at the part that moves, at the size its caller chose: a small part takes a small net.
    const usual = effort === 'quick' ? Math.min(usualPixels, pixels) : usualPixels;
    const first = await this.#detector.find(picture, within, usual);
    // Nothing is gained by showing the net more pixels than the picture has.
    const more = Math.min(closer * usualPixels, pixels);
    if (effort === 'quick' || more < usualPixels * 1.5 || first.some(plate => plate.score >= sure))
      return first;
    return bestOfOverlapping([...first, ...(await this.#detector.find(picture, within, more))]);
  }

  async #readAll(picture: Picture, plates: readonly FoundPlate[]): Promise<FoundPlate[]> {
    const read: FoundPlate[] = [];
    for (const plate of plates) read.push(await this.#cascade.read(picture, plate));
    return read;
  }

  async #warm(): Promise<void> {
    const picture: Picture = { rgb: new Uint8Array(512 * 288 * 3).fill(128), widthPx: 512, heightPx: 288 };
    await this.#detector.find(picture, [0, 0, 512, 288], usualPixels);
    await this.#cascade.read(picture, wholeCrop({ picture })[0]!);
  }
}
