// A solved camera as the core keeps it, and back.
import type { Calibration } from '@brightwall/protocol/calibration';
import { fromLocal, toLocal } from '../fusion/seeing.ts';
import type { LocalFrame } from '../geo.ts';
import type { Pair } from './model.ts';
import type { PictureSize, Solution } from './solve-pose.ts';

export function toStored(
  { pose, rmsPx }: Extract<Solution, { kind: 'solved' }>,
  pairs: readonly Pair[],
  { widthPx, heightPx }: PictureSize,
  frame: LocalFrame,
): Calibration {
  const { at, headingDeg, tiltDeg, rollDeg, focal, k1, k2 } = pose;
  return {
    eye: fromLocal(frame, at),
    headingDeg,
    tiltDeg,
    rollDeg,
    focal,
    k1,
    k2,
    widthPx,
    heightPx,
    residualPx: rmsPx,
    pairs: pairs.map(pair => ({
      picture: [pair.picture[0], pair.picture[1]],
      map: fromLocal(frame, pair.at),
    })),
  };
}

export const storedPairs = ({ pairs }: Calibration, frame: LocalFrame): Pair[] =>
  pairs.map(({ picture, map }) => ({ picture, at: toLocal(frame, map) }));
