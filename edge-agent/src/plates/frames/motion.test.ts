import { describe, expect, it } from 'vitest';
import { MotionMap } from './motion.ts';

const [width, height] = [160, 90];

function road(vehicle?: { x: number; y: number; w: number; h: number }, noise = 0, seed = 1): Uint8Array {
  const luma = new Uint8Array(width * height);
  let state = seed;
  for (let i = 0; i < luma.length; i++) {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    luma[i] = 90 + ((state >> 16) % (2 * noise + 1)) - noise;
  }
  if (vehicle)
    for (let y = vehicle.y; y < vehicle.y + vehicle.h; y++)
      luma.fill(200, y * width + vehicle.x, y * width + vehicle.x + vehicle.w);
  return luma;
}

describe('MotionMap', () => {
  it('finds what has moved, and where', () => {
    const map = new MotionMap(width, height);
    map.compare(road({ x: 40, y: 40, w: 30, h: 20 }), 0);
    const { blobs } = map.compare(road({ x: 46, y: 42, w: 30, h: 20 }), 120);
    expect(blobs).toHaveLength(1);
    const [left, top, right, bottom] = blobs[0]!.box;
    expect(left * width).toBeLessThanOrEqual(42);
    expect(right * width).toBeGreaterThanOrEqual(74);
    expect(top * height).toBeLessThanOrEqual(42);
    expect(bottom * height).toBeGreaterThanOrEqual(60);
  });

  it('finds nothing on an empty road at night, however noisy', () => {
    const map = new MotionMap(width, height);
    let found = 0;
    for (let n = 0; n < 60; n++) found += map.compare(road(undefined, 9, n + 1), n * 120).blobs.length;
    expect(found).toBeLessThanOrEqual(1);
  });

  it('learns a clock in the picture that never rests', () => {
    const map = new MotionMap(width, height);
    let last = 1;
    for (let n = 0; n < 1500; n++)
      last = map.compare(road({ x: 8 + (n % 2) * 4, y: 4, w: 8, h: 8 }), n * 200).blobs.length;
    expect(last).toBe(0);
    const moving = [
      { x: 60, y: 50, w: 30, h: 20 },
      { x: 66, y: 50, w: 30, h: 20 },
    ];
    map.compare(road(moving[0]), 300_000);
    expect(map.compare(road(moving[1]), 300_200).blobs.length).toBeGreaterThan(0);
  });

  it('tells when the picture has become another one', () => {
    const map = new MotionMap(width, height);
    map.compare(road(), 0);
    expect(map.compare(new Uint8Array(width * height).fill(30), 120).changed).toBeGreaterThan(0.9);
  });
});
