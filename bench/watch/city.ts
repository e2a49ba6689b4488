// Vehicles and watch entries of a made-up city, the same for the same seed.
import type { Passage } from '@brightwall/protocol/passage';
import type { WatchTerms } from '../../server/src/alerts/ports.ts';

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const serials = `${letters}0123456789`;
const nowMs = Date.UTC(2026, 10, 25);
const dayMs = 86_400_000;

export interface Mix {
  readonly entries: number;
  /** Parts of the entries. */
  readonly wildcards: number;
  readonly tolerant: number;
}

export class City {
  readonly #random: () => number;
  readonly #vehicles: string[];

  constructor(seed: number, vehicles: number) {
    this.#random = mulberry32(seed);
    this.#vehicles = Array.from({ length: vehicles }, () => this.#plate());
  }

  /** One in a hundred from elsewhere, one in two hundred misread. */
  passages(count: number): Passage[] {
    return Array.from({ length: count }, (_, n) => {
      const known = this.#random() < 0.99 ? this.#pick(this.#vehicles) : this.#plate();
      const text = this.#random() < 0.005 ? this.#changed(known, 1, serials) : known;
      return passage(n, text);
    });
  }

  terms({ entries, wildcards, tolerant }: Mix): WatchTerms[] {
    return Array.from({ length: entries }, (_, n) => {
      const isWild = this.#random() < wildcards;
      // One in twenty is of a vehicle that drives here.
      const plate = this.#random() < 0.05 ? this.#pick(this.#vehicles) : this.#plate();
      return {
        id: `entry-${n}`,
        plate: isWild ? this.#wildcard(plate) : plate,
        tolerant: !isWild && this.#random() < tolerant,
        ...{ kinds: [], cameraIds: [], areas: [], hours: null },
        colours: this.#random() < 0.2 ? (['blue'] as const).slice() : [],
        fromMs: nowMs - dayMs,
        untilMs: nowMs + dayMs,
      };
    });
  }

  /** One to three characters unread; one in five begins or ends open instead. */
  #wildcard(plate: string): string {
    const shape = this.#random();
    if (shape < 0.1) return `*${plate.slice(-4)}`;
    if (shape < 0.2) return `${plate.slice(0, 5)}*`;
    return this.#changed(plate, 1 + Math.floor(this.#random() * 3), '?');
  }

  #plate(): string {
    const province = this.#random() < 0.9 ? '浙' : this.#pick([...'沪苏皖闽赣']);
    return (
      province + this.#pick([...letters]) + Array.from({ length: 5 }, () => this.#pick([...serials])).join('')
    );
  }

  #changed(plate: string, count: number, to: string): string {
    const characters = [...plate];
    for (let n = 0; n < count; n++)
      characters[2 + Math.floor(this.#random() * (characters.length - 2))] = this.#pick([...to]);
    return characters.join('');
  }

  #pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.#random() * from.length)]!;
  }
}

function passage(n: number, text: string): Passage {
  const id = `0193b2f0-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
  return {
    id,
    cameraId: 'a'.repeat(16),
    ...{ passedMs: nowMs, firstSeenMs: nowMs, lastSeenMs: nowMs, edgeClockOffsetMs: 0 },
    ...{ direction: 'toward', lane: null, colour: 'blue', kind: 'small', rows: 1 },
    reading: { text, confidence: 0.98, characters: [], runnerUp: null },
    corners: [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ],
    ...{ plateWidthPx: 110, vehicle: [0, 0, 1, 1], framesRead: 7, profile: 'main' },
    pictures: { scene: '', vehicle: '', plate: '' },
  };
}

function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
