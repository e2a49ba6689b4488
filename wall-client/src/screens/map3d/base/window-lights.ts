// Where lit windows are: from the buildings' outlines, which windows are lit is drawn by chance but always
// the same. Pure sums; lights-layer.ts draws them.

export interface Footprint {
  /** Outer ring in metres, x east and y north, open, whichever way round. */
  ring: readonly (readonly [x: number, y: number])[];
  base: number;
  height: number;
  kind: string;
  /** The same on every screen and at every visit. */
  seed: number;
}

export interface WindowLights {
  count: number;
  /** x, y, z of the window's middle in metres, and the wall's direction in radians from east. */
  at: Float32Array;
  /** Width and height in metres, warmth 0–1, brightness 0–1. */
  look: Float32Array;
}

const floorM = 3.6;
const bayM = 3.4;

/** A hash of two numbers to [0, 1): the same window is lit on every screen. */
export function chance(a: number, b: number): number {
  let h = (Math.imul(a | 0, 0x9e3779b1) ^ Math.imul(b | 0, 0x85ebca6b)) >>> 0;
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d) >>> 0;
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39) >>> 0;
  return ((h ^ (h >>> 15)) >>> 0) / 4294967296;
}

/** Share of windows lit: offices in towers work late, factories and houses sleep. */
function litShare(kind: string): number {
  if (kind === 'tower') return 0.26;
  if (kind === 'flats') return 0.12;
  if (kind === 'mixed') return 0.14;
  return 0;
}

const signedArea = (ring: Footprint['ring']) =>
  ring.reduce((sum, [x, y], i) => {
    const [nx, ny] = ring[(i + 1) % ring.length] as readonly [number, number];
    return sum + x * ny - nx * y;
  }, 0);

/** At most `most` lights, of the first buildings given; in no order, so that a part of them is a part of each. */
export function windowLights(buildings: readonly Footprint[], most: number): WindowLights {
  const at: number[] = [];
  const look: number[] = [];
  for (const { ring, base, height, kind, seed } of buildings) {
    const share = litShare(kind);
    if (share === 0) continue;
    if (look.length / 4 >= most) break;
    const outwards = signedArea(ring) > 0 ? 0.35 : -0.35;
    for (let i = 0; i < ring.length; i += 1) {
      const [ax, ay] = ring[i] as readonly [number, number];
      const [bx, by] = ring[(i + 1) % ring.length] as readonly [number, number];
      const bays = Math.floor(Math.hypot(bx - ax, by - ay) / bayM);
      const floors = Math.floor((height - base - 2) / floorM);
      const direction = Math.atan2(by - ay, bx - ax);
      const [nx, ny] = [Math.sin(direction) * outwards, -Math.cos(direction) * outwards];
      for (let bay = 0; bay < bays; bay += 1)
        for (let floor = 0; floor < floors; floor += 1) {
          const id = (i * 97 + bay) * 89 + floor;
          // Whole floors are lit or dark together more often than not.
          const floorLit = chance(seed, floor + 7919) < 0.55 ? 1.5 : 0.4;
          if (chance(seed, id) > share * floorLit) continue;
          const along = (bay + 0.5) / bays;
          at.push(
            ax + (bx - ax) * along + nx,
            ay + (by - ay) * along + ny,
            base + 2.4 + floor * floorM,
            direction,
          );
          look.push(
            bayM * 0.62,
            1.7,
            chance(seed + 31, id) < 0.72 ? 1 : 0,
            0.45 + 0.55 * chance(seed + 57, id),
          );
        }
    }
  }
  const count = Math.min(most, look.length / 4);
  return { count, at: shuffled(at, count), look: shuffled(look, count) };
}

/** Fours of numbers in an order that is the same for every list of one length. */
function shuffled(fours: readonly number[], count: number): Float32Array {
  const out = Float32Array.from(fours.slice(0, count * 4));
  const spare = new Float32Array(4);
  for (let i = count - 1; i > 0; i -= 1) {
    const j = Math.floor(chance(i, count) * (i + 1));
    spare.set(out.subarray(i * 4, i * 4 + 4));
    out.copyWithin(i * 4, j * 4, j * 4 + 4);
    out.set(spare, j * 4);
  }
  return out;
}
