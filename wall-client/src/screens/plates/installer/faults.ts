// What is wrong with a drawing, before anything is sent. The core checks the same bounds again.
import type { PlateSetup, Polygon } from '@brightwall/protocol/plate-setup';
import { type Drawing, mostPoints, pointsOf, type ShapeRef } from './drawing.ts';
import { areaOf, crosses } from './polygon.ts';

export interface Fault {
  readonly code:
    | 'too-few'
    | 'too-many'
    | 'crossing'
    | 'no-area'
    | 'lane-name'
    | 'lane-name-twice'
    | 'too-many-lanes'
    | 'too-many-masks';
  readonly shape: ShapeRef | null;
  /** The lane's, where it is a name that is wrong. */
  readonly name?: string;
}

export const mostLanes = 16;
export const mostMasks = 16;
/** One part in a hundred of the width by as much of the height: less is a slip of the hand. */
const leastArea = 1e-4;
/** As protocol/plate-setup.ts. */
const laneName = /^\P{Cc}{1,32}$/u;

/** Every shape and name; the first fault of each shape. */
export function faultsOf(setup: PlateSetup): Fault[] {
  const faults: Fault[] = [];
  for (const shape of shapesOf(setup)) {
    const code = shapeFault(pointsOf(setup, shape)!);
    if (code) faults.push({ code, shape });
  }
  const names = new Set<string>();
  for (const [index, { name }] of setup.lanes.entries()) {
    const shape: ShapeRef = { kind: 'lane', index };
    if (!laneName.test(name) || name.trim() === '') faults.push({ code: 'lane-name', shape });
    else if (names.has(name.trim())) faults.push({ code: 'lane-name-twice', shape, name });
    names.add(name.trim());
  }
  if (setup.lanes.length > mostLanes) faults.push({ code: 'too-many-lanes', shape: null });
  if (setup.masks.length > mostMasks) faults.push({ code: 'too-many-masks', shape: null });
  return faults;
}

/** Of the shape being drawn, when it is to be finished. */
export function penFault({ pen }: Drawing): Fault['code'] | null {
  return pen ? shapeFault([...pen.points]) : null;
}

export function shapeFault(points: Polygon): Fault['code'] | null {
  if (points.length < 3) return 'too-few';
  if (points.length > mostPoints) return 'too-many';
  if (crosses(points)) return 'crossing';
  return areaOf(points) < leastArea ? 'no-area' : null;
}

export function shapesOf(setup: PlateSetup): ShapeRef[] {
  return [
    ...(setup.region ? [{ kind: 'region', index: 0 } as const] : []),
    ...setup.lanes.map((_, index) => ({ kind: 'lane', index }) as const),
    ...setup.masks.map((_, index) => ({ kind: 'mask', index }) as const),
  ];
}

/** "Lane 3" where 1 and 2 are taken; `name` gives the words. */
export function freeLaneName(setup: PlateSetup, name: (number: number) => string): string {
  const taken = new Set(setup.lanes.map(lane => lane.name.trim()));
  for (let number = 1; ; number++) if (!taken.has(name(number))) return name(number);
}
