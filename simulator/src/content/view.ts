// The camera that looks at the street: a pinhole with yaw and pitch.
// World: x right of the road's middle, y up, z along the road; metres. Picture: px of the main stream.

export type Point3 = readonly [x: number, y: number, z: number];
export interface ViewOptions {
  /** Focal length, px. */
  readonly focalPx: number;
  readonly x: number;
  readonly heightM: number;
  /** Positive looks right. */
  readonly yawDeg: number;
  /** Positive looks down. */
  readonly pitchDeg: number;
}

const nearM = 0.4;

export class View {
  readonly options: ViewOptions;
  readonly width = 1280;
  readonly height = 720;
  #yaw: readonly [sin: number, cos: number];
  #pitch: readonly [sin: number, cos: number];

  constructor(options: ViewOptions) {
    this.options = options;
    const yaw = (options.yawDeg * Math.PI) / 180;
    const pitch = (options.pitchDeg * Math.PI) / 180;
    this.#yaw = [Math.sin(yaw), Math.cos(yaw)];
    this.#pitch = [Math.sin(pitch), Math.cos(pitch)];
  }

  /** Distance along the optical axis, m; what is behind the camera is negative. */
  depth(point: Point3): number {
    return this.#turn(point)[2];
  }

  /** Picture position of a point in front of the camera. */
  project(point: Point3): [number, number] {
    return this.#toPicture(this.#turn(point));
  }

  /** px per metre at a point. */
  scaleAt(point: Point3): number {
    return this.options.focalPx / Math.max(nearM, this.depth(point));
  }

  /** Flat polygon x0,y0,x1,y1,… of what lies in front of the camera; empty when nothing does. */
  projectPolygon(points: readonly Point3[]): number[] {
    const turned = points.map(p => this.#turn(p));
    const out: number[] = [];
    for (let i = 0; i < turned.length; i++) {
      const a = turned[i]!;
      const b = turned[(i + 1) % turned.length]!;
      if (a[2] >= nearM) out.push(...this.#toPicture(a));
      if (a[2] >= nearM !== b[2] >= nearM) {
        const t = (nearM - a[2]) / (b[2] - a[2]);
        out.push(...this.#toPicture([a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, nearM]));
      }
    }
    return out;
  }

  #turn(p: Point3): Point3 {
    const [sy, cy] = this.#yaw;
    const [sp, cp] = this.#pitch;
    const dx = p[0] - this.options.x;
    const dy = p[1] - this.options.heightM;
    const across = dx * cy - p[2] * sy;
    const along = dx * sy + p[2] * cy;
    return [across, dy * cp + along * sp, along * cp - dy * sp];
  }

  #toPicture(p: Point3): [number, number] {
    const scale = this.options.focalPx / p[2];
    return [this.width / 2 + p[0] * scale, this.height / 2 - p[1] * scale];
  }
}
