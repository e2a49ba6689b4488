// From decoded pictures of one camera to tracks of its vehicles' plates: what moved, the detector on those parts,
// the tracker, and the reader for the sightings worth it. One picture at a time.
import type { PlateSetup } from '@brightwall/protocol/plate-setup';
import { Flicker } from './frames/flicker.ts';
import { type Frame, toRgb } from './frames/frame.ts';
import { type Blob, MotionMap } from './frames/motion.ts';
import { inside } from './frames/polygon.ts';
import type { ReadableZone } from './frames/readable-zone.ts';
import { lookRegions } from './frames/regions.ts';
import type { StillReader } from './ports.ts';
import type { Box, FoundPlate } from './reader/types.ts';
import { moved } from './reader-geometry.ts';
import { meritOf } from './track/candidates.ts';
import type { Track } from './track/track.ts';
import { Tracker } from './track/tracker.ts';

/** The detector sees a picture about this wide: plates that can be read are 20 px and more in it. */
const lookWidthPx = 640;
/** So much of the picture changes at once only when it has become another picture. */
const cutPart = 0.6;
/** Plates so much smaller than what can be read are not followed: far down the road all are close together. */
const followedPart = 0.7;
/** A vehicle that needs no better look is looked after this often, so that it stays the same vehicle. */
const lookAfterMs = 450;
/** A plate is read with this much around it, parts of its width. */
const readMargin = 0.25;

export interface Analysed {
  readonly plates: readonly FoundPlate[];
  /** Part of the picture that moved where plates are readable. */
  readonly movedArea: number;
  /** The picture has become another one: these tracks end with it. */
  readonly cut: Track[] | null;
}

export class Analyser {
  readonly tracker = new Tracker();
  framesRead = 0;
  #reader: StillReader;
  #zone: ReadableZone;
  #flicker = new Flicker();
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
    const { blobs: all, changed } = this.#motion!.compare(frame.data, frame.takenMs);
    const blobs = this.#flicker.without(all, frame.takenMs);
    const cut = changed > cutPart ? this.tracker.takeAll() : null;
    const scale = Math.max(1, Math.round(frame.widthPx / lookWidthPx));
    const worth = blobs.filter(
      ({ box }) => this.#zone.worth(box[3], frame.takenMs) && !this.#isKnown(box, frame),
    );
    const movedArea = worth
      .filter(({ box }) => this.#zone.known(box[3]))
      .reduce((sum, { area }) => sum + area, 0);
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
    for (const { track, plate } of this.tracker.update(near, frame.takenMs)) {
      this.#keepLook(frame, track, plate);
      const around = blobAround(blobs, plate.box, frame);
      track.offerScene({ frame, plate, moved: around, quality: qualityOf(plate, frame) });
    }
    return { plates, movedArea, cut };
  }

  /** Nothing but a vehicle that drives away and was seen well: it is only looked after. */
  #isKnown(blob: Box, { widthPx, heightPx, takenMs }: Frame): boolean {
    return this.tracker.tracks.some(track => {
      if (!track.satisfied || takenMs - track.lastMs > lookAfterMs) return false;
      const { x, y, width } = track.motion.predict(takenMs);
      return contains(blob, [x / widthPx, y / heightPx]) && blob[3] * heightPx - y < width * 2.5;
    });
  }

  /** Where something moved, and where vehicles seen before must be now. */
  #boxesToLook({ widthPx, heightPx, takenMs }: Frame, blobs: readonly Blob[]): Box[] {
    const boxes = blobs.map(
      ({ box }): Box => [box[0] * widthPx, box[1] * heightPx, box[2] * widthPx, box[3] * heightPx],
    );
    for (const track of this.tracker.tracks) {
      const { x, y, width } = track.motion.predict(takenMs);
      if (width < this.#zone.minimumPx * 0.8) continue;
      if (track.satisfied && takenMs - track.lastMs <= lookAfterMs) continue;
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

  #keepLook(frame: Frame, track: Track, plate: FoundPlate): void {
    if (plate.widthPx < this.#zone.minimumPx) return;
    const merit = meritOf(plate, isWhole(plate, frame));
    if (!track.looks.wants(merit)) return;
    const margin = plate.widthPx * readMargin;
    const [left, top, right, bottom] = plate.box;
    const cut = toRgb(frame, [left - margin, top - margin, right + margin, bottom + margin]);
    track.looks.add({ ...cut, plate, takenMs: frame.takenMs, merit });
    track.looksKept += 1;
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

/** How good a picture of the vehicle this is: large, level and whole. */
function qualityOf(plate: FoundPlate, frame: Frame): number {
  return meritOf(plate, isWhole(plate, frame));
}

function isWhole({ box, widthPx: width }: FoundPlate, { widthPx, heightPx }: Frame): boolean {
  const margin = width * 0.2;
  const [left, top, right, bottom] = box;
  return left > margin && top > margin && right < widthPx - margin && bottom < heightPx - margin;
}
