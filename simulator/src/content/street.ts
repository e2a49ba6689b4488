// Sky, road and the town at the road's end.
import type { Pen } from './pen.ts';

export function svgDefinitions(pen: Pen): string {
  const [a, b, c] = pen.palette.sky;
  const horizon = pen.horizon();
  const [near, far] = pen.palette.asphalt;
  return `<defs><linearGradient id="sky" gradientUnits="userSpaceOnUse" x1="0" y1="${horizon - 420}" x2="0" y2="${horizon}"><stop offset="0" stop-color="${a}"/><stop offset="0.6" stop-color="${b}"/><stop offset="1" stop-color="${c}"/></linearGradient>
<linearGradient id="road" gradientUnits="userSpaceOnUse" x1="0" y1="${horizon}" x2="0" y2="720"><stop offset="0" stop-color="${far}"/><stop offset="0.25" stop-color="${near}"/><stop offset="1" stop-color="${near}"/></linearGradient>
<radialGradient id="lamp"><stop offset="0" stop-color="#ffe2a8" stop-opacity="0.95"/><stop offset="0.2" stop-color="#ffcf80" stop-opacity="0.45"/><stop offset="1" stop-color="#ffb850" stop-opacity="0"/></radialGradient>
<filter id="soft" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="9"/></filter>
<filter id="grain" x="0" y="0" width="100%" height="100%"><feTurbulence type="fractalNoise" baseFrequency="0.9 0.6" numOctaves="2" seed="${pen.seed % 997}"/><feColorMatrix values="0 0 0 0 0  0 0 0 0 0  0 0 0 0 0  0.9 0 0 0 -0.38"/><feComposite in2="SourceGraphic" operator="in"/></filter></defs>`;
}

export function sky(pen: Pen): void {
  const horizon = pen.horizon();
  pen.out.push(`<rect width="1280" height="${Math.max(1, horizon + 2)}" fill="url(#sky)"/>`);
  const clouds = pen.night ? 0 : 7;
  for (let i = 0; i < clouds; i++) {
    const x = pen.random() * 1280;
    const y = horizon - 60 - pen.random() * 180;
    for (let j = 0; j < 5; j++)
      pen.out.push(
        `<ellipse cx="${x + (pen.random() - 0.5) * 150}" cy="${y + (pen.random() - 0.5) * 16}" rx="${40 + pen.random() * 70}" ry="${8 + pen.random() * 12}" fill="#fff" opacity="0.28" filter="url(#soft)"/>`,
      );
  }
}

export function ground(pen: Pen): void {
  const { pavement, kerb, paint, centre } = pen.palette;
  const horizon = pen.horizon();
  pen.out.push(
    `<rect y="${horizon}" width="1280" height="${Math.max(0, 720 - horizon)}" fill="${pen.night ? '#191b1a' : '#7f8f6c'}"/>`,
  );
  for (const side of [-1, 1]) {
    pen.flat(side * 7.4, side * 15, -3, 400, pavement);
    // Paving joints.
    for (let z = 4; z < 60; z += 2) pen.flat(side * 7.8, side * 15, z, z + 0.06, '#000', 0.16);
    for (const x of [9.2, 10.8, 12.4]) pen.flat(side * x, side * (x + 0.05), 0, 120, '#000', 0.14);
    pen.face(
      [
        [side * 7.4, 0, -3],
        [side * 7.4, 0.15, -3],
        [side * 7.4, 0.15, 300],
        [side * 7.4, 0, 300],
      ],
      kerb,
    );
    pen.flat(side * 7.4, side * 7.75, -3, 300, kerb, 1, 0.15);
  }
  pen.flat(-7.4, 7.4, -3, 500, 'url(#road)');
  // Tyre tracks, patches and grain make asphalt of grey.
  for (const x of [-6.1, -4.5, -2.6, -0.95, 0.95, 2.6, 4.5, 6.1])
    pen.flat(x - 0.28, x + 0.28, -3, 160, '#000', 0.07);
  for (let i = 0; i < 9; i++) {
    const x = -7 + pen.random() * 12;
    const z = 6 + pen.random() * 60;
    pen.flat(
      x,
      x + 0.6 + pen.random() * 1.6,
      z,
      z + 1 + pen.random() * 5,
      pen.random() < 0.5 ? '#000' : '#fff',
      0.06,
    );
  }
  pen.flat(-7.4, 7.4, -3, 500, '#fff', 1, 0, 'filter="url(#grain)"');
  for (const side of [-1, 1]) {
    pen.flat(side * 0.1, side * 0.22, -3, 300, centre);
    pen.flat(side * 6.95, side * 7.08, -3, 300, paint);
    for (let z = -2; z < 200; z += 10)
      if (z < 36 || z > 50) pen.flat(side * 3.43, side * 3.57, z, z + 4, paint);
    arrow(pen, side * 1.75, side > 0 ? 22 : 28, side);
    arrow(pen, side * 5.25, side > 0 ? 22 : 28, side);
  }
  for (let x = -6.7; x < 6.7; x += 0.9) pen.flat(x, x + 0.45, 41, 46, paint);
  pen.flat(0.3, 6.9, 38.6, 39, paint);
  pen.flat(-6.9, -0.3, 48, 48.4, paint);
}

export function farTown(pen: Pen): void {
  for (let i = 0; i < 26; i++) {
    const x = -150 + i * 12 + pen.random() * 8;
    const h = 18 + pen.random() * 52;
    pen.face(
      [
        [x, 0, 330],
        [x, h, 330],
        [x + 10 + pen.random() * 9, h, 330],
        [x + 12, 0, 330],
      ],
      pen.hazed([130, 140, 152], 260),
    );
  }
}

function arrow(pen: Pen, x: number, z: number, direction: number): void {
  const tip = direction > 0 ? 1 : -1;
  pen.face(
    [
      [x - 0.08, 0, z],
      [x + 0.08, 0, z],
      [x + 0.08, 0, z + 3.2 * tip],
      [x - 0.08, 0, z + 3.2 * tip],
    ],
    pen.palette.paint,
  );
  pen.face(
    [
      [x - 0.4, 0, z + 3 * tip],
      [x, 0, z + 5 * tip],
      [x + 0.4, 0, z + 3 * tip],
    ],
    pen.palette.paint,
  );
}
