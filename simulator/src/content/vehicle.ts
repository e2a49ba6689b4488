// Vehicles as solids of flat faces, drawn back to front. Body axes: x right, y up, s forward from the rear; metres.
import { type Yuv, yuvOf } from './canvas.ts';
import type { PlateKind } from './plates.ts';
import { pick } from './random.ts';

export type Local = readonly [x: number, y: number, s: number];
export interface Face {
  readonly points: readonly Local[];
  readonly color: Yuv;
  readonly alpha: number;
  /** Drawn only when it turns to the viewer (clockwise on the picture). */
  readonly oneSided: boolean;
  /** Shines by itself: not darkened at night. */
  readonly shines?: boolean;
}
export interface Lamp {
  readonly at: Local;
  readonly rear: boolean;
}
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

type Rgb = readonly [number, number, number];
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
    solid.box(half, 0.95, h, 0, cabStart - 0.15, shade => shaded([214, 216, 214], shade));
    for (let s = 0.5; s < cabStart - 0.4; s += 0.6)
      solid.side(half, s, s + 0.04, 1.0, h - 0.05, shaded([150, 152, 150], 0.8));
    solid.rear(-0.02, 0.02, 1.0, h - 0.1, [90, 90, 90]);
    solid.rear(-half + 0.1, half - 0.1, 0.55, 0.7, [60, 60, 62]);
    solid.box(half - 0.05, 0.45, 2.7, cabStart, l, shade => shaded(paint, shade));
    solid.side(half - 0.05, cabStart + 0.35, l - 0.3, 1.6, 2.35, shaded([40, 50, 58], 1));
    solid.front(l, -half + 0.18, half - 0.18, 1.5, 2.4, [44, 54, 64]);
    solid.front(l, -0.75, 0.75, 0.85, 1.35, [34, 36, 38]);
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

function shaded(c: Rgb, k: number): Yuv {
  return yuvOf(Math.min(255, c[0] * k), Math.min(255, c[1] * k), Math.min(255, c[2] * k));
}

/** Faces in drawing order; each wound clockwise as seen from outside. */
class Solid {
  readonly faces: Face[] = [];
  readonly lamps: Lamp[] = [];

  face(points: readonly Local[], color: Yuv, oneSided = true, alpha = 1, shines = false): void {
    this.faces.push({ points, color, alpha, oneSided, shines });
  }

  shadow(half: number, l: number): void {
    for (const [grow, alpha] of [
      [0.35, 0.22],
      [0.12, 0.42],
    ] as const) {
      const w = half + grow;
      this.face(
        [
          [-w, 0, -grow],
          [w, 0, -grow],
          [w, 0, l + grow],
          [-w, 0, l + grow],
        ],
        yuvOf(12, 13, 16),
        false,
        alpha,
      );
    }
  }

  /** The treads as seen from the ends. */
  wheels(half: number, axles: readonly number[], r: number): void {
    for (const s of [axles[0]!, axles.at(-1)!])
      for (const side of [-1, 1]) {
        const [a, b] = [side * half, side * (half - 0.24)];
        this.face(
          [
            [a, r * 1.6, s],
            [b, r * 1.6, s],
            [b, 0, s],
            [a, 0, s],
          ],
          yuvOf(20, 20, 22),
          false,
        );
      }
  }

  wheelDiscs(half: number, axles: readonly number[], r: number): void {
    for (const s of axles)
      for (const side of [-1, 1])
        for (const [radius, tone] of [
          [r * 1.12, 14],
          [r, 30],
          [r * 0.62, 150],
          [r * 0.2, 60],
        ] as const) {
          const ring: Local[] = [];
          for (let i = 0; i < 16; i++) {
            const angle = (i / 16) * 2 * Math.PI * side;
            ring.push([side * (half + 0.005), r + Math.sin(angle) * radius, s - Math.cos(angle) * radius]);
          }
          this.face(ring, yuvOf(tone, tone, tone + 3));
        }
  }

  box(half: number, y0: number, y1: number, s0: number, s1: number, paint: (shade: number) => Yuv): void {
    this.face(
      [
        [-half, y1, s1],
        [half, y1, s1],
        [half, y1, s0],
        [-half, y1, s0],
      ],
      paint(1.12),
    );
    this.face(
      [
        [-half, y1, s1],
        [-half, y1, s0],
        [-half, y0, s0],
        [-half, y0, s1],
      ],
      paint(0.78),
    );
    this.face(
      [
        [half, y1, s0],
        [half, y1, s1],
        [half, y0, s1],
        [half, y0, s0],
      ],
      paint(0.66),
    );
    this.face(
      [
        [-half, y1, s0],
        [half, y1, s0],
        [half, y0, s0],
        [-half, y0, s0],
      ],
      paint(0.9),
    );
    this.face(
      [
        [half, y1, s1],
        [-half, y1, s1],
        [-half, y0, s1],
        [half, y0, s1],
      ],
      paint(0.95),
    );
  }

