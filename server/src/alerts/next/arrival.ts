// When a vehicle comes to a camera: as long as others took, or by the length of the road where too few went. Pure.

/** Fewer say too little of the quick and the slow ones. */
const enough = 5;
/** Through a city, lights and all: at night, as usual, in a jam. */
const kmh = { quick: 60, usual: 30, slow: 12 };

/** [a tenth are quicker, half are, nine tenths are] in ms; null where nothing is known. */
export function travelMs(tookMs: readonly number[], metres: number | null): [number, number, number] | null {
  if (tookMs.length >= enough) {
    const sorted = [...tookMs].sort((a, b) => a - b);
    const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!;
    return [at(0.1), at(0.5), at(0.9)];
  }
  if (metres === null) return null;
  const at = (speed: number) => Math.round((metres / speed) * 3600);
  return [at(kmh.quick), at(kmh.usual), at(kmh.slow)];
}
