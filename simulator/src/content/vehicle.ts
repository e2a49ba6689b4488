// Vehicles as solids of flat faces, drawn back to front.
import type { PlateKind } from './plates.ts';
import { pick } from './random.ts';
import { type Face, type Lamp, type Rgb, Solid, shaded } from './solid.ts';

export interface VehicleModel {
  readonly type: 'sedan' | 'suv' | 'van' | 'bus' | 'truck';
  readonly width: number;
  readonly height: number;
  readonly length: number;
  readonly faces: readonly Face[];
  readonly lamps: readonly Lamp[];
  /** Height of the plate's middle over the road, m. */
  readonly plateY: { readonly front: number; readonly rear: number };
  readonly plateKinds: { readonly front: PlateKind; readonly rear: PlateKind };
}

const paints: readonly Rgb[] = [
  [236, 238, 240],
  [30, 32, 36],
  [150, 156, 162],
  [176, 28, 32],
  [36, 66, 128],
  [92, 98, 104],
  [214, 208, 196],
  [18, 60, 52],
  [110, 44, 26],
  [228, 230, 233],
];
const heavyPaints: readonly Rgb[] = [
  [226, 230, 226],
  [32, 92, 160],
  [24, 128, 92],
  [196, 60, 32],
  [232, 190, 40],
];

const shapes = {
  sedan: { width: 1.82, length: 4.7, belt: 0.92, height: 1.46, cabin: [0.75, 1.35, 2.75, 3.55] },
  suv: { width: 1.92, length: 4.7, belt: 1.08, height: 1.74, cabin: [0.12, 0.45, 2.85, 3.6] },
  van: { width: 1.9, length: 5.0, belt: 1.12, height: 1.92, cabin: [0.06, 0.25, 3.7, 4.4] },
} as const;

/** One vehicle; `green` gives it new-energy plates. */
export function buildVehicle(type: VehicleModel['type'], green: boolean, random: () => number): VehicleModel {
  if (type === 'bus' || type === 'truck') return buildHeavy(type, random);
  const shape = shapes[type];
  const paint = pick(random, paints);
  const { width: w, length: l, belt, height: h } = shape;
  const [rearLow, rearTop, frontTop, frontLow] = shape.cabin;
  const half = w / 2;
  const top = half - 0.2;
  const sill = 0.24;
  const solid = new Solid();
  solid.shadow(half, l);
  solid.wheels(half, [0.85, l - 0.92], 0.33);
  const body = (shade: number) => shaded(paint, shade);
  solid.box(half, sill, belt, 0, l, body);
  // A crease and a dark sill along the sides, bumpers at the ends.
  solid.side(half, 0, l, sill, 0.38, shaded(paint, 0.45));
  solid.side(half, 0.3, l - 0.3, belt - 0.2, belt - 0.16, shaded(paint, 1.25));
  solid.wheelDiscs(half, [0.85, l - 0.92], 0.33);
  const glass: Rgb = [38, 48, 58];
  solid.cabin({ half, top, belt, h, rearLow, rearTop, frontTop, frontLow, glass, paint });
  // Front: grille, lamps, bumper intake.
  solid.front(l, -0.46, 0.46, 0.56, 0.76, [26, 28, 30]);
  solid.front(l, -0.62, 0.62, 0.26, 0.4, [34, 35, 37]);
  for (const side of [-1, 1]) {
    solid.front(l, side * (half - 0.42), side * (half - 0.04), 0.62, 0.8, [240, 244, 246], true);
    solid.rear(side * (half - 0.4), side * (half - 0.03), belt - 0.3, belt - 0.1, [176, 16, 20], true);
    solid.lamp([side * (half - 0.22), 0.7, l], false);
    solid.lamp([side * (half - 0.2), belt - 0.2, 0], true);
  }
  solid.rear(-0.7, 0.7, sill, 0.42, [40, 41, 43]);
  solid.rear(-half + 0.4, half - 0.4, belt - 0.12, belt - 0.07, [
    paint[0] * 0.5,
    paint[1] * 0.5,
    paint[2] * 0.5,
  ]);
  const plate: PlateKind = green ? 'green' : 'blue';
  return {
    type,
    width: w,
    height: h,
    length: l,
    faces: solid.faces,
    lamps: solid.lamps,
    plateY: { front: 0.48, rear: type === 'sedan' ? 0.62 : 0.7 },
    plateKinds: { front: plate, rear: plate },
  };
}

