// Which of the plates found now is which vehicle seen before: each track says where its plate must be, the
// nearest fitting pairs are taken first. Distances are measured in plate widths, so that near and far vehicles
// are held to the same.
import type { FoundPlate } from '../reader/types.ts';
import { type Place, placeOf } from './motion-model.ts';
import { textDistance } from './text-distance.ts';
import { Track } from './track.ts';

export interface Sighting {
  readonly track: Track;
  readonly plate: FoundPlate;
}

export interface TrackerOptions {
  readonly maxTracks?: number;
}

/** A vehicle hidden by another comes back within this, or is another vehicle. */
const lostAfterMs = 1500;
/** Plate widths it may be from where it must be; a new track's speed is not known, and one unseen may have braked. */
const gate = 1.3;
const newGate = 3.4;
const gatePerSecond = 1.5;
/** Plates grow by distance, not by leaps. */
const sizeRatio = 1.45;
const newSizeRatio = 1.7;
/** Sightings after which a track's speed is known. */
const known = 3;
/** A vehicle that drives faster than this many plate widths a second does not turn back between two sightings. */
const drives = 1.5;
const leastScore = 0.4;

export class Tracker {
  /** Plates that found no room. */
  refused = 0;
  #maxTracks: number;
  #tracks: Track[] = [];
  #serial = 0;

  constructor({ maxTracks = 32 }: TrackerOptions = {}) {
    this.#maxTracks = maxTracks;
  }

  get tracks(): readonly Track[] {
    return this.#tracks;
  }

  /** The plates found in one picture. Each sighting is a track and the plate it was seen by. */
  update(plates: readonly FoundPlate[], atMs: number): Sighting[] {
    const found = plates.filter(plate => plate.score >= leastScore);
    const pairs: { track: Track; plate: FoundPlate; cost: number }[] = [];
    for (const track of this.#tracks)
      for (const plate of found) {
        const cost = costOf(track, plate, atMs);
        if (cost !== null) pairs.push({ track, plate, cost });
      }
    pairs.sort((a, b) => a.cost - b.cost);
    const sightings: Sighting[] = [];
    const taken = new Set<Track | FoundPlate>();
    for (const { track, plate } of pairs) {
      if (taken.has(track) || taken.has(plate)) continue;
      taken.add(track).add(plate);
      track.sight(plate, atMs);
      sightings.push({ track, plate });
    }
    for (const plate of found) {
      if (taken.has(plate)) continue;
      if (this.#tracks.length >= this.#maxTracks) {
        this.refused += 1;
        continue;
      }
      const track = new Track(this.#serial++, plate, atMs);
      this.#tracks.push(track);
      sightings.push({ track, plate });
    }
    return sightings;
  }

  /** Tracks not seen any more; they are given once. `holds` may keep one, such as a vehicle known to stand. */
  takeEnded(nowMs: number, holds: (track: Track) => boolean = () => false): Track[] {
    const ended = this.#tracks.filter(track => nowMs - track.lastMs > lostAfterMs && !holds(track));
    if (ended.length > 0) this.#tracks = this.#tracks.filter(track => !ended.includes(track));
    return ended;
  }

  /** All tracks end: the picture has become another one. */
  takeAll(): Track[] {
    const all = this.#tracks;
    this.#tracks = [];
    return all;
  }
}

/** Smaller is likelier the same vehicle; null when it cannot be. */
function costOf(track: Track, plate: FoundPlate, atMs: number): number | null {
  const { motion } = track;
  const isKnown = motion.sightings >= known;
  const predicted = motion.predict(atMs);
  const place = placeOf(plate.box, plate.widthPx);
  const ratio = place.width / predicted.width;
  const mostRatio = isKnown ? sizeRatio : newSizeRatio;
  if (ratio > mostRatio || ratio < 1 / mostRatio) return null;
  const distance = widthsApart(place, predicted);
  const unseenS = Math.max(0, (atMs - track.lastMs) / 1000 - 0.2);
  if (distance > (isKnown ? gate : newGate) + gatePerSecond * unseenS) return null;
  if (isKnown && turnsBack(track, place)) return null;
  let cost = distance + Math.abs(Math.log(ratio));
  // Two plates side by side that were both read: the number tells them apart.
  if (track.elected && plate.reading) cost += textDistance(track.elected.text, plate.reading.text) - 1;
  return cost;
}

function turnsBack({ motion }: Track, place: Place): boolean {
  const [speedX, speedY] = motion.speed;
  const speed = Math.hypot(speedX, speedY);
  const { x, y, width } = motion.last;
  if (speed < width * drives) return false;
  // How far it came along its way, in plate widths.
  const along = ((place.x - x) * speedX + (place.y - y) * speedY) / speed / width;
  return along < -0.3;
}

export function widthsApart(a: Place, b: Place): number {
  return Math.hypot(a.x - b.x, a.y - b.y) / Math.max(8, (a.width + b.width) / 2);
}
