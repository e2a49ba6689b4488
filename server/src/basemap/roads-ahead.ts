// Where a vehicle that leaves a place is seen next, by the roads alone: at each crossing it goes on by the shares
// that traffic has there, until a camera sees it. Of what ends, or comes to no camera, nothing is said.
import { Heap } from '@brightwall/kit/roads/heap';
import type { LonLat } from '@brightwall/kit/roads/local-frame';
import type { Xy } from '@brightwall/kit/roads/plane';
import { part, type Router } from '@brightwall/kit/roads/router';
import { besideM, type OnEdge } from './cameras-on-roads.ts';

export interface Ahead {
  readonly cameraId: string;
  /** That it is the next to see the vehicle. */
  readonly share: number;
  /** The shortest way there that no other camera sees. */
  readonly metres: number;
  readonly line: readonly LonLat[];
}

/** Of a crossing of four arms two thirds go straight on and a sixth to each side, which is usual for an urban one. */
const straightWeight = 4;
const sideWeight = 1;
const straightDeg = 45;
const backDeg = 150;
/** A trip through a city is some kilometres long: of those that go on, one in e ends within this. */
const tripM = 6000;
const farthestM = 8000;
const leastShare = 0.0005;
const mostSteps = 20_000;
/** Cameras so near one another along the road share what comes by. */
const samePlaceM = 60;

/** An edge as it is driven. */
interface Arm {
  readonly edge: number;
  readonly backward: boolean;
  /** Where it is entered, along the way it is driven. */
  readonly enterM: number;
}

interface Step extends Arm {
  readonly n: number;
  metres: number;
  share: number;
  from: Step | null;
  isDone: boolean;
}

interface Leaving {
  readonly from: LonLat;
  /** The way it drives, clockwise from north; null: not known. */
  readonly headingDeg: number | null;
  /** Cameras of the same place, which it has passed. */
  readonly without: ReadonlySet<string>;
}

/** None where no road is near. */
export function roadsAhead(
  router: Router,
  cameras: ReadonlyMap<number, readonly OnEdge[]>,
  leaving: Leaving,
): Ahead[] {
  return new Spread(router, cameras, leaving.without).from(leaving.from, leaving.headingDeg);
}

class Spread {
  readonly #router: Router;
  readonly #cameras: ReadonlyMap<number, readonly OnEdge[]>;
  readonly #without: ReadonlySet<string>;
  readonly #open = new Heap();
  readonly #steps: Step[] = [];
  /** By edge and direction, those that are still to be driven. */
  readonly #waiting = new Map<number, Step>();
  readonly #found = new Map<string, { share: number; step: Step; endM: number; metres: number }>();

  constructor(router: Router, cameras: ReadonlyMap<number, readonly OnEdge[]>, without: ReadonlySet<string>) {
    this.#router = router;
    this.#cameras = cameras;
    this.#without = without;
  }

