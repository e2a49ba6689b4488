// Where lit windows are: from the buildings' outlines, which windows are lit is drawn by chance but always
// the same. Pure sums; lights-mesh.ts draws them.
import type { LocalFrame } from './geo.ts';

export interface Footprint {
  /** Outer ring, closed, degrees. */
  ring: readonly (readonly [lon: number, lat: number])[];
  base: number;
  height: number;
  kind: string;
}

export interface WindowLights {
  count: number;
  /** x, y, z of the window's middle in local metres, and the wall's direction in radians from east. */
  at: Float32Array;
  /** Width and height in metres, warmth 0–1, brightness 0–1. */
  look: Float32Array;
}

/** More lights than this tell nothing more and cost memory: 32 bytes each. */
export const maxLights = 60_000;

const floorM = 3.6;
const bayM = 3.4;

/** A hash of two numbers to [0, 1): the same window is lit on every screen. */
function chance(a: number, b: number): number {
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

export function windowLights(buildings: readonly Footprint[], frame: LocalFrame): WindowLights {
  const at: number[] = [];
  const look: number[] = [];
  // From the centre outwards: if the lights run out, it is the outskirts that sleep.
  for (const { ring, base, height, kind, n } of fromCentre(buildings, frame)) {
    const share = litShare(kind);
    if (share === 0) continue;
    if (look.length / 4 >= maxLights) break;
    const corners = ring.map(([lon, lat]) => frame.toLocal({ lon, lat }));
    for (let i = 0; i + 1 < corners.length; i += 1) {
      const [ax, ay] = corners[i] as [number, number];
      const [bx, by] = corners[i + 1] as [number, number];
      const length = Math.hypot(bx - ax, by - ay);
      const bays = Math.floor(length / bayM);
      const floors = Math.floor((height - base - 2) / floorM);
      const direction = Math.atan2(by - ay, bx - ax);
      // Rings run counter-clockwise (RFC 7946): the outside is to the right of the way.
      const [nx, ny] = [Math.sin(direction) * 0.35, -Math.cos(direction) * 0.35];
      for (let bay = 0; bay < bays; bay += 1)
        for (let floor = 0; floor < floors; floor += 1) {
          const id = (i * 97 + bay) * 89 + floor;
          // Whole floors are lit or dark together more often than not.
          const floorLit = chance(n, floor + 7919) < 0.55 ? 1.5 : 0.4;
          if (chance(n, id) > share * floorLit) continue;
          const along = (bay + 0.5) / bays;
          at.push(
            ax + (bx - ax) * along + nx,
            ay + (by - ay) * along + ny,
            base + 2.4 + floor * floorM,
            direction,
          );
          look.push(bayM * 0.62, 1.7, chance(n + 31, id) < 0.72 ? 1 : 0, 0.45 + 0.55 * chance(n + 57, id));
        }
    }
  }
  const count = Math.min(maxLights, look.length / 4);
  return {
    count,
    at: Float32Array.from(at.slice(0, count * 4)),
    look: Float32Array.from(look.slice(0, count * 4)),
  };
}

function fromCentre(buildings: readonly Footprint[], frame: LocalFrame): (Footprint & { n: number })[] {
  const distance = ({ ring }: Footprint) => {
    const [lon, lat] = ring[0] ?? [Number.NaN, Number.NaN];
    return Math.hypot(...frame.toLocal({ lon, lat }));
  };
  return buildings
    .map((building, n) => ({ ...building, n, m: distance(building) }))
    .filter(({ m }) => Number.isFinite(m))
    .sort((a, b) => a.m - b.m);
}

/** Reads the buildings' layer; what is not a building with a height is left out. */
export function footprintsOf(collection: unknown): Footprint[] {
  const features = (collection as { features?: unknown } | null)?.features;
  if (!Array.isArray(features)) return [];
  return features.flatMap((feature): Footprint[] => {
    const { properties, geometry } = (feature ?? {}) as {
      properties?: { base?: unknown; height?: unknown; kind?: unknown };
      geometry?: { type?: unknown; coordinates?: unknown };
    };
    const ring = geometry?.type === 'Polygon' ? (geometry.coordinates as unknown[])?.[0] : null;
    const { base, height, kind } = properties ?? {};
    if (!Array.isArray(ring) || typeof height !== 'number' || !Number.isFinite(height)) return [];
    return [
      {
        ring: ring as Footprint['ring'],
        base: typeof base === 'number' ? base : 0,
        height,
        kind: typeof kind === 'string' ? kind : '',
      },
    ];
  });
}
