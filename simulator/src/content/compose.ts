// One frame of a loop: background, vehicles far to near, plates, lamps at night, sensor noise, burnt-in mark.
// What is drawn is also said: compose() returns the truth of the frame.
import type { Yuv } from './canvas.ts';
import { YuvCanvas } from './canvas.ts';
import type { BurntIn } from './overlay.ts';
import { plateSizeMm } from './plates.ts';
import { seededRandom } from './random.ts';
import type { Local } from './solid.ts';
import type { Quad, Texture } from './texture.ts';
import { type Direction, type Placed, placeTraffic, type TrafficVehicle } from './traffic.ts';
import type { Point3, View } from './view.ts';

/** One vehicle in one frame. Pixels are of the main stream; halve them for the sub stream. */
export interface TruthVehicle {
  readonly id: string;
  readonly type: string;
  readonly lane: number;
  readonly direction: Direction;
  /** x, y, width, height, cut to the picture. */
  readonly box: readonly [number, number, number, number];
  readonly plate: string;
  readonly plateKind: string;
  /** top left, top right, bottom right, bottom left as read; null when not wholly in the picture. */
  readonly plateCorners: Quad | null;
  /** False when a nearer vehicle covers part of the plate. */
  readonly plateClear: boolean;
}

export interface Scene {
  readonly view: View;
  readonly background: YuvCanvas;
  readonly night: boolean;
  readonly haze: Yuv;
  readonly traffic: readonly TrafficVehicle[];
  readonly plates: ReadonlyMap<string, Texture>;
  readonly loopSeconds: number;
  readonly burntIn: BurntIn;
  /** Of the sensor, in steps of luma. */
  readonly noise: number;
  readonly seed: number;
}

const nightLight = 0.2;

export class Composer {
  readonly scene: Scene;
  readonly canvas: YuvCanvas;
  #noise: Int8Array | null;

  constructor(scene: Scene) {
    this.scene = scene;
    this.canvas = new YuvCanvas(scene.view.width, scene.view.height);
    this.#noise = scene.noise > 0 ? noiseTable(scene.seed, scene.noise) : null;
  }

  /** Draws frame `frame` into `canvas` and returns its truth, nearest vehicle last. */
  compose(frame: number, fps: number): TruthVehicle[] {
    const { scene, canvas } = this;
    canvas.bytes.set(scene.background.bytes);
    const placed = placeTraffic(scene.traffic, frame / fps, scene.loopSeconds);
    const truth: TruthVehicle[] = [];
    for (const p of placed) {
      const said = this.#drawVehicle(p);
      if (said) truth.push(said);
    }
    const clear = truth.map((vehicle, i) => ({
      ...vehicle,
      plateClear:
        vehicle.plateCorners !== null &&
        !truth.slice(i + 1).some(nearer => covers(nearer.box, vehicle.plateCorners!)),
    }));
    if (this.#noise) addNoise(canvas.y, this.#noise, frame);
    scene.burntIn.draw(canvas, frame);
    return clear;
  }

  #drawVehicle(p: Placed): TruthVehicle | null {
    const { view, night, haze } = this.scene;
    const { model, direction, plate } = p.vehicle;
    const turn = direction === 'away' ? 1 : -1;
    const world = (l: Local): Point3 => [p.x + l[0] * turn, l[1], p.z + l[2] * turn];
    const middle = world([0, 0.7, model.length / 2]);
    const depth = view.depth(middle);
    if (depth < -model.length) return null;
    const mix = Math.min(0.85, Math.max(0, (depth - 30) / 170));
    const tone = (c: Yuv, shines = false): Yuv => {
      const k = night && !shines ? nightLight : 1;
      const lit: Yuv = [
        16 + (c[0] - 16) * k,
        128 + (c[1] - 128) * Math.sqrt(k),
        128 + (c[2] - 128) * Math.sqrt(k),
      ];
      return [0, 1, 2].map(i => lit[i]! + (haze[i]! - lit[i]!) * mix) as unknown as Yuv;
    };
    let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
    const viewer = direction === 'away' ? 'behind' : 'ahead';
    for (const face of model.faces) {
      if (face.seenFrom && face.seenFrom !== viewer) continue;
      const polygon = view.projectPolygon(face.points.map(world));
      if (polygon.length < 6 || (face.oneSided && signedArea(polygon) <= 0)) continue;
      if (face.alpha === 1)
        for (let i = 0; i < polygon.length; i += 2) {
          minX = Math.min(minX, polygon[i]!);
          maxX = Math.max(maxX, polygon[i]!);
          minY = Math.min(minY, polygon[i + 1]!);
          maxY = Math.max(maxY, polygon[i + 1]!);
        }
      this.canvas.fill(polygon, tone(face.color, face.shines), face.alpha);
    }
    const corners = this.#drawPlate(p, world, mix);
    if (night) this.#drawLamps(p, world);
    [minX, minY] = [Math.max(0, minX), Math.max(0, minY)];
    [maxX, maxY] = [Math.min(view.width, maxX), Math.min(view.height, maxY)];
    if (maxX - minX < 4 || maxY - minY < 4) return null;
    return {
      id: p.vehicle.id,
      type: model.type,
      lane: p.vehicle.lane,
      direction,
      box: [round(minX), round(minY), round(maxX - minX), round(maxY - minY)],
      plate: plate.text,
      plateKind: plate.kind,
      plateCorners: corners ? (corners.map(round) as unknown as Quad) : null,
      plateClear: true,
    };
  }

