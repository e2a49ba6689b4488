// Which parts of a picture the detector is shown: the parts that matter, grown by a margin, as few and as small as
// covers them all. A net's time goes with its pixels.
import type { Box } from '../reader/types.ts';

/** The detector's strides want multiples of this. */
const block = 32;
/** Taken together, two parts may cost this much more than apart: each run has a price of its own. */
const worthJoining = 1.25;
const most = 3;

/** `boxes` and the result in px of the picture; the result's sides are multiples of 32 × `scale` where they fit. */
export function lookRegions(
  boxes: readonly Box[],
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
  scale: number,
): Box[] {
  const step = block * scale;
  let regions = boxes.map((box): Box => {
    const margin = 12 * scale;
    return fit([box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin], widthPx, heightPx, step);
  });
  for (;;) {
    const join = bestJoin(regions, regions.length > most);
    if (!join) return regions;
    const [a, b] = join;
    const joined = fit(unionOf(regions[a]!, regions[b]!), widthPx, heightPx, step);
    regions = [...regions.filter((_, i) => i !== a && i !== b), joined];
  }
}

export function unionOf(a: Box, b: Box): Box {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}

export function areaOf(box: Box): number {
  return Math.max(0, box[2] - box[0]) * Math.max(0, box[3] - box[1]);
}

function bestJoin(regions: readonly Box[], must: boolean): [number, number] | null {
  let best: [number, number] | null = null;
  let bestCost = must ? Number.POSITIVE_INFINITY : worthJoining;
  for (let a = 0; a < regions.length; a++)
    for (let b = a + 1; b < regions.length; b++) {
      const [one, two] = [regions[a]!, regions[b]!];
      const cost = areaOf(unionOf(one, two)) / Math.max(1, areaOf(one) + areaOf(two));
      if (cost >= bestCost) continue;
      bestCost = cost;
      best = [a, b];
    }
  return best;
}

/** The smallest part with whole steps as sides that holds the box, moved into the picture. */
function fit(box: Box, widthPx: number, heightPx: number, step: number): Box {
  const [left, right] = fitSide(box[0], box[2], widthPx, step);
  const [top, bottom] = fitSide(box[1], box[3], heightPx, step);
  return [left, top, right, bottom];
}

function fitSide(from: number, until: number, length: number, step: number): [number, number] {
  const start = Math.max(0, Math.floor(from));
  const end = Math.min(length, Math.ceil(until));
  const side = Math.min(length, Math.ceil((end - start) / step) * step);
  const low = Math.max(0, Math.min(length - side, Math.round((start + end - side) / 2)));
  return [low, low + side];
}
