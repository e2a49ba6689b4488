// Which vehicles drove through a loop of the simulator, and which passages were made of them.
import { type Box, boundsOf, type Pt } from './geometry.ts';
import type { TruthVehicle } from './simulator-loops.ts';
import { normalise } from './text.ts';

/** One vehicle on its way through the picture, once. */
export interface Pass {
  readonly id: string;
  readonly plate: string;
  readonly kind: string;
  readonly direction: 'away' | 'oncoming';
  /** Frames of the main stream since play began. */
  readonly from: number;
  readonly to: number;
  /** The plate's box in the frames that show it whole, px of main. */
  readonly plateAt: ReadonlyMap<number, Box>;
  /** Frames in which nothing covers it, by width. */
  readonly clearWidths: readonly number[];
  /** False: its plate could be seen when play began or when it ended, so nobody is asked for it. */
  readonly whole: boolean;
}

/** What was made of the video, reduced to what is scored. */
export interface Made {
  /** Frame of the main stream since play began. */
  readonly frame: number;
  readonly firstFrame: number;
  readonly lastFrame: number;
  /** px of main */
  readonly plate: Box;
  readonly text: string | null;
  readonly confidence: number;
}

/** px of main: narrower than this a plate is a speck, and what happens to it no part of a pass. */
const seenFromPx = 25;

/** px and frames of main: a plate that stands clear at least so wide, so often, is one that counts. */
export const countedFrom = { widthPx: 40, frames: 5 } as const;

/** Every pass of `frames` (one loop, repeated `times`). A vehicle may be twice in one picture. */
export function passesOf(frames: readonly (readonly TruthVehicle[])[], times: number): Pass[] {
  const total = frames.length * times;
  const open: Building[] = [];
  const done: Building[] = [];
  for (let frame = 0; frame < total; frame++) {
    const here = frames[frame % frames.length]!;
    // The nearest pair first, so that one vehicle's two appearances keep their own way.
    const pairs = here
      .flatMap(vehicle => open.filter(b => b.id === vehicle.id).map(building => ({ vehicle, building })))
      .map(pair => ({ ...pair, away: distance(pair.vehicle, pair.building.last) }))
      .filter(({ away }) => away < jumpPx)
      .sort((a, b) => a.away - b.away);
    const going = new Set<Building>();
    const placed = new Set<TruthVehicle>();
    for (const { vehicle, building } of pairs) {
      if (going.has(building) || placed.has(vehicle)) continue;
      building.add(frame, vehicle);
      going.add(building);
      placed.add(vehicle);
    }
    for (const building of open.filter(b => !going.has(b))) {
      open.splice(open.indexOf(building), 1);
      done.push(building);
    }
    for (const vehicle of here.filter(v => !placed.has(v))) open.push(new Building(frame, vehicle));
  }
  return [...done, ...open].map(building => building.pass(total)).sort((a, b) => a.from - b.from);
}

/** Farther than any vehicle drives in a frame, nearer than from one end of the street to the other. */
const jumpPx = 330;

class Building {
  readonly id: string;
  last: TruthVehicle;
  #from: number;
  #to: number;
  #plateAt = new Map<number, Box>();
  #clearWidths: number[] = [];
  #seen: number[] = [];

  constructor(frame: number, vehicle: TruthVehicle) {
    this.id = vehicle.id;
    this.last = vehicle;
    this.#from = frame;
    this.#to = frame;
    this.add(frame, vehicle);
  }

  add(frame: number, vehicle: TruthVehicle): void {
    this.last = vehicle;
    this.#to = frame;
    const c = vehicle.plateCorners;
    if (!c) return;
    this.#plateAt.set(frame, boundsOf([0, 2, 4, 6].map((i): Pt => [c[i]!, c[i + 1]!])));
    const width = Math.hypot(c[2]! - c[0]!, c[3]! - c[1]!);
    if (vehicle.plateClear) this.#clearWidths.push(width);
    if (width >= seenFromPx) this.#seen.push(frame);
  }

  pass(total: number): Pass {
    const { id, plate, plateKind, direction } = this.last;
    return {
      id,
      plate: normalise(plate),
      kind: plateKind,
      direction,
      from: this.#from,
      to: this.#to,
      plateAt: this.#plateAt,
      clearWidths: this.#clearWidths,
      whole: !this.#seen.includes(0) && !this.#seen.includes(total - 1),
    };
  }
}

function distance({ box: a }: TruthVehicle, { box: b }: TruthVehicle): number {
  return Math.hypot(a[0] + a[2] / 2 - b[0] - b[2] / 2, a[1] + a[3] / 2 - b[1] - b[3] / 2);
}

export const counts = (pass: Pass): boolean =>
  pass.whole && pass.clearWidths.filter(width => width >= countedFrom.widthPx).length >= countedFrom.frames;

export interface PassOutcome {
  readonly pass: Pass;
  readonly made: readonly Made[];
}

export interface Accounting {
  readonly outcomes: readonly PassOutcome[];
  /** Passages of nothing that drove there. */
  readonly stray: readonly Made[];
}

/** Frames by which a passage's time may be off: the agent takes its time from the camera's clock. */
const lateFrames = 3;
const secondFrames = 25;

/** Gives each passage to the vehicle whose plate stood where and when it says. */
export function account(passes: readonly Pass[], made: readonly Made[]): Accounting {
  const byPass = new Map<Pass, Made[]>(passes.map(pass => [pass, []]));
  const stray: Made[] = [];
  for (const one of made) {
    const best = passes
      .map(pass => ({ pass, off: offBy(pass, one, lateFrames) }))
      .filter(({ off }) => off < 1)
      .sort((a, b) => a.off - b.off)[0];
    // A plate on the picture's edge has no place in the truth; the vehicle may be elsewhere in the picture too.
    const alike = passes
      .filter(
        ({ plate, from, to }) =>
          plate === one.text && from <= one.lastFrame + secondFrames && to >= one.firstFrame - secondFrames,
      )
      .map(pass => ({ pass, off: offBy(pass, one, secondFrames) }))
      .sort((a, b) => a.off - b.off)[0];
    const owner = best?.pass ?? alike?.pass;
    if (owner) byPass.get(owner)!.push(one);
    else stray.push(one);
  }
  return { outcomes: [...byPass].map(([pass, list]) => ({ pass, made: list })), stray };
}

/** How far the passage's plate lies from the vehicle's, in widths of the plate; Infinity when it was not there. */
function offBy(pass: Pass, { frame, plate }: Made, within: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let f = frame - within; f <= frame + within; f++) {
    const at = pass.plateAt.get(f);
    if (!at) continue;
    const width = Math.max(at[2] - at[0], plate[2] - plate[0]);
    const dx = (at[0] + at[2] - plate[0] - plate[2]) / 2;
    const dy = (at[1] + at[3] - plate[1] - plate[3]) / 2;
    least = Math.min(least, Math.hypot(dx, dy) / width + Math.abs(f - frame) * 0.01);
  }
  return least;
}
