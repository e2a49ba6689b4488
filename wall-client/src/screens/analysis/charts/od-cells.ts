// Journeys from area to area as streams that are as wide as they are many.
import type { OdTable } from '../../../state/od-flows.ts';

export interface Stream {
  readonly from: number;
  readonly to: number;
  readonly journeys: number;
  /** Where it begins on the left and ends on the right: parts of the whole height, from the top. */
  readonly left: number;
  readonly right: number;
  readonly width: number;
}

/** From the largest origin down; each side is filled once, without gaps. */
export function streamsOf({ areas, journeys, total }: OdTable): Stream[] {
  const pairs = areas.flatMap((_, from) =>
    areas.map((_, to) => ({ from, to, journeys: journeys[from]![to]! })),
  );
  const some = pairs.filter(pair => pair.journeys > 0);
  const begins = startsOf(areas.map((_, n) => sumOf(some, ({ from }) => from === n) / total));
  const ends = startsOf(areas.map((_, n) => sumOf(some, ({ to }) => to === n) / total));
  return some.map(pair => {
    const width = pair.journeys / total;
    const [left, right] = [begins[pair.from]!, ends[pair.to]!];
    begins[pair.from] = left + width;
    ends[pair.to] = right + width;
    return { ...pair, left, right, width };
  });
}

function sumOf<T extends { journeys: number }>(pairs: readonly T[], is: (pair: T) => boolean): number {
  return pairs.filter(is).reduce((sum, { journeys }) => sum + journeys, 0);
}

/** Where each of these parts begins, one after the other. */
function startsOf(parts: readonly number[]): number[] {
  let at = 0;
  return parts.map(part => {
    at += part;
    return at - part;
  });
}
