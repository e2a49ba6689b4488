// Where a vehicle is when: trips one after the other along the streets, never two at once.
import { blockMetres, type Grid } from './gates.ts';
import type { Chance } from './seeded.ts';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** Days of China's clock that the city's three times 24 hours reach into, and the first one's midnight. */
const localDays = 4;
const midnightMs = Date.UTC(2026, 10, 20, 16);
/** Blocks a trip reaches at most, each way. */
const reach = 6;

export interface Habits {
  /** Trips begin within these; null: as most people's do, by day. */
  readonly spans: readonly { fromMs: number; toMs: number }[] | null;
  /** Gate it lives at; null: anywhere. */
  readonly home: number | null;
}

const ordinary: Habits = { spans: null, home: null };
export const night: Habits = {
  spans: Array.from({ length: localDays }, (_, day) => midnightMs + day * dayMs).flatMap(midnight => [
    { fromMs: midnight + 10 * minuteMs, toMs: midnight + 4.2 * hourMs },
    { fromMs: midnight + 19 * hourMs, toMs: midnight + 23.5 * hourMs },
  ]),
  home: null,
};

/** [when, gate], in order. */
export function* drive(chance: Chance, grid: Grid, habits: Habits = ordinary): Generator<[number, number]> {
  const home = habits.home ?? chance.integer(0, grid.gates.length - 1);
  const spans = habits.spans ?? Array.from({ length: localDays }, (_, day) => waking(chance, day));
  let gate = home;
  for (const { fromMs, toMs } of spans) {
    let atMs = fromMs + chance.between(0, 20 * minuteMs);
    while (atMs < toMs) {
      const to = chance.next() < 0.3 && gate !== home ? home : near(chance, grid, gate);
      const secondsPerBlock = blockMetres / (chance.between(25, 60) / 3.6);
      for (const passed of grid.way(gate, to, chance.next() < 0.5)) {
        yield [Math.round(atMs), passed];
        atMs += secondsPerBlock * chance.between(900, 1_300);
      }
      gate = to;
      atMs += chance.between(20 * minuteMs, 4.5 * hourMs);
    }
  }
}

/** A day from its first trip to its last; one in seven stays out late. */
function waking(chance: Chance, day: number): { fromMs: number; toMs: number } {
  const midnight = midnightMs + day * dayMs;
  const fromMs = midnight + chance.between(6.2, 9.5) * hourMs;
  return { fromMs, toMs: midnight + (chance.next() < 0.14 ? 22.5 : chance.between(17, 20)) * hourMs };
}

function near(chance: Chance, grid: Grid, gate: number): number {
  return grid.gate(
    grid.x(gate) + chance.integer(-reach, reach),
    grid.y(gate) + chance.integer(-reach, reach),
  );
}
