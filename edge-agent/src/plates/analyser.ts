// From decoded pictures of one camera to tracks of its vehicles' plates: what moved, the detector on those parts,
// the tracker, and the reader for the sightings worth it. One picture at a time.
import type { PlateSetup } from '@brightwall/protocol/plate-setup';
import { type Frame, toRgb } from './frames/frame.ts';
import { type Blob, MotionMap } from './frames/motion.ts';
import { inside } from './frames/polygon.ts';
import type { ReadableZone } from './frames/readable-zone.ts';
import { lookRegions } from './frames/regions.ts';
import type { StillReader } from './ports.ts';
import type { Box, FoundPlate } from './reader/types.ts';
import { moved, type Offset } from './reader-geometry.ts';
import type { Track } from './track/track.ts';
import { Tracker } from './track/tracker.ts';

/** The detector sees a picture about this wide: plates that can be read are 20 px and more in it. */
const lookWidthPx = 640;
/** So much of the picture changes at once only when it has become another picture. */
const cutPart = 0.6;
/** Plates so much smaller than what can be read are not followed: far down the road all are close together. */
const followedPart = 0.7;
/** A plate is read with this much around it, parts of its width. */
const readMargin = 0.25;

export interface Analysed {
  readonly plates: readonly FoundPlate[];
  /** Something moved where plates are readable. */
  readonly moving: boolean;
  /** The picture has become another one: these tracks end with it. */
  readonly cut: Track[] | null;
}

export class Analyser {
  readonly tracker = new Tracker();
  framesRead = 0;
  #reader: StillReader;
  #zone: ReadableZone;
  #motion: MotionMap | null = null;
  #size = '';

  constructor(reader: StillReader, zone: ReadableZone) {
    this.#reader = reader;
    this.#zone = zone;
  }

