// What scenery is drawn with: polygons of the world as SVG, paled by distance; and the colours of day and night.
import { type Yuv, yuvOf } from './canvas.ts';
import { seededRandom } from './random.ts';
import type { Point3, View } from './view.ts';

export type Rgb = readonly [number, number, number];

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

export class Pen {
  readonly out: string[] = [];
  readonly view: View;
  readonly night: boolean;
  readonly seed: number;
  readonly roadName: string;
  readonly palette: Palette;
  readonly random: () => number;

  constructor(options: { view: View; night: boolean; seed: number; roadName: string }) {
    this.view = options.view;
    this.night = options.night;
    this.seed = options.seed;
    this.roadName = options.roadName;
    this.palette = options.night ? night : day;
    this.random = seededRandom(options.seed);
  }

  /** Colour at a distance: towards the haze by day, dark with little left at night. */
  hazed(c: Rgb, z: number, light = this.palette.light): string {
    const mix = Math.min(0.88, Math.max(0, (z - 25) / 270));
    const out = c.map((v, i) => Math.round(v * light + (this.palette.haze[i]! - v * light) * mix));
    return `rgb(${out.join(',')})`;
  }

  horizon(): number {
    return this.view.project([0, this.view.options.heightM, 1e6])[1];
  }

  flat(x0: number, x1: number, z0: number, z1: number, fill: string, opacity = 1, y = 0, extra = ''): void {
    this.face(
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

  face(points: readonly Point3[], fill: string, opacity = 1, extra = ''): void {
    const flat = this.view.projectPolygon(points);
    if (flat.length < 6) return;
    const path = flat.map(n => n.toFixed(1)).join(' ');
    this.out.push(
      `<polygon points="${path}" fill="${fill}"${opacity < 1 ? ` opacity="${opacity}"` : ''} ${extra}/>`,
    );
  }
}
