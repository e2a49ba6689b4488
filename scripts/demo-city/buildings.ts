// Stands buildings on the blocks: a core of towers, mixed streets, rows of flats, an old town, schools.
import type { Block } from './blocks.ts';
import { type Feature, type Point, polygonFeature } from './geo.ts';
import { buildable, type Plan } from './plan.ts';
import type { Random } from './random.ts';

export type BuildingKind = 'tower' | 'mixed' | 'flats' | 'house' | 'school' | 'factory' | 'landmark';

export interface Building {
  outline: Point[];
  /** Metres above ground. */
  base: number;
  height: number;
  kind: BuildingKind;
}

interface Lot {
  u: number;
  v: number;
  width: number;
  depth: number;
}

class Yard {
  readonly buildings: Building[] = [];
  readonly #plan: Plan;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** A rectangle on the plan, bent into the plane; false when the land is not free. */
  stand(lot: Lot, height: number, kind: BuildingKind, base = 0, cutCorners = 0): boolean {
    const [w, d] = [lot.width / 2, lot.depth / 2];
    if (w < 3 || d < 3) return false;
    const corners: [number, number][] = cutCorners
      ? [
          [-w + cutCorners, -d],
          [w - cutCorners, -d],
          [w, -d + cutCorners],
          [w, d - cutCorners],
          [w - cutCorners, d],
          [-w + cutCorners, d],
          [-w, d - cutCorners],
          [-w, -d + cutCorners],
        ]
      : [
          [-w, -d],
          [w, -d],
          [w, d],
          [-w, d],
        ];
    if (!corners.every(([du, dv]) => buildable(this.#plan, lot.u + du, lot.v + dv))) return false;
    const outline = corners.map(([du, dv]) => this.#plan.warp(lot.u + du, lot.v + dv));
    this.buildings.push({ outline, base, height: Math.round(height * 10) / 10, kind });
    return true;
  }
}

/** The block cut into lots of about so many metres. */
function lots(block: Block, widthM: number, depthM: number, gapM: number): Lot[] {
  const { u0, u1, v0, v1 } = block.area;
  const columns = Math.max(1, Math.round((u1 - u0) / widthM));
  const rows = Math.max(1, Math.round((v1 - v0) / depthM));
  const [w, d] = [(u1 - u0) / columns, (v1 - v0) / rows];
  const out: Lot[] = [];
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1)
      out.push({ u: u0 + (column + 0.5) * w, v: v0 + (row + 0.5) * d, width: w - gapM, depth: d - gapM });
  return out;
}

const scaled = (lot: Lot, factor: number): Lot => ({
  ...lot,
  width: lot.width * factor,
  depth: lot.depth * factor,
});

function core(yard: Yard, block: Block, random: Random): void {
  for (const lot of lots(block, 74, 70, 10)) {
    if (random.chance(0.06)) continue;
    const height = 38 + block.central * random.between(40, 175) + random.between(0, 28);
    const podium = random.between(12, 22);
    if (!yard.stand(lot, podium, 'mixed')) continue;
    const square = Math.min(lot.width, lot.depth) * random.between(0.56, 0.74);
    const shaft: Lot = { ...lot, width: square * random.between(0.92, 1.12), depth: square };
    const cut = random.chance(0.4) ? square * 0.16 : 0;
    yard.stand(shaft, height, 'tower', podium, cut);
    // Tall towers step back towards the top.
    if (height > 110) {
      yard.stand(
        scaled(shaft, 0.72),
        height + height * random.between(0.08, 0.16),
        'tower',
        height,
        cut * 0.7,
      );
      if (random.chance(0.5)) yard.stand(scaled(shaft, 0.34), height * 1.26, 'tower', height, 0);
    }
  }
}

function mixed(yard: Yard, block: Block, random: Random): void {
  for (const lot of lots(block, 44, 40, 7)) {
    if (random.chance(0.12)) continue;
    const height = random.chance(0.16) ? random.between(46, 88) : random.between(14, 38);
    yard.stand({ ...lot, width: lot.width * random.between(0.78, 1) }, height, 'mixed');
  }
}

/** Slabs in rows that look south, or point towers, all of one compound alike. */
function residential(yard: Yard, block: Block, random: Random): void {
  const floors = random.pick([6, 6, 7, 11, 18, 18, 26, 32]);
  const tall = floors > 20;
  for (const lot of lots(block, tall ? 48 : random.pick([44, 54]), tall ? 50 : 24 + floors, 0)) {
    if (random.chance(0.05)) continue;
    const height = (floors + random.integer(-1, 1) * (tall ? 2 : 0)) * 2.9 + 2;
    const slab: Lot = tall
      ? { ...lot, width: 27, depth: 20 }
      : { ...lot, width: lot.width - random.between(10, 16), depth: 12.5 };
    if (yard.stand(slab, height, 'flats') && tall)
      yard.stand({ ...lot, width: 8, depth: 8 }, height + 5, 'flats', height);
  }
}

function oldTown(yard: Yard, block: Block, random: Random): void {
  for (const lot of lots(block, 19, 18, 4)) {
    if (random.chance(0.08)) continue;
    const narrow = {
      ...lot,
      width: lot.width * random.between(0.7, 1),
      depth: lot.depth * random.between(0.7, 1),
    };
    yard.stand(narrow, random.between(4, 11), 'house');
  }
}

function school(yard: Yard, block: Block, random: Random): void {
  const { u0, u1, v0, v1 } = block.area;
  const [u, width] = [(u0 + u1) / 2, u1 - u0];
  for (const part of [0.62, 0.76, 0.9])
    yard.stand(
      { u, v: v0 + (v1 - v0) * part, width: width * random.between(0.6, 0.8), depth: 13 },
      random.between(13, 19),
      'school',
    );
}

const draw: Record<Block['use'], (yard: Yard, block: Block, random: Random) => void> = {
  core,
  mixed,
  residential,
  'old-town': oldTown,
  school,
  green: () => {},
};

export function makeBuildings(plan: Plan, blocks: readonly Block[], random: Random): Building[] {
  const yard = new Yard(plan);
  for (const block of blocks) draw[block.use](yard, block, random);
  return yard.buildings;
}

export const buildingFeatures = (buildings: readonly Building[]): Feature[] =>
  buildings.map(({ outline, base, height, kind }) =>
    polygonFeature(
      [outline],
      base > 0 ? { kind, height, base: Math.round(base * 10) / 10 } : { kind, height },
    ),
  );