  cabin(c: {
    half: number;
    top: number;
    belt: number;
    h: number;
    rearLow: number;
    rearTop: number;
    frontTop: number;
    frontLow: number;
    glass: Rgb;
    paint: Rgb;
  }): void {
    const low = c.half - 0.04;
    const { top, belt, h, rearLow, rearTop, frontTop, frontLow } = c;
    const inset = (a: Local, b: Local, k: number): Local => [
      a[0] + (b[0] - a[0]) * k,
      a[1] + (b[1] - a[1]) * k,
      a[2] + (b[2] - a[2]) * k,
    ];
    const pane = (points: readonly [Local, Local, Local, Local], frame: Yuv, glass: Yuv) => {
      this.face(points, frame);
      const middle: Local = [0, 1, 2].map(
        k => points.reduce((sum, p) => sum + p[k]!, 0) / 4,
      ) as unknown as Local;
      this.face(
        points.map(p => inset(p, middle, 0.12)),
        glass,
      );
    };
    const glassSide = shaded(c.glass, 0.9);
    pane(
      [
        [-top, h, frontTop],
        [-top, h, rearTop],
        [-low, belt, rearLow],
        [-low, belt, frontLow],
      ],
      shaded(c.paint, 0.74),
      glassSide,
    );
    pane(
      [
        [top, h, rearTop],
        [top, h, frontTop],
        [low, belt, frontLow],
        [low, belt, rearLow],
      ],
      shaded(c.paint, 0.62),
      glassSide,
    );
    for (const side of [-1, 1]) {
      // The door post between the side windows.
      const s = (rearTop + frontTop) / 2;
      const post: Local[] = [
        [side * top, h, s - 0.05],
        [side * top, h, s + 0.05],
        [side * low, belt, s + 0.12],
        [side * low, belt, s + 0.02],
      ];
      this.face(side > 0 ? post : post.reverse(), shaded(c.paint, 0.6));
    }
    pane(
      [
        [-top, h, rearTop],
        [top, h, rearTop],
        [low, belt, rearLow],
        [-low, belt, rearLow],
      ],
      shaded(c.paint, 0.95),
      shaded(c.glass, 1.15),
    );
    pane(
      [
        [top, h, frontTop],
        [-top, h, frontTop],
        [-low, belt, frontLow],
        [low, belt, frontLow],
      ],
      shaded(c.paint, 0.98),
      shaded(c.glass, 1.5),
    );
    // A strip of sky in the windscreen.
    this.face(
      [
        [top - 0.15, h - 0.06, frontTop + 0.08],
        [top - 0.75, h - 0.06, frontTop + 0.08],
        [low - 0.95, belt + 0.1, frontLow - 0.1],
        [low - 0.3, belt + 0.1, frontLow - 0.1],
      ],
      yuvOf(150, 170, 186),
      true,
      0.35,
    );
    this.face(
      [
        [-top, h, frontTop],
        [top, h, frontTop],
        [top, h, rearTop],
        [-top, h, rearTop],
      ],
      shaded(c.paint, 1.2),
    );
  }

  side(half: number, s0: number, s1: number, y0: number, y1: number, color: Yuv): void {
    const x = half + 0.003;
    this.face(
      [
        [-x, y1, s1],
        [-x, y1, s0],
        [-x, y0, s0],
        [-x, y0, s1],
      ],
      color,
    );
    this.face(
      [
        [x, y1, s0],
        [x, y1, s1],
        [x, y0, s1],
        [x, y0, s0],
      ],
      color,
    );
  }

  front(l: number, x0: number, x1: number, y0: number, y1: number, c: Rgb, shines = false): void {
    const [a, b] = [Math.min(x0, x1), Math.max(x0, x1)];
    this.face(
      [
        [b, y1, l],
        [a, y1, l],
        [a, y0, l],
        [b, y0, l],
      ],
      yuvOf(...c),
      true,
      1,
      shines,
    );
  }

  rear(x0: number, x1: number, y0: number, y1: number, c: Rgb, shines = false): void {
    const [a, b] = [Math.min(x0, x1), Math.max(x0, x1)];
    this.face(
      [
        [a, y1, 0],
        [b, y1, 0],
        [b, y0, 0],
        [a, y0, 0],
      ],
      yuvOf(...c),
      true,
      1,
      shines,
    );
  }

  lamp(at: Local, rear: boolean): void {
    this.lamps.push({ at, rear });
  }
}
