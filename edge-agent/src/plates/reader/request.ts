// Checks what callers hand in before anything is allocated or moved for it.
import { ReaderFailure } from './failure.ts';
import { type Box, type FoundPlate, maxPicturePixels, type Picture } from './types.ts';

/** Throws bad-picture or too-large. */
export function checkPicture({ rgb, widthPx, heightPx }: Picture): void {
  checkSides(widthPx, heightPx);
  if (!(rgb instanceof Uint8Array)) throw new ReaderFailure('bad-picture', 'rgb is no Uint8Array');
  if (rgb.length !== widthPx * heightPx * 3)
    throw new ReaderFailure('bad-picture', `${rgb.length} bytes for ${widthPx}×${heightPx} RGB`);
}

export function checkSides(widthPx: number, heightPx: number): void {
  const whole = Number.isInteger(widthPx) && Number.isInteger(heightPx);
  if (!whole || widthPx < 1 || heightPx < 1) throw new ReaderFailure('bad-picture', `${widthPx}×${heightPx}`);
  if (widthPx * heightPx > maxPicturePixels)
    throw new ReaderFailure('too-large', `${widthPx}×${heightPx}, at most ${maxPicturePixels} px`);
}

/** Throws bad-request. A region may reach over the picture's edge; one without area is a mistake. */
export function checkRegion(region: Box | null): void {
  if (region === null) return;
  const whole = Array.isArray(region) && region.length === 4 && region.every(Number.isFinite);
  if (!whole || region[2] <= region[0] || region[3] <= region[1])
    throw new ReaderFailure('bad-request', `region ${region}`);
}

/** Throws bad-request. */
export function checkPlates(plates: readonly FoundPlate[], most: number): void {
  if (plates.length > most)
    throw new ReaderFailure('bad-request', `${plates.length} plates, at most ${most}`);
  for (const { corners, rows } of plates) {
    const points = corners.length === 4 && corners.every(at => at.length === 2 && at.every(Number.isFinite));
    if (!points || (rows !== 1 && rows !== 2)) throw new ReaderFailure('bad-request', `plate at ${corners}`);
    // Corners far outside are no plate of this picture, and would overflow the sampling.
    if (corners.some(at => at.some(value => Math.abs(value) > 1e6)))
      throw new ReaderFailure('bad-request', `plate at ${corners}`);
  }
}
