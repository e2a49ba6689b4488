import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { colours, scaleOf } from '../../ui/theme.ts';
import { leastOnWallPx, textSize } from './base/label-layers.ts';

/** A wall 3.6 m wide (three screens of 55 inches beside each other) at 3840 px, seen from 4 m. */
const mmPerPx = 3600 / 3840;
const minutesOfArc = (px: number) => (Math.atan((px * mmPerPx) / 4000) * 180 * 60) / Math.PI;

const sheets = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter(file =>
  file.endsWith('.module.css'),
);

describe('on a 4K wall, from four metres', () => {
  it('no text of the map’s panels is smaller than 20 minutes of arc', () => {
    expect(sheets.length).toBeGreaterThan(4);
    for (const sheet of sheets) {
      const text = readFileSync(join(import.meta.dirname, sheet), 'utf8');
      for (const [, rem] of text.matchAll(/font-size: ([\d.]+)rem/g))
        expect(minutesOfArc(Number(rem) * 16 * scaleOf(3840)), `${sheet}: ${rem}rem`).toBeGreaterThan(20);
    }
  });
  it('no name on the map is', () => {
    expect(minutesOfArc(leastOnWallPx * scaleOf(3840))).toBeGreaterThan(20);
    const [, , , , small, , large] = textSize(scaleOf(3840), 13, 10.5, 16, 14) as unknown as number[];
    expect([small, large]).toEqual([26, 28]);
    expect((textSize(1, 13, 10.5, 16, 14) as unknown as number[])[4]).toBe(10.5);
  });
  it('text stands out from the panels at 7 : 1', () => {
    // Panels are this, nearly opaque, over a dark city; by day the city behind them is light.
    const panel = over([13, 21, 31], 0.9, [235, 238, 240]);
    for (const text of [colours.text, colours.textDim])
      expect(contrast(rgb(text), [13, 21, 31]), text).toBeGreaterThan(7);
    expect(contrast(rgb(colours.text), panel)).toBeGreaterThan(7);
  });
});

type Rgb = readonly [number, number, number];
const rgb = (hex: string): Rgb => {
  const [r, g, b] = [1, 3, 5].map(at => Number.parseInt(hex.slice(at, at + 2), 16));
  return [r!, g!, b!];
};
const over = (top: Rgb, alpha: number, below: Rgb): Rgb => {
  const [r, g, b] = top.map((value, i) => value * alpha + below[i]! * (1 - alpha));
  return [r!, g!, b!];
};
/** WCAG 2.2, contrast ratio. */
function contrast(a: Rgb, b: Rgb): number {
  const light = (colour: Rgb) => {
    const [r, g, blue] = colour.map(value => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * blue!;
  };
  const [high, low] = [light(a), light(b)].sort((x, y) => y - x);
  return (high! + 0.05) / (low! + 0.05);
}
