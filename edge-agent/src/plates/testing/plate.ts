// Plates and readings as a reader would give them, for tests of what is made of them.
import type { FoundPlate, Reading } from '../reader/types.ts';

export function plateAt(x: number, y: number, widthPx: number, more: Partial<FoundPlate> = {}): FoundPlate {
  const [w, h] = [widthPx / 2, widthPx / 6];
  return {
    box: [x - w, y - h, x + w, y + h],
    corners: [
      [x - w, y - h],
      [x + w, y - h],
      [x + w, y + h],
      [x - w, y + h],
    ],
    score: 0.9,
    rows: 1,
    colour: 'blue',
    widthPx,
    angleDeg: 0,
    sharpness: 0.5,
    reading: null,
    ...more,
  };
}

/** `doubts`: position → how sure, and what else it may be. */
export function readingOf(
  text: string,
  confidence: number,
  doubts: Record<number, { confidence: number; or: string }> = {},
): Reading {
  return {
    text,
    confidence,
    characters: [...text].map((character, i) => {
      const doubt = doubts[i];
      return doubt
        ? {
            character,
            confidence: doubt.confidence,
            alternatives: [{ character: doubt.or, confidence: 1 - doubt.confidence }],
          }
        : { character, confidence: 0.99, alternatives: [] };
    }),
    runnerUp: null,
    kind: 'small',
    reader: 'small',
  };
}
