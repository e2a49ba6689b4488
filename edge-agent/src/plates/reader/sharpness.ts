/** What counts as 1. At 112×32 a drawn plate has 2.1 from 130 px on, 1.1 from 90 px, 0.6 from 60 px, 0.2 from 30 px. */
const sharpEnergy = 2;

/**
 * How sharp a rectified plate is, 0..1: the mean square of the luma's Laplacian against the luma's variance, so that
 * a dim plate and a bright one of the same focus give the same. 0 for a plate without contrast.
 */
export function sharpnessOf(rgb: Uint8Array, width: number, height: number): number {
  if (width < 3 || height < 3) return 0;
  const luma = new Float32Array(width * height);
  let sum = 0;
  let squares = 0;
  for (let at = 0; at < luma.length; at++) {
    const y = 0.299 * rgb[at * 3]! + 0.587 * rgb[at * 3 + 1]! + 0.114 * rgb[at * 3 + 2]!;
    luma[at] = y;
    sum += y;
    squares += y * y;
  }
  const variance = squares / luma.length - (sum / luma.length) ** 2;
  // Below 3 grey levels of spread there is nothing but noise.
  if (!(variance > 9)) return 0;
  let energy = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const laplacian = luma[at - 1]! + luma[at + 1]! + luma[at - width]! + luma[at + width]! - 4 * luma[at]!;
      energy += laplacian * laplacian;
    }
  }
  const mean = energy / ((width - 2) * (height - 2));
  return Math.min(1, mean / variance / sharpEnergy);
}
