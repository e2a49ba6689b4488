import { describe, expect, it } from 'vitest';
import { hoursOf, odTable } from '../../../state/od-flows.ts';
import { byDay, byGate, daysOf, scaleTop, ticksOf } from './flow-series.ts';
import { streamsOf } from './od-cells.ts';

/** 08:00 of 2026-11-24 by China's clock. */
const eightMs = Date.UTC(2026, 10, 24, 0);
const hourMs = 3_600_000;
const flow = (camera: string, hours: number, passages: number) => ({
  values: { camera, hourMs: eightMs + hours * hourMs, passages, toward: null, away: null },
  evidence: [],
});
const journey = (from: string, to: string, journeys: number, hours = 0) => ({
  values: { from, to, hourMs: eightMs + hours * hourMs, journeys },
  evidence: [],
});

describe('the bars of a flow', () => {
  const rows = [flow('a', 0, 5), flow('b', 0, 7), flow('a', 1, 2), flow('a', 24, 11), flow('b', 15, 3)];

  it('stand day beside day, by the hours of China’s clock', () => {
    const series = byDay(rows, null);
    expect(series.map(({ key, total }) => [key, total])).toEqual([
      ['2026-11-24', 17],
      ['2026-11-25', 11],
    ]);
    expect(series[0]!.hours.slice(7, 10)).toEqual([0, 12, 2]);
    expect(series[0]!.hours[23]).toBe(3);
    expect(byDay(rows, 'b').map(({ total }) => total)).toEqual([10]);
    expect(daysOf(rows)).toEqual(['2026-11-24', '2026-11-25']);
  });

  it('stand gate beside gate, those with the least as one', () => {
    expect(byGate(rows, '2026-11-24').map(({ key, total }) => [key, total])).toEqual([
      ['b', 10],
      ['a', 7],
    ]);
    const many = byGate(
      Array.from({ length: 9 }, (_, n) => flow(`g${n}`, 0, 9 - n)),
      null,
    );
    expect(many.map(({ key, total }) => [key, total]).slice(-2)).toEqual([
      ['g6', 3],
      [null, 3],
    ]);
  });

  it('end at a round number, in whole steps', () => {
    expect([1, 2, 5, 10, 20].map(ticksOf)).toEqual([
      [0, 1],
      [0, 1, 2],
      [0, 1, 2, 3, 4, 5],
      [0, 2, 4, 6, 8, 10],
      [0, 4, 8, 12, 16, 20],
    ]);
    expect([0, 1, 3, 10, 11, 480, 5001].map(scaleTop)).toEqual([1, 1, 5, 10, 20, 500, 10_000]);
  });
});

describe('journeys from area to area', () => {
  const rows = [journey('东', '西', 6), journey('东', '西', 2, 1), journey('西', '北', 2)];

  it('are a table, of all hours or of one', () => {
    const all = odTable(rows, null);
    expect(all).toEqual({
      areas: ['东', '西', '北'],
      journeys: [
        [0, 8, 0],
        [0, 0, 2],
        [0, 0, 0],
      ],
      ...{ total: 10, most: 8 },
    });
    const [first, second] = hoursOf(rows);
    expect([odTable(rows, first!).total, odTable(rows, second!).total]).toEqual([8, 2]);
  });

  it('are streams as wide as they are many, that fill each side once', () => {
    expect(streamsOf(odTable(rows, null))).toEqual([
      { from: 0, to: 1, journeys: 8, left: 0, right: 0, width: 0.8 },
      { from: 1, to: 2, journeys: 2, left: 0.8, right: 0.8, width: 0.2 },
    ]);
  });
});
