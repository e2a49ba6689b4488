// A passage in the frames of the loop that it was made of.
import type { SeenPassage } from '@brightwall/protocol/passage';
import { type Box, boundsOf } from './geometry.ts';
import type { Made } from './passes.ts';
import type { Loop } from './simulator-loops.ts';

/** `startMs`: when the loop's first frame was taken, edge's clock. */
export function madeOf(
  passage: SeenPassage,
  loop: Pick<Loop, 'fps' | 'widthPx' | 'heightPx'>,
  startMs: number,
): Made {
  const frameAt = (atMs: number) => Math.round(((atMs - startMs) * loop.fps) / 1000);
  const plate: Box = boundsOf(
    passage.corners.map(([x, y]) => [x * loop.widthPx, y * loop.heightPx] as const),
  );
  return {
    frame: frameAt(passage.passedMs),
    firstFrame: frameAt(passage.firstSeenMs),
    lastFrame: frameAt(passage.lastSeenMs),
    plate,
    text: passage.reading?.text ?? null,
    confidence: passage.reading?.confidence ?? 0,
  };
}
