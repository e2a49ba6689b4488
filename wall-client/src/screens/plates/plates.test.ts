import type { PlateView } from '@brightwall/protocol/plate-setup';
import { describe, expect, it } from 'vitest';
import { cameraId, testPassage } from '../../testing.ts';
import { percentText, trustOf } from '../../ui/PassageMarks.tsx';
import { adviceFigures } from './installer/advice.ts';
import { labelledPlates } from './installer/labels.ts';
import { firstOf, newerThan } from './useShownPassages.ts';

describe('the strip', () => {
  const list = Array.from({ length: 500 }, (_, i) =>
    testPassage(500 - i, { cameraId: cameraId(i % 2 === 0 ? 1 : 2) }),
  );

  it('shows the newest of the cameras asked for, and no more than it can hold', () => {
    const shown = firstOf(list, id => id === cameraId(2), 200);
    expect(shown).toHaveLength(200);
    expect(shown.every(passage => passage.cameraId === cameraId(2))).toBe(true);
    expect(shown[0]).toBe(list[1]);
  });

  it('says how many came while it was held, also when the held ones have gone', () => {
    expect(newerThan(list, list[7])).toBe(7);
    expect(newerThan(list, testPassage(9999))).toBe(500);
  });
});

describe('confidence', () => {
  it('is never told as certain, nor rounded up', () => {
    expect([1, 0.995, 0.979, 0.29, 0.004, 0].map(percentText)).toEqual([
      '>99%',
      '>99%',
      '97%',
      '29%',
      '<1%',
      '<1%',
    ]);
    expect([trustOf(0.95), trustOf(0.9499), trustOf(0.5)]).toEqual(['high', 'middle', 'low']);
  });
});

describe('advice', () => {
  it('tells its figures in the unit a person measures in', () => {
    expect(adviceFigures({ code: 'plates-small', measured: 38.4, wanted: 90 })).toEqual({
      measured: '38',
      wanted: '90',
    });
    expect(adviceFigures({ code: 'many-unreadable', measured: 0.126, wanted: 0.05 })).toEqual({
      measured: '13%',
      wanted: '5%',
    });
    expect(adviceFigures({ code: 'pictures-blurred', measured: 0.3, wanted: null })).toEqual({
      measured: '0.30',
      wanted: '—',
    });
  });
});

describe('labels in the picture', () => {
  const plate = (x: number, y: number, widthPx: number): PlateView['plates'][number] => ({
    corners: [
      [x, y],
      [x + 0.02, y],
      [x + 0.02, y + 0.01],
      [x, y + 0.01],
    ],
    text: null,
    confidence: 0.5,
    colour: 'blue',
    widthPx,
    angleDeg: 0,
    sharpness: 0.5,
  });

  it('do not cover each other: the nearer plate has the room', () => {
    const near = plate(0.5, 0.5, 120);
    const far = plate(0.52, 0.48, 20);
    const aside = plate(0.1, 0.5, 60);
    expect(labelledPlates([far, near, aside])).toEqual([near, aside]);
  });
});
