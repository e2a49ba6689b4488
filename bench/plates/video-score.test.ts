import { describe, expect, it } from 'vitest';
import { countedFrom, type Made, type Pass } from './passes.ts';
import { videoFigures } from './video-score.ts';

const pass = (plate: string, widthPx = 80): Pass => ({
  id: plate,
  plate,
  kind: 'blue',
  direction: 'away',
  from: 10,
  to: 60,
  plateAt: new Map(),
  clearWidths: Array.from({ length: countedFrom.frames }, () => widthPx),
  whole: true,
});
const made = (text: string | null, confidence = 0.97): Made => ({
  frame: 30,
  firstFrame: 20,
  lastFrame: 40,
  plate: [0, 0, 1, 1],
  text,
  confidence,
});

describe('the figures of the video', () => {
  const outcomes = [
    { pass: pass('浙A00001'), made: [made('浙A00001')] },
    { pass: pass('浙A00002'), made: [made('浙A00002'), made(null)] },
    { pass: pass('浙A00003'), made: [made(null)] },
    { pass: pass('浙A00004'), made: [made('浙A00014')] },
    { pass: pass('浙A00005'), made: [] },
    { pass: pass('浙A00006', 20), made: [made('浙A00006', 0.5)] },
  ];
  const { figures, tables } = videoFigures([
    { loop: 'own-04', night: false, accounting: { outcomes, stray: [made('京A12345', 0.6)] } },
  ]);
  const figure = (name: string) => figures.find(one => one.name === `video: ${name}`)?.figure;

  it('ask for every vehicle whose plate could be read, and for no other', () => {
    expect(figure('vehicles with exactly one passage')).toBeCloseTo(60);
    expect(figure('doubles')).toBeCloseTo(20);
    expect(figure('right plate by day')).toBeCloseTo(20);
    expect(figure('unreadable')).toBeCloseTo(20);
    expect(figure('passages of no vehicle')).toBeCloseTo(20);
  });

  it('leave out what was not played', () => {
    expect(figure('right plate by night')).toBeUndefined();
  });

  it('hold every reading to its confidence, those of vehicles nobody asked for too', () => {
    expect(figure('right of passages ≥ 0.95')).toBeCloseTo((2 / 3) * 100);
    const calibration = tables.find(({ title }) => title.includes('calibration'))!;
    expect(calibration.rows[1]).toEqual(['0.5–0.8', '2', '1', '50.0 %']);
  });

  it('count each vehicle into one row of widths', () => {
    expect(tables[0]!.rows).toEqual([
      ['≥ 80 px', '5', '60.0 %', '20.0 %', '20.0 %', '20.0 %', '20.0 %', '20.0 %'],
    ]);
  });
});