  from(place: LonLat, headingDeg: number | null): Ahead[] {
    const { edges, frame } = this.#router.graph;
    const start = this.#router.finder.nearest(frame.toLocal(place), besideM);
    if (!start) return [];
    const { lengthM, oneway, from, to } = edges[start.edge]!;
    const arms = (oneway ? [false] : [false, true]).flatMap((backward): Arm[] => {
      const enterM = backward ? lengthM - start.alongM : start.alongM;
      // At a crossing every road that meets there leads on, not only the one that is nearest.
      return lengthM - enterM > besideM
        ? [{ edge: start.edge, backward, enterM }]
        : this.#arms(backward ? from : to, start.edge);
    });
    this.#spread(arms, { headingDeg, share: 1, metres: 0, by: null });
    for (let n = 0, top = this.#open.pop(); top && n < mostSteps; n += 1, top = this.#open.pop())
      this.#drive(this.#steps[top.value]!);
    return [...this.#found].map(([cameraId, { share, step, endM, metres }]) => ({
      ...{ cameraId, share, metres },
      line: this.#lineTo(step, endM).map(([x, y]) => frame.toLonLat(x, y)),
    }));
  }

  /** To the first camera, or to the end and on from there. */
  #drive(step: Step): void {
    if (step.isDone) return;
    step.isDone = true;
    this.#waiting.delete(keyOf(step));
    const { edge, backward, enterM, metres, share } = step;
    const along = this.#router.graph.edges[edge]!;
    const seen = this.#firstPlace(step, along.lengthM);
    for (const { id, atM } of seen) {
      const there = metres + atM - enterM;
      const part = (share * Math.exp(-there / tripM)) / seen.length;
      const known = this.#found.get(id);
      if (known) known.share += part;
      else this.#found.set(id, { share: part, step, endM: atM, metres: there });
    }
    if (seen.length > 0) return;
    const headingDeg = headingOf(this.#lineOf(step), along.lengthM);
    this.#spread(this.#arms(backward ? along.from : along.to, edge), {
      ...{ headingDeg, share, metres: metres + along.lengthM - enterM, by: step },
    });
  }

  #spread(
    arms: readonly Arm[],
    {
      headingDeg,
      share,
      metres,
      by,
    }: { headingDeg: number | null; share: number; metres: number; by: Step | null },
  ): void {
    const weights = arms.map(arm =>
      headingDeg === null ? 1 : weightOf(turnBetween(headingDeg, headingOf(this.#lineOf(arm), arm.enterM))),
    );
    const all = weights.reduce((sum, weight) => sum + weight, 0);
    for (const [n, arm] of arms.entries())
      if (weights[n]! > 0) this.#push(arm, (share * weights[n]!) / all, metres, by);
  }

  #push(arm: Arm, share: number, metres: number, by: Step | null): void {
    if (share < leastShare || metres > farthestM) return;
    const there = this.#waiting.get(keyOf(arm));
    if (there) {
      there.share += share;
      if (metres >= there.metres) return;
      there.metres = metres;
      there.from = by;
      this.#open.push(there.n, metres);
      return;
    }
    const step = { ...arm, n: this.#steps.length, metres, share, from: by, isDone: false };
    this.#steps.push(step);
    this.#waiting.set(keyOf(arm), step);
    this.#open.push(step.n, metres);
  }

  #arms(node: number, without: number): Arm[] {
    const { edges, out } = this.#router.graph;
    return (out[node] ?? [])
      .filter(edge => edge !== without)
      .map(edge => ({ edge, backward: edges[edge]!.from !== node, enterM: 0 }));
  }

  /** The first camera along the way, and those that stand with it. */
  #firstPlace({ edge, backward, enterM }: Arm, lengthM: number): { id: string; atM: number }[] {
    const ahead = (this.#cameras.get(edge) ?? [])
      .map(({ id, alongM }) => ({ id, atM: backward ? lengthM - alongM : alongM }))
      .filter(({ id, atM }) => atM >= enterM && !this.#without.has(id))
      .sort((a, b) => a.atM - b.atM);
    return ahead.filter(({ atM }) => atM - ahead[0]!.atM <= samePlaceM);
  }

  #lineOf({ edge, backward }: Arm): readonly Xy[] {
    const { line } = this.#router.graph.edges[edge]!;
    return backward ? [...line].reverse() : line;
  }

  #lineTo(last: Step, endM: number): Xy[] {
    const parts: Xy[][] = [];
    let toM = endM;
    for (let step: Step | null = last; step; step = step.from) {
      parts.unshift(part(this.#lineOf(step), step.enterM, toM));
      toM = step.from ? this.#router.graph.edges[step.from.edge]!.lengthM : 0;
    }
    return parts.flatMap((points, n) => (n === 0 ? points : points.slice(1)));
  }
}

const keyOf = ({ edge, backward }: Arm): number => 2 * edge + Number(backward);

const weightOf = (turnDeg: number): number =>
  turnDeg < straightDeg ? straightWeight : turnDeg < backDeg ? sideWeight : 0;

/** Degrees between two headings, 0 to 180. */
const turnBetween = (a: number, b: number): number => Math.abs(((b - a + 540) % 360) - 180);

/** Of a line so many metres along it, degrees clockwise from north. */
function headingOf(line: readonly Xy[], alongM: number): number {
  let walkedM = 0;
  let heading = 0;
  for (let i = 1; i < line.length; i += 1) {
    const [a, b] = [line[i - 1]!, line[i]!];
    const lengthM = Math.hypot(b[0] - a[0], b[1] - a[1]);
    if (lengthM === 0) continue;
    heading = ((Math.atan2(b[0] - a[0], b[1] - a[1]) * 180) / Math.PI + 360) % 360;
    walkedM += lengthM;
    if (walkedM > alongM) break;
  }
  return heading;
}
