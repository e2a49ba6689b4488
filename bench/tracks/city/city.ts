// A city of three days, drawn from a seed: gates on a grid of streets, vehicles that drive from place to place one
// trip after the other, readers that misread, and vehicles of which it is known what they did (the planted ones).

import { drive, hourMs, minuteMs, night } from './driving.ts';
import { Grid } from './gates.ts';
import { Plates } from './plates.ts';
import { coarse, type Reader } from './readers.ts';
import { Chance } from './seeded.ts';

export interface CityTerms {
  readonly seed: number;
  /** Passages in all. */
  readonly rows: number;
  /** `coarse` unless told otherwise. */
  readonly reader?: Reader;
}

/** Passages in the order of time; one entry of each list for each. */
export interface Passed {
  readonly atMs: Float64Array;
  readonly gate: Uint16Array;
  /** Place in the city's plates as read; -1: unread. */
  readonly plate: Int32Array;
  /** The plate that it was. */
  readonly truth: Int32Array;
}

export interface Planted {
  /** The one that leads, and the one that follows it. */
  readonly companions: readonly (readonly [number, number])[];
  readonly clones: readonly number[];
  readonly nightDrivers: readonly number[];
  readonly firstTimers: readonly number[];
  readonly hidden: {
    readonly scene: readonly number[];
    readonly aroundMs: number;
    readonly plates: readonly number[];
  };
}

export interface City {
  readonly startMs: number;
  readonly endMs: number;
  readonly grid: Grid;
  readonly plates: Plates;
  readonly passed: Passed;
  readonly planted: Planted;
}

/** Six in the evening by China's clock, so that the newest hour is a busy one. */
const startMs = Date.UTC(2026, 10, 21, 10);
export const days = 3;
const dayMs = 24 * hourMs;
/** The figures of the field's plan: gates of 5,000 passages a day, vehicles of 33. */
const rowsPerGate = 5_000 * days;
const rowsPerVehicle = 33 * days;
/** When the hidden ones hide, after the start. */
const aroundMs = 64 * hourMs;

export function makeCity({ seed, rows, reader = coarse }: CityTerms): City {
  const chance = new Chance(seed);
  const grid = new Grid(Math.max(25, Math.round(rows / rowsPerGate)));
  const plates = new Plates(chance);
  const log = new Log(rows);
  const each = Math.max(3, Math.min(50, Math.round(rows / rowsPerVehicle / 600)));
  const planted = plant(each, { chance, grid, plates, log });
  while (!log.full) {
    const plate = plates.add();
    for (const [atMs, gate] of drive(chance, grid)) log.add(atMs, gate, plate);
  }
  return {
    ...{ startMs, endMs: startMs + days * dayMs, grid, plates, planted },
    passed: log.sorted(plate => reader(plate, plates, chance)),
  };
}

function plant(
  each: number,
  { chance, grid, plates, log }: { chance: Chance; grid: Grid; plates: Plates; log: Log },
): Planted {
  const list = <T>(make: () => T) => Array.from({ length: each }, make);
  const companions = list(() => {
    const pair = [plates.add(), plates.add()] as const;
    const behindMs = chance.between(8_000, 50_000);
    for (const [atMs, gate] of drive(chance, grid)) {
      log.add(atMs, gate, pair[0]);
      log.add(Math.round(atMs + behindMs + chance.between(-4_000, 4_000)), gate, pair[1]);
    }
    return pair;
  });
  const clones = list(() => {
    const plate = plates.add();
    for (let copy = 0; copy < 2; copy++)
      for (const [atMs, gate] of drive(chance, grid)) log.add(atMs, gate, plate);
    return plate;
  });
  const nightDrivers = list(() => {
    const plate = plates.add();
    for (const [atMs, gate] of drive(chance, grid, night)) log.add(atMs, gate, plate);
    return plate;
  });
  const firstTimers = list(() => {
    const plate = plates.add();
    const lastHour = {
      fromMs: startMs + days * dayMs - 50 * minuteMs,
      toMs: startMs + days * dayMs - 25 * minuteMs,
    };
    for (const [atMs, gate] of drive(chance, grid, { spans: [lastHour], home: null }))
      log.add(atMs, gate, plate);
    return plate;
  });
  const middle = grid.gate(Math.floor(grid.width / 2), Math.floor(grid.height / 2));
  const scene = [middle, middle + 1, middle + grid.width].filter(gate => gate < grid.gates.length);
  const hidden = list(() => {
    const plate = plates.add();
    for (const [atMs, gate] of drive(chance, grid, { home: middle, spans: null }))
      if (atMs < startMs + aroundMs) log.add(atMs, gate, plate);
    // Each is seen at the scene on the morning before it hides.
    for (let n = 0; n < 3; n++)
      log.add(startMs + aroundMs - (4 - n) * 20 * minuteMs, scene[n % scene.length]!, plate);
    return plate;
  });
  return {
    ...{ companions, clones, nightDrivers, firstTimers },
    hidden: { scene, aroundMs: startMs + aroundMs, plates: hidden },
  };
}

class Log {
  readonly #atMs: Float64Array;
  readonly #gate: Uint16Array;
  readonly #plate: Int32Array;
  #length = 0;

  constructor(rows: number) {
    this.#atMs = new Float64Array(rows);
    this.#gate = new Uint16Array(rows);
    this.#plate = new Int32Array(rows);
  }

  get full(): boolean {
    return this.#length === this.#atMs.length;
  }

  add(atMs: number, gate: number, plate: number): void {
    if (this.full || atMs < startMs || atMs >= startMs + days * dayMs) return;
    this.#atMs[this.#length] = atMs;
    this.#gate[this.#length] = gate;
    this.#plate[this.#length] = plate;
    this.#length += 1;
  }

  /** In the order of time, plates as they were read. */
  sorted(read: (plate: number) => number): Passed {
    // Time and place in one number, so that a sort of numbers does: 28 bits of ms and 25 of place are below 2^53.
    const keys = this.#atMs.map((atMs, n) => (atMs - startMs) * 2 ** 25 + n).sort();
    const order = Uint32Array.from(keys, key => key % 2 ** 25);
    return {
      atMs: Float64Array.from(order, n => this.#atMs[n]!),
      gate: Uint16Array.from(order, n => this.#gate[n]!),
      plate: Int32Array.from(order, n => read(this.#plate[n]!)),
      truth: Int32Array.from(order, n => this.#plate[n]!),
    };
  }
}