  /** Rejects when the reader refuses; tracks are as they were then. `everywhere`: look at still parts too. */
  async analyse(frame: Frame, setup: PlateSetup, everywhere: boolean): Promise<Analysed> {
    const size = `${frame.widthPx}x${frame.heightPx}`;
    if (size !== this.#size) {
      this.#size = size;
      this.#motion = new MotionMap(frame.widthPx, frame.heightPx);
    }
    const { blobs, changed } = this.#motion!.compare(frame.data, frame.takenMs);
    const cut = changed > cutPart ? this.tracker.takeAll() : null;
    const scale = Math.max(1, Math.round(frame.widthPx / lookWidthPx));
    const worth = blobs.filter(({ box }) => this.#zone.worth(box[3]));
    const moving = worth.some(({ box }) => this.#zone.known(box[3]));
    const boxes = everywhere || cut ? [wholeOf(frame)] : this.#boxesToLook(frame, worth);
    const plates: FoundPlate[] = [];
    for (const region of lookRegions(boxes, frame, scale))
      for (const plate of await this.#find(frame, region, scale))
        if (isWanted(plate, frame, setup) && !plates.some(other => overlaps(other.box, plate.box)))
          plates.push(plate);
    this.framesRead += boxes.length > 0 ? 1 : 0;
    this.#learn(worth, plates, frame);
    const leastPx = this.#zone.minimumPx * followedPart;
    const near = plates.filter(plate => plate.widthPx >= leastPx);
    const sightings = this.tracker.update(near, frame.takenMs);
    const read: FoundPlate[] = [];
    for (const { track, plate } of sightings) {
      const seen = await this.#readIfWorth(frame, track, plate);
      read.push(seen);
      const around = blobAround(blobs, seen.box, frame);
      track.offerScene({ frame, plate: seen, moved: around, quality: qualityOf(seen, frame) });
    }
    return { plates: read, moving, cut };
  }

  /** Where something moved, and where vehicles seen before must be now. */
  #boxesToLook({ widthPx, heightPx, takenMs }: Frame, blobs: readonly Blob[]): Box[] {
    const boxes = blobs.map(
      ({ box }): Box => [box[0] * widthPx, box[1] * heightPx, box[2] * widthPx, box[3] * heightPx],
    );
    for (const track of this.tracker.tracks) {
      const { x, y, width } = track.motion.predict(takenMs);
      if (width < this.#zone.minimumPx * 0.8) continue;
      if (x < 0 || y < 0 || x > widthPx || y > heightPx) continue;
      boxes.push([x - width * 1.5, y - width, x + width * 1.5, y + width]);
    }
    return boxes;
  }

  async #find(frame: Frame, region: Box, scale: number): Promise<FoundPlate[]> {
    const { picture, left, top } = toRgb(frame, region, scale);
    const { plates } = await this.#reader.find({ picture, region: null, read: 'none', effort: 'quick' });
    return plates.map(plate => moved(plate, { left, top, scale }));
  }

  async #readIfWorth(frame: Frame, track: Track, plate: FoundPlate): Promise<FoundPlate> {
    if (plate.widthPx < this.#zone.minimumPx || !track.worthReading(plate)) return plate;
    const margin = plate.widthPx * readMargin;
    const [left, top, right, bottom] = plate.box;
    const part = toRgb(frame, [left - margin, top - margin, right + margin, bottom + margin]);
    const to: Offset = { left: -part.left, top: -part.top, scale: 1 };
    const answer = await this.#reader.readPlates({ picture: part.picture, plates: [moved(plate, to)] });
    const read = answer.plates[0];
    if (!read) return plate;
    const back = { ...moved(read, { left: part.left, top: part.top, scale: 1 }), score: plate.score };
    track.noteRead(back);
    return back;
  }

  #learn(blobs: readonly Blob[], plates: readonly FoundPlate[], frame: Frame): void {
    for (const { box } of blobs) {
      const readable = plates.some(
        plate => plate.widthPx >= this.#zone.minimumPx && contains(box, centreOf(plate.box, frame)),
      );
      this.#zone.noteLook(box[3], readable);
    }
  }
}

function isWanted(plate: FoundPlate, frame: Frame, setup: PlateSetup): boolean {
  const centre = centreOf(plate.box, frame);
  if (setup.region && !inside(setup.region, centre)) return false;
  // What is masked is nobody's business: neither its picture nor its number.
  return !setup.masks.some(mask => inside(mask, centre));
}

function centreOf(box: Box, { widthPx, heightPx }: Frame): [number, number] {
  return [(box[0] + box[2]) / 2 / widthPx, (box[1] + box[3]) / 2 / heightPx];
}

function contains(box: Box, [x, y]: readonly [number, number]): boolean {
  return x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3];
}

function wholeOf({ widthPx, heightPx }: Frame): Box {
  return [0, 0, widthPx, heightPx];
}

/** The same plate found in two parts that overlap. */
function overlaps(a: Box, b: Box): boolean {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  if (width <= 0 || height <= 0) return false;
  const smaller = Math.min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]));
  return width * height > smaller * 0.3;
}

function blobAround(blobs: readonly Blob[], box: Box, frame: Frame): Box | null {
  const centre = centreOf(box, frame);
  const around = blobs.filter(blob => contains(blob.box, centre)).sort((a, b) => a.area - b.area)[0];
  if (!around) return null;
  const { widthPx, heightPx } = frame;
  return [
    around.box[0] * widthPx,
    around.box[1] * heightPx,
    around.box[2] * widthPx,
    around.box[3] * heightPx,
  ];
}

/** How good a picture of the vehicle this is: sharp, large, whole, and read. */
function qualityOf(plate: FoundPlate, { widthPx, heightPx }: Frame): number {
  const [left, top, right, bottom] = plate.box;
  const margin = plate.widthPx * 0.3;
  const whole = left > margin && top > margin && right < widthPx - margin && bottom < heightPx - margin;
  const read = plate.reading ? 0.5 + plate.reading.confidence : 0.4;
  const level = 1 - Math.min(0.5, Math.abs(plate.angleDeg) / 60);
  return (0.4 + plate.sharpness) * Math.min(1, plate.widthPx / 120) * (whole ? 1 : 0.3) * read * level;
}
