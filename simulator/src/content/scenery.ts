// The street itself, drawn once per scene as SVG by the same projection that moves the vehicles.
import sharp from 'sharp';
import { type Yuv, YuvCanvas, yuvOf } from './canvas.ts';
import { pick, seededRandom } from './random.ts';
import type { Point3, View } from './view.ts';

export interface SceneryOptions {
  readonly view: View;
  readonly night: boolean;
  readonly seed: number;
  readonly roadName: string;
}

interface Palette {
  readonly sky: readonly [string, string, string];
  readonly haze: readonly [number, number, number];
  readonly asphalt: readonly [near: string, far: string];
  readonly pavement: string;
  readonly kerb: string;
  readonly paint: string;
  readonly centre: string;
  readonly light: number;
}

const day: Palette = {
  sky: ['#5b97d6', '#a9cdec', '#e6eef2'],
  haze: [214, 224, 230],
  asphalt: ['#4b4e53', '#84898e'],
  pavement: '#a59f95',
  kerb: '#c9c6bf',
  paint: '#eef0ee',
  centre: '#e9b21c',
  light: 1,
};
const night: Palette = {
  sky: ['#070b18', '#131a30', '#2b2c3d'],
  haze: [38, 38, 50],
  asphalt: ['#1d1e22', '#2a2a2f'],
  pavement: '#2c2926',
  kerb: '#45423e',
  paint: '#8d8f8c',
  centre: '#8a6c1c',
  light: 0.2,
};

export function hazeOf(isNight: boolean): Yuv {
  return yuvOf(...(isNight ? night : day).haze);
}

/** The background picture, the same for the same options. */
export async function drawScenery(options: SceneryOptions): Promise<YuvCanvas> {
  const { view } = options;
  const rgb = await sharp(Buffer.from(scenerySvg(options)))
    .removeAlpha()
    .raw()
    .toBuffer();
  return YuvCanvas.fromRgb(rgb, view.width, view.height);
}

export function scenerySvg(options: SceneryOptions): string {
  const { view } = options;
  const painter = new Painter(options);
  painter.sky();
  painter.ground();
  painter.farTown();
  painter.roadside();
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${view.width}" height="${view.height}">${painter.defs()}${painter.out.join('\n')}</svg>`;
}

type Rgb = readonly [number, number, number];

class Painter {
  readonly out: string[] = [];
  #o: SceneryOptions;
  #p: Palette;
  #random: () => number;

  constructor(options: SceneryOptions) {
    this.#o = options;
    this.#p = options.night ? night : day;
    this.#random = seededRandom(options.seed);
  }

  defs(): string {
    const [a, b, c] = this.#p.sky;
    const horizon = this.#horizon();
    const [near, far] = this.#p.asphalt;
    return `<defs><linearGradient id="sky" gradientUnits="userSpaceOnUse" x1="0" y1="${horizon - 420}" x2="0" y2="${horizon}"><stop offset="0" stop-color="${a}"/><stop offset="0.6" stop-color="${b}"/><stop offset="1" stop-color="${c}"/></linearGradient>
<linearGradient id="road" gradientUnits="userSpaceOnUse" x1="0" y1="${horizon}" x2="0" y2="720"><stop offset="0" stop-color="${far}"/><stop offset="0.25" stop-color="${near}"/><stop offset="1" stop-color="${near}"/></linearGradient>
<radialGradient id="lamp"><stop offset="0" stop-color="#ffe2a8" stop-opacity="0.95"/><stop offset="0.2" stop-color="#ffcf80" stop-opacity="0.45"/><stop offset="1" stop-color="#ffb850" stop-opacity="0"/></radialGradient>
<filter id="soft" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="9"/></filter>
<filter id="grain" x="0" y="0" width="100%" height="100%"><feTurbulence type="fractalNoise" baseFrequency="0.9 0.6" numOctaves="2" seed="${this.#o.seed % 997}"/><feColorMatrix values="0 0 0 0 0  0 0 0 0 0  0 0 0 0 0  0.9 0 0 0 -0.38"/><feComposite in2="SourceGraphic" operator="in"/></filter></defs>`;
  }

  sky(): void {
    const horizon = this.#horizon();
    this.out.push(`<rect width="1280" height="${Math.max(1, horizon + 2)}" fill="url(#sky)"/>`);
    const clouds = this.#o.night ? 0 : 7;
    for (let i = 0; i < clouds; i++) {
      const x = this.#random() * 1280;
      const y = horizon - 60 - this.#random() * 180;
      for (let j = 0; j < 5; j++)
        this.out.push(
          `<ellipse cx="${x + (this.#random() - 0.5) * 150}" cy="${y + (this.#random() - 0.5) * 16}" rx="${40 + this.#random() * 70}" ry="${8 + this.#random() * 12}" fill="#fff" opacity="0.28" filter="url(#soft)"/>`,
        );
    }
  }

