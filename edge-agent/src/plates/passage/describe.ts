// What a finished track says of its vehicle: which way it went, in which lane, where it stands in the scene.
import type { Box as PartBox, Point, SeenPassage } from '@brightwall/protocol/passage';
import type { PlateSetup } from '@brightwall/protocol/plate-setup';
import { inside } from '../frames/polygon.ts';
import type { Box } from '../reader/types.ts';
import type { Scene, Track } from '../track/track.ts';

/** The plate grew, or shrank, by this much. */
const clearGrowth = 1.15;
/** Or it moved this many of its widths up or down the picture: cameras look down on the road. */
const clearMove = 1;

export function directionOf(track: Track): SeenPassage['direction'] {
  const last = track.motion.last;
  const growth = last.width / track.first.width;
  if (growth > clearGrowth) return 'toward';
  if (growth < 1 / clearGrowth) return 'away';
  const down = (last.y - track.first.y) / Math.max(1, track.widest.width);
  if (down > clearMove) return 'toward';
  if (down < -clearMove) return 'away';
  return 'unknown';
}

/** The lane whose area the plate was in. */
export function laneOf(scene: Scene, setup: PlateSetup): string | null {
  const { frame, plate } = scene;
  const at: Point = [
    part((plate.box[0] + plate.box[2]) / 2 / frame.widthPx),
    part((plate.box[1] + plate.box[3]) / 2 / frame.heightPx),
  ];
  return setup.lanes.find(({ area }) => inside(area, at))?.name ?? null;
}

/**
 * The vehicle around its plate, px: what moved there, where that is of a vehicle's size. A plate is 0.44 m wide, a
 * car 1.8 m and 1.5 m high, a bus 2.5 m and 3.2 m.
 */
export function vehicleBox({ frame, plate, moved }: Scene): Box {
  const { widthPx, heightPx } = frame;
  const width = plate.widthPx;
  const x = (plate.box[0] + plate.box[2]) / 2;
  const [, top, , bottom] = plate.box;
  const least: Box = [x - width * 2.2, top - width * 2, x + width * 2.2, bottom + width * 0.7];
  const most: Box = [x - width * 4, top - width * 7, x + width * 4, bottom + width * 1.5];
  const box = moved ?? [x - width * 2.6, top - width * 3.4, x + width * 2.6, bottom + width];
  const between = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));
  return [
    between(between(box[0], most[0], least[0]), 0, widthPx - 1),
    between(between(box[1], most[1], least[1]), 0, heightPx - 1),
    between(between(box[2], least[2], most[2]), 1, widthPx),
    between(between(box[3], least[3], most[3]), 1, heightPx),
  ];
}

export function toParts(box: Box, { frame }: Pick<Scene, 'frame'>): PartBox {
  const { widthPx, heightPx } = frame;
  return [part(box[0] / widthPx), part(box[1] / heightPx), part(box[2] / widthPx), part(box[3] / heightPx)];
}

export function cornersInParts({ frame, plate }: Scene): SeenPassage['corners'] {
  return plate.corners.map(([x, y]): Point => [part(x / frame.widthPx), part(y / frame.heightPx)]) as [
    Point,
    Point,
    Point,
    Point,
  ];
}

/** Four decimals are a tenth of a pixel. */
function part(value: number): number {
  return Math.round(Math.max(0, Math.min(1, value)) * 10_000) / 10_000;
}
