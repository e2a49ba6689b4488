// What vehicles are built of: flat faces in drawing order. Body axes: x right, y up, s forward from the
// rear; metres.
import { type Yuv, yuvOf } from './canvas.ts';

export type Rgb = readonly [number, number, number];
export type Local = readonly [x: number, y: number, s: number];
export interface Face {
  readonly points: readonly Local[];
  readonly color: Yuv;
  readonly alpha: number;
  /** Drawn only when it turns to the viewer (clockwise on the picture). */
  readonly oneSided: boolean;
  /** Drawn only when the viewer is on that side: of two bodies the farther is drawn first. */
  readonly seenFrom?: 'ahead' | 'behind';
  /** Shines by itself: not darkened at night. */
  readonly shines?: boolean;
}
export interface Lamp {
  readonly at: Local;
  readonly rear: boolean;
}
/** A paint under light; 1 is full. */
export function shaded(c: Rgb, k: number): Yuv {
  return yuvOf(Math.min(255, c[0] * k), Math.min(255, c[1] * k), Math.min(255, c[2] * k));
}

/** Faces in drawing order; each wound clockwise as seen from outside. */
export class Solid {
  readonly faces: Face[] = [];
  readonly lamps: Lamp[] = [];
  #seenFrom: 'ahead' | 'behind' | undefined;

  face(points: readonly Local[], color: Yuv, oneSided = true, alpha = 1, shines = false): void {
    this.faces.push({ points, color, alpha, oneSided, seenFrom: this.#seenFrom, shines });
  }

  seenFrom(side: 'ahead' | 'behind', draw: () => void): void {
    this.#seenFrom = side;
    draw();
    this.#seenFrom = undefined;
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
