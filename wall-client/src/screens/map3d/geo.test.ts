import { describe, expect, test } from 'vitest';
import { ahead, headingTo, LocalFrame, metresPerPixel, multiply, normalHeading } from './geo.ts';
import { centre } from './testing.ts';

describe('the plane', () => {
  const frame = new LocalFrame(centre);
  test('has its x to the east and its y to the north, in metres', () => {
    const [x, y] = frame.toLocal({ lon: 120.01, lat: 30.01 });
    expect(x).toBeCloseTo(962.97, 0);
    expect(y).toBeCloseTo(1112, -1);
  });
  test('goes there and back without loss', () => {
    const back = frame.toLonLat(...frame.toLocal({ lon: 120.0123, lat: 29.9876 }));
    expect(back.lon).toBeCloseTo(120.0123, 9);
    expect(back.lat).toBeCloseTo(29.9876, 9);
  });
  test('maps its origin to the Mercator point of the centre', () => {
    const m = frame.toMercator();
    expect(m[12]).toBeCloseTo(300 / 360, 12);
    expect(multiply(m, [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1])).toEqual(m);
  });
  test('measures headings clockwise from north', () => {
    for (const heading of [0, 45, 90, 180, 270, 359])
      expect(headingTo(centre, ahead(centre, heading, 50))).toBeCloseTo(heading, 0);
  });
  test('brings any heading into [0, 360)', () => {
    expect(normalHeading(-90)).toBe(270);
    expect(normalHeading(720.04)).toBe(0);
    expect(normalHeading(359.97)).toBe(0);
    expect(normalHeading(Number.NaN)).toBe(0);
  });
  test('halves the metres of a pixel with each zoom', () => {
    expect(metresPerPixel(30, 15) / metresPerPixel(30, 16)).toBeCloseTo(2, 9);
    expect(metresPerPixel(0, 0)).toBeCloseTo(78185, -2);
  });
});
