// What stands beside the road, drawn from far to near.
import type { Pen, Rgb } from './pen.ts';
import { pick, seededRandom } from './random.ts';
import type { Point3 } from './view.ts';

export function roadside(pen: Pen): void {
  const items: { z: number; draw: () => void }[] = [];
  for (const side of [-1, 1]) {
    for (let z = 14 + pen.random() * 10; z < 240; ) {
      const deep = 16 + pen.random() * 20;
      const [at, h, tone] = [z, 10 + pen.random() * 34, wall(pen)];
      const seed = Math.floor(pen.random() * 1e9);
      items.push({ z: at, draw: () => building(pen, side, at, deep, h, tone, seededRandom(seed)) });
      z += deep + 2 + pen.random() * 7;
    }
    for (let z = 10; z < 150; z += 9) {
      const seed = Math.floor(pen.random() * 1e9);
      const at = z + pen.random() * 2;
      items.push({ z: at, draw: () => tree(pen, side * 10.6, at, seededRandom(seed)) });
    }
    for (let z = 18; z < 170; z += 28) items.push({ z, draw: () => lampPost(pen, side, z) });
  }
  items.push({ z: 84, draw: () => sign(pen, 84) });
  for (const item of items.sort((a, b) => b.z - a.z)) item.draw();
}

function building(
  pen: Pen,
  side: number,
  z: number,
  deep: number,
  h: number,
  tone: Rgb,
  random: () => number,
): void {
  const x = side * 15.5;
  const outer = side * 34;
  pen.face(
    [
      [x, 0, z],
      [x, h, z],
      [x, h, z + deep],
      [x, 0, z + deep],
    ],
    pen.hazed(scale(tone, side > 0 ? 0.78 : 1), z),
  );
  pen.face(
    [
      [x, 0, z],
      [x, h, z],
      [outer, h, z],
      [outer, 0, z],
    ],
    pen.hazed(scale(tone, 0.9), z),
  );
  const glass = (): string => {
    if (pen.night)
      return random() < 0.42
        ? pen.hazed(
            pick(random, [
              [255, 214, 140],
              [240, 236, 210],
              [255, 190, 110],
            ]),
            z,
            0.85,
          )
        : pen.hazed([30, 34, 44], z, 1);
    return pen.hazed(
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
      pen.face(
        [
          [x, y, s],
          [x, y + 1.7, s],
          [x, y + 1.7, s + 1.8],
          [x, y, s + 1.8],
        ],
        glass(),
      );
    for (let s = 1.2; s < 17; s += 2.9)
      pen.face(
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
    pen.face(
      [
        [x, 0.2, s],
        [x, 2.7, s],
        [x, 2.7, s + 4],
        [x, 0.2, s + 4],
      ],
      pen.night ? pen.hazed([255, 226, 170], z, 0.7) : pen.hazed([66, 78, 88], z),
    );
    pen.face(
      [
        [x, 2.8, s],
        [x, 3.7, s],
        [x, 3.7, s + 4],
        [x, 2.8, s + 4],
      ],
      pen.hazed(board, z, pen.night ? 0.9 : 1),
    );
  }
}

function tree(pen: Pen, x: number, z: number, random: () => number): void {
  const trunk = pen.hazed([92, 72, 54], z);
  pen.face(
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
      if (pen.view.depth(centre) < 2) return;
      const [px, py] = pen.view.project(centre);
      const r = pen.view.scaleAt(centre) * (0.75 - layer * 0.12) * (0.7 + random() * 0.5);
      pen.out.push(
        `<circle cx="${px.toFixed(1)}" cy="${py.toFixed(1)}" r="${r.toFixed(1)}" fill="${pen.hazed(tone, z)}" opacity="0.9"/>`,
      );
    }
  });
}

function lampPost(pen: Pen, side: number, z: number): void {
  const steel = pen.hazed([150, 154, 158], z);
  const x = side * 8.3;
  pen.face(
    [
      [x - 0.08, 0, z],
      [x - 0.05, 8.6, z],
      [x + 0.05, 8.6, z],
      [x + 0.08, 0, z],
    ],
    steel,
  );
  pen.face(
    [
      [x, 8.5, z],
      [x - side * 2.6, 8.9, z],
      [x - side * 2.6, 9, z],
      [x, 8.66, z],
    ],
    steel,
  );
  pen.face(
    [
      [x - side * 1.9, 8.78, z],
      [x - side * 2.9, 8.9, z],
      [x - side * 2.9, 9.04, z],
      [x - side * 1.9, 8.96, z],
    ],
    pen.night ? '#fff0cc' : steel,
  );
  if (!pen.night) return;
  const at: Point3 = [x - side * 2.4, 8.8, z];
  if (pen.view.depth(at) < 2) return;
  const [px, py] = pen.view.project(at);
  const r = pen.view.scaleAt(at);
  pen.out.push(`<circle cx="${px}" cy="${py}" r="${r * 2.4}" fill="url(#lamp)"/>`);
  const [gx, gy] = pen.view.project([side * 4.5, 0, z]);
  pen.out.push(
    `<ellipse cx="${gx}" cy="${gy}" rx="${r * 8}" ry="${Math.max(3, r * 1.5)}" fill="url(#lamp)" opacity="0.34"/>`,
  );
}

/** A direction sign on a bracket over the right-hand lanes. */
function sign(pen: Pen, z: number): void {
  const steel = pen.hazed([140, 144, 148], z);
  pen.face(
    [
      [8.1, 0, z],
      [8.1, 7.2, z],
      [8.4, 7.2, z],
      [8.4, 0, z],
    ],
    steel,
  );
  pen.face(
    [
      [2.4, 6.5, z],
      [2.4, 6.7, z],
      [8.2, 6.7, z],
      [8.2, 6.5, z],
    ],
    steel,
  );
  const blue = pen.night ? '#123a78' : '#1f5fb0';
  pen.face(
    [
      [2.2, 5.3, z - 0.1],
      [2.2, 7.5, z - 0.1],
      [6.8, 7.5, z - 0.1],
      [6.8, 5.3, z - 0.1],
    ],
    '#e8ecef',
  );
  pen.face(
    [
      [2.28, 5.38, z - 0.1],
      [2.28, 7.42, z - 0.1],
      [6.72, 7.42, z - 0.1],
      [6.72, 5.38, z - 0.1],
    ],
    blue,
  );
  const [x, y] = pen.view.project([4.5, 6.1, z - 0.1]);
  const px = pen.view.scaleAt([4.5, 6.1, z - 0.1]);
  pen.out.push(
    `<text x="${x}" y="${y}" text-anchor="middle" font-family="Noto Sans CJK SC" font-weight="bold" font-size="${px * 1.05}" fill="#f4f6f8">${pen.roadName}</text>`,
  );
}

function wall(pen: Pen): Rgb {
  return pick(pen.random, [
    [196, 186, 170],
    [170, 160, 150],
    [186, 150, 126],
    [150, 160, 168],
    [208, 204, 196],
    [140, 120, 108],
  ]);
}

function scale(c: Rgb, k: number): Rgb {
  return [c[0] * k, c[1] * k, c[2] * k];
}