  #drawPlate(p: Placed, world: (l: Local) => Point3, mix: number): Quad | null {
    const { model, direction, plate } = p.vehicle;
    const { view, night, haze } = this.scene;
    const [widthMm, heightMm] = plateSizeMm[plate.kind];
    const [w, h] = [widthMm / 2000, heightMm / 2000];
    const rear = direction === 'away';
    const y = rear ? model.plateY.rear : model.plateY.front;
    const s = rear ? -0.02 : model.length + 0.02;
    // Read from behind, the body's left is the reader's left; read from the front it is the right.
    const left = rear ? -w : w;
    const points: Local[] = [
      [left, y + h, s],
      [-left, y + h, s],
      [-left, y - h, s],
      [left, y - h, s],
    ];
    const polygon = view.projectPolygon(points.map(world));
    if (polygon.length !== 8 || signedArea(polygon) <= 0) return null;
    const quad = polygon as unknown as Quad;
    const inside = quad.every((c, i) => c >= 0 && c <= (i % 2 === 0 ? view.width : view.height));
    const onPicture = quad.some((c, i) => i % 2 === 0 && c > 0 && c < view.width) && quad[1] < view.height;
    // A plate gives headlights back to where they came from: at night it stays readable.
    if (onPicture) this.scene.plates.get(plate.text)?.draw(this.canvas, quad, night ? 0.72 : 1, haze, mix);
    return inside && onPicture ? quad : null;
  }

  #drawLamps(p: Placed, world: (l: Local) => Point3): void {
    const { view } = this.scene;
    for (const lamp of p.vehicle.model.lamps) {
      if (lamp.rear !== (p.vehicle.direction === 'away')) continue;
      const at = world(lamp.at);
      if (view.depth(at) < 1) continue;
      const [x, y] = view.project(at);
      const scale = view.scaleAt(at);
      if (lamp.rear) {
        this.canvas.glow(x, y, Math.min(46, scale * 0.42 + 2), 0.5, [108, 196]);
      } else {
        this.canvas.glow(x, y, Math.min(120, scale * 0.75 + 3), 0.85, [124, 130]);
        const pool = view.project([at[0], 0, at[2] - 4]);
        if (view.depth([at[0], 0, at[2] - 4]) > 2)
          this.canvas.glow(pool[0], pool[1], Math.min(260, scale * 1.5), 0.16, [120, 134], 0.4);
      }
    }
  }
}

/** Twice the area, positive when clockwise on the picture (y down). */
function signedArea(polygon: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < polygon.length; i += 2) {
    const j = (i + 2) % polygon.length;
    sum += polygon[i]! * polygon[j + 1]! - polygon[j]! * polygon[i + 1]!;
  }
  return sum;
}

function covers(box: TruthVehicle['box'], quad: Quad): boolean {
  const left = Math.min(quad[0], quad[6]);
  const right = Math.max(quad[2], quad[4]);
  return left < box[0] + box[2] && right > box[0] && quad[1] < box[1] + box[3] && quad[5] > box[1];
}

function noiseTable(seed: number, strength: number): Int8Array {
  const random = seededRandom(seed ^ 0x5eed);
  return Int8Array.from({ length: 1 << 18 }, () =>
    Math.round((random() + random() + random() - 1.5) * strength),
  );
}

/** A noisy sensor; another part of the table each frame. */
function addNoise(plane: Uint8Array, noise: Int8Array, frame: number): void {
  const mask = noise.length - 1;
  let at = Math.imul(frame + 1, 40503) & mask;
  for (let i = 0; i < plane.length; i++) {
    const value = plane[i]! + noise[at]!;
    plane[i] = Math.max(value, 16);
    at = (at + 1) & mask;
  }
}

function round(n: number): number {
  return Math.round(n * 10) / 10;
}