  ground(): void {
    const { pavement, kerb, paint, centre } = this.#p;
    const horizon = this.#horizon();
    this.out.push(
      `<rect y="${horizon}" width="1280" height="${Math.max(0, 720 - horizon)}" fill="${this.#o.night ? '#191b1a' : '#7f8f6c'}"/>`,
    );
    for (const side of [-1, 1]) {
      this.#flat(side * 7.4, side * 15, -3, 400, pavement);
      // Paving joints.
      for (let z = 4; z < 60; z += 2) this.#flat(side * 7.8, side * 15, z, z + 0.06, '#000', 0.16);
      for (const x of [9.2, 10.8, 12.4]) this.#flat(side * x, side * (x + 0.05), 0, 120, '#000', 0.14);
      this.#face(
        [
          [side * 7.4, 0, -3],
          [side * 7.4, 0.15, -3],
          [side * 7.4, 0.15, 300],
          [side * 7.4, 0, 300],
        ],
        kerb,
      );
      this.#flat(side * 7.4, side * 7.75, -3, 300, kerb, 1, 0.15);
    }
    this.#flat(-7.4, 7.4, -3, 500, 'url(#road)');
    // Tyre tracks, patches and grain make asphalt of grey.
    for (const x of [-6.1, -4.5, -2.6, -0.95, 0.95, 2.6, 4.5, 6.1])
      this.#flat(x - 0.28, x + 0.28, -3, 160, '#000', 0.07);
    for (let i = 0; i < 9; i++) {
      const x = -7 + this.#random() * 12;
      const z = 6 + this.#random() * 60;
      this.#flat(
        x,
        x + 0.6 + this.#random() * 1.6,
        z,
        z + 1 + this.#random() * 5,
        this.#random() < 0.5 ? '#000' : '#fff',
        0.06,
      );
    }
    this.#flat(-7.4, 7.4, -3, 500, '#fff', 1, 0, 'filter="url(#grain)"');
    for (const side of [-1, 1]) {
      this.#flat(side * 0.1, side * 0.22, -3, 300, centre);
      this.#flat(side * 6.95, side * 7.08, -3, 300, paint);
      for (let z = -2; z < 200; z += 10)
        if (z < 36 || z > 50) this.#flat(side * 3.43, side * 3.57, z, z + 4, paint);
      this.#arrow(side * 1.75, side > 0 ? 22 : 28, side);
      this.#arrow(side * 5.25, side > 0 ? 22 : 28, side);
    }
    for (let x = -6.7; x < 6.7; x += 0.9) this.#flat(x, x + 0.45, 41, 46, paint);
    this.#flat(0.3, 6.9, 38.6, 39, paint);
    this.#flat(-6.9, -0.3, 48, 48.4, paint);
  }

  farTown(): void {
    for (let i = 0; i < 26; i++) {
      const x = -150 + i * 12 + this.#random() * 8;
      const h = 18 + this.#random() * 52;
      this.#face(
        [
          [x, 0, 330],
          [x, h, 330],
          [x + 10 + this.#random() * 9, h, 330],
          [x + 12, 0, 330],
        ],
        this.#hazed([130, 140, 152], 260),
      );
    }
  }

  roadside(): void {
    const items: { z: number; draw: () => void }[] = [];
    for (const side of [-1, 1]) {
      for (let z = 14 + this.#random() * 10; z < 240; ) {
        const deep = 16 + this.#random() * 20;
        const [at, h, tone] = [z, 10 + this.#random() * 34, this.#wall()];
        const seed = Math.floor(this.#random() * 1e9);
        items.push({ z: at, draw: () => this.#building(side, at, deep, h, tone, seededRandom(seed)) });
        z += deep + 2 + this.#random() * 7;
      }
      for (let z = 10; z < 150; z += 9) {
        const seed = Math.floor(this.#random() * 1e9);
        const at = z + this.#random() * 2;
        items.push({ z: at, draw: () => this.#tree(side * 10.6, at, seededRandom(seed)) });
      }
      for (let z = 18; z < 170; z += 28) items.push({ z, draw: () => this.#lampPost(side, z) });
    }
    items.push({ z: 58, draw: () => this.#sign(58) });
    for (const item of items.sort((a, b) => b.z - a.z)) item.draw();
  }

  #building(side: number, z: number, deep: number, h: number, tone: Rgb, random: () => number): void {
    const x = side * 15.5;
    const outer = side * 34;
    this.#face(
      [
        [x, 0, z],
        [x, h, z],
        [x, h, z + deep],
        [x, 0, z + deep],
      ],
      this.#hazed(scale(tone, side > 0 ? 0.78 : 1), z),
    );
    this.#face(
      [
        [x, 0, z],
        [x, h, z],
        [outer, h, z],
        [outer, 0, z],
      ],
      this.#hazed(scale(tone, 0.9), z),
    );
    const glass = (): string => {
      if (this.#o.night)
        return random() < 0.42
          ? this.#hazed(
              pick(random, [
                [255, 214, 140],
                [240, 236, 210],
                [255, 190, 110],
              ]),
              z,
              0.85,
            )
          : this.#hazed([30, 34, 44], z, 1);
      return this.#hazed(
        pick(random, [
          [74, 98, 122],
          [96, 122, 146],
          [58, 76, 96],
          [132, 158, 178],
        ]),
        z,
      );
    };
    for (let y = 4.4; y + 1.6 < h; y += 3.1) {
      for (let s = z + 1; s + 1.8 < z + deep; s += 2.9)
        this.#face(
          [
            [x, y, s],
            [x, y + 1.7, s],
            [x, y + 1.7, s + 1.8],
            [x, y, s + 1.8],
          ],
          glass(),
        );
      for (let s = 1.2; s < 17; s += 2.9)
        this.#face(
          [
            [x + side * s, y, z],
            [x + side * s, y + 1.7, z],
            [x + side * (s + 1.8), y + 1.7, z],
            [x + side * (s + 1.8), y, z],
          ],
          glass(),
        );
    }
    // Shop fronts with a sign board.
    for (let s = z + 0.6; s + 4 < z + deep; s += 4.6) {
      const board = pick(random, [
        [176, 34, 34],
        [26, 92, 160],
        [28, 122, 74],
        [200, 120, 20],
        [110, 50, 120],
      ] as const);
      this.#face(
        [
          [x, 0.2, s],
          [x, 2.7, s],
          [x, 2.7, s + 4],
          [x, 0.2, s + 4],
        ],
        this.#o.night ? this.#hazed([255, 226, 170], z, 0.7) : this.#hazed([66, 78, 88], z),
      );
      this.#face(
        [
          [x, 2.8, s],
          [x, 3.7, s],
          [x, 3.7, s + 4],
          [x, 2.8, s + 4],
        ],
        this.#hazed(board, z, this.#o.night ? 0.9 : 1),
      );
    }
  }

  #tree(x: number, z: number, random: () => number): void {
    const trunk = this.#hazed([92, 72, 54], z);
    this.#face(
      [
        [x - 0.13, 0, z],
        [x - 0.09, 2.6, z],
        [x + 0.09, 2.6, z],
        [x + 0.13, 0, z],
      ],
      trunk,
    );
    const tones: Rgb[] = [
      [44, 84, 40],
      [58, 104, 48],
      [78, 128, 58],
      [104, 152, 72],
    ];
    tones.forEach((tone, layer) => {
      for (let i = 0; i < 12 - layer; i++) {
        const angle = random() * 6.28;
        const reach = Math.sqrt(random()) * (1.75 - layer * 0.25);
        const centre: Point3 = [
          x + Math.cos(angle) * reach - layer * 0.12,
          3.9 + Math.sin(angle) * reach * 0.95 + layer * 0.22,
          z,
        ];
        if (this.#o.view.depth(centre) < 2) return;
        const [px, py] = this.#o.view.project(centre);
        const r = this.#o.view.scaleAt(centre) * (0.75 - layer * 0.12) * (0.7 + random() * 0.5);
        this.out.push(
          `<circle cx="${px.toFixed(1)}" cy="${py.toFixed(1)}" r="${r.toFixed(1)}" fill="${this.#hazed(tone, z)}" opacity="0.9"/>`,
        );
      }
    });
  }

  #lampPost(side: number, z: number): void {
    const steel = this.#hazed([150, 154, 158], z);
    const x = side * 8.3;
    this.#face(
      [
        [x - 0.08, 0, z],
        [x - 0.05, 8.6, z],
        [x + 0.05, 8.6, z],
        [x + 0.08, 0, z],
      ],
      steel,
    );
    this.#face(
      [
        [x, 8.5, z],
        [x - side * 2.6, 8.9, z],
        [x - side * 2.6, 9, z],
        [x, 8.66, z],
      ],
      steel,
    );
    this.#face(
      [
        [x - side * 1.9, 8.78, z],
        [x - side * 2.9, 8.9, z],
        [x - side * 2.9, 9.04, z],
        [x - side * 1.9, 8.96, z],
      ],
      this.#o.night ? '#fff0cc' : steel,
    );
    if (!this.#o.night) return;
    const at: Point3 = [x - side * 2.4, 8.8, z];
    if (this.#o.view.depth(at) < 2) return;
    const [px, py] = this.#o.view.project(at);
    const r = this.#o.view.scaleAt(at);
    this.out.push(`<circle cx="${px}" cy="${py}" r="${r * 2.4}" fill="url(#lamp)"/>`);
    const [gx, gy] = this.#o.view.project([side * 4.5, 0, z]);
    this.out.push(
      `<ellipse cx="${gx}" cy="${gy}" rx="${r * 8}" ry="${Math.max(3, r * 1.5)}" fill="url(#lamp)" opacity="0.34"/>`,
    );
  }

  /** A direction sign on a bracket over the right-hand lanes. */
  #sign(z: number): void {
    const steel = this.#hazed([140, 144, 148], z);
    this.#face(
      [
        [8.1, 0, z],
        [8.1, 7.2, z],
        [8.4, 7.2, z],
        [8.4, 0, z],
      ],
      steel,
    );
    this.#face(
      [
        [2.4, 6.5, z],
        [2.4, 6.7, z],
        [8.2, 6.7, z],
        [8.2, 6.5, z],
      ],
      steel,
    );
    const blue = this.#o.night ? '#123a78' : '#1f5fb0';
    this.#face(
      [
        [2.2, 5.3, z - 0.1],
        [2.2, 7.5, z - 0.1],
        [6.8, 7.5, z - 0.1],
        [6.8, 5.3, z - 0.1],
      ],
      '#e8ecef',
    );
    this.#face(
      [
        [2.28, 5.38, z - 0.1],
        [2.28, 7.42, z - 0.1],
        [6.72, 7.42, z - 0.1],
        [6.72, 5.38, z - 0.1],
      ],
      blue,
    );
    const [x, y] = this.#o.view.project([4.5, 6.1, z - 0.1]);
    const px = this.#o.view.scaleAt([4.5, 6.1, z - 0.1]);
    this.out.push(
      `<text x="${x}" y="${y}" text-anchor="middle" font-family="Noto Sans CJK SC" font-weight="bold" font-size="${px * 1.05}" fill="#f4f6f8">${this.#o.roadName}</text>`,
    );
  }

  #arrow(x: number, z: number, direction: number): void {
    const tip = direction > 0 ? 1 : -1;
    this.#face(
      [
        [x - 0.08, 0, z],
        [x + 0.08, 0, z],
        [x + 0.08, 0, z + 3.2 * tip],
        [x - 0.08, 0, z + 3.2 * tip],
      ],
      this.#p.paint,
    );
    this.#face(
      [
        [x - 0.4, 0, z + 3 * tip],
        [x, 0, z + 5 * tip],
        [x + 0.4, 0, z + 3 * tip],
      ],
      this.#p.paint,
    );
  }

  #wall(): Rgb {
    return pick(this.#random, [
      [196, 186, 170],
      [170, 160, 150],
      [186, 150, 126],
      [150, 160, 168],
      [208, 204, 196],
      [140, 120, 108],
    ]);
  }

  /** Colour at a distance: towards the haze by day, dark with little left at night. */
  #hazed(c: Rgb, z: number, light = this.#p.light): string {
    const mix = Math.min(0.88, Math.max(0, (z - 25) / 270));
    const out = c.map((v, i) => Math.round(v * light + (this.#p.haze[i]! - v * light) * mix));
    return `rgb(${out.join(',')})`;
  }

  #horizon(): number {
    return this.#o.view.project([0, this.#o.view.options.heightM, 1e6])[1];
  }

  #flat(x0: number, x1: number, z0: number, z1: number, fill: string, opacity = 1, y = 0, extra = ''): void {
    this.#face(
      [
        [x0, y, z0],
        [x1, y, z0],
        [x1, y, z1],
        [x0, y, z1],
      ],
      fill,
      opacity,
      extra,
    );
  }

  #face(points: readonly Point3[], fill: string, opacity = 1, extra = ''): void {
    const flat = this.#o.view.projectPolygon(points);
    if (flat.length < 6) return;
    const path = flat.map(n => n.toFixed(1)).join(' ');
    this.out.push(
      `<polygon points="${path}" fill="${fill}"${opacity < 1 ? ` opacity="${opacity}"` : ''} ${extra}/>`,
    );
  }
}

function scale(c: Rgb, k: number): Rgb {
  return [c[0] * k, c[1] * k, c[2] * k];
}