function buildHeavy(type: 'bus' | 'truck', random: () => number): VehicleModel {
  const bus = type === 'bus';
  const paint = pick(random, heavyPaints);
  const [w, l, h] = bus ? [2.5, 10.5, 3.1] : [2.4, 7.6, 3.2];
  const half = w / 2;
  const solid = new Solid();
  solid.shadow(half, l);
  solid.wheels(half, bus ? [2.4, l - 2.2] : [1.2, 2.3, l - 1.1], 0.48);
  if (bus) {
    solid.box(half, 0.32, h, 0, l, shade => shaded(paint, shade));
    solid.side(half, 0, l, 0.9, 1.15, shaded([240, 240, 236], 0.9));
    for (let s = 0.4; s < l - 1.2; s += 1.5)
      solid.side(half, s, s + 1.36, 1.45, 2.45, shaded([44, 56, 66], 1));
    solid.front(l, -half + 0.08, half - 0.08, 1.15, 2.55, [44, 56, 68]);
    solid.front(l, -0.8, 0.8, 2.66, 2.96, [250, 150, 30], true);
    solid.rear(-half + 0.2, half - 0.2, 1.7, 2.6, [40, 48, 56]);
    solid.rear(-0.5, 0.5, 2.7, 2.95, [250, 150, 30], true);
  } else {
    const cabStart = l - 1.75;
    const cab = () => {
      solid.box(half - 0.05, 0.45, 2.7, cabStart, l, shade => shaded(paint, shade));
      solid.side(half - 0.05, cabStart + 0.35, l - 0.3, 1.6, 2.35, shaded([40, 50, 58], 1));
      solid.front(l, -half + 0.18, half - 0.18, 1.5, 2.4, [44, 54, 64]);
      solid.front(l, -0.75, 0.75, 0.85, 1.35, [34, 36, 38]);
    };
    solid.seenFrom('behind', cab);
    solid.box(half, 0.95, h, 0, cabStart - 0.15, shade => shaded([214, 216, 214], shade));
    for (let s = 0.5; s < cabStart - 0.4; s += 0.6)
      solid.side(half, s, s + 0.04, 1.0, h - 0.05, shaded([150, 152, 150], 0.8));
    solid.rear(-0.02, 0.02, 1.0, h - 0.1, [90, 90, 90]);
    solid.rear(-half + 0.1, half - 0.1, 0.55, 0.7, [60, 60, 62]);
    solid.seenFrom('ahead', cab);
  }
  solid.wheelDiscs(half, bus ? [2.4, l - 2.2] : [1.2, 2.3, l - 1.1], 0.48);
  solid.front(l, -half + 0.1, half - 0.1, 0.34, 0.5, [40, 41, 44]);
  for (const side of [-1, 1]) {
    solid.front(l, side * (half - 0.55), side * (half - 0.1), 0.62, 0.84, [238, 242, 244], true);
    solid.rear(side * (half - 0.4), side * (half - 0.12), 0.72, bus ? 1.3 : 0.9, [180, 18, 20], true);
    solid.lamp([side * (half - 0.3), 0.73, l], false);
    solid.lamp([side * (half - 0.26), 0.85, 0], true);
  }
  return {
    type,
    width: w,
    height: h,
    length: l,
    faces: solid.faces,
    lamps: solid.lamps,
    plateY: { front: 0.5, rear: bus ? 0.8 : 0.62 },
    plateKinds: { front: 'yellow', rear: 'yellow-double' },
  };
}
