// What the special parts of the city hand back, and what they draw alike.
import type { Building } from './buildings.ts';
import { type Feature, type Point, polygonFeature, regularPolygon } from './geo.ts';
import type { Name } from './names.ts';
import type { Area, Plan } from './plan.ts';
import type { Random } from './random.ts';
import type { Road } from './roads.ts';

export interface Gate {
  at: Point;
  /** A point outside the gate. */
  outside: Point;
  name: Name;
}

export interface Special {
  buildings: Building[];
  roads: Road[];
  land: Feature[];
  water: Feature[];
  trees: Feature[];
  labels: Feature[];
  gates: Gate[];
}

/** The outline of a plan rectangle, its edges bent with the streets around it. */
export function outline(plan: Plan, area: Area, inset: number): Point[] {
  const [u0, u1, v0, v1] = [area.u0 + inset, area.u1 - inset, area.v0 + inset, area.v1 - inset];
  const steps = Math.max(12, Math.ceil(Math.max(u1 - u0, v1 - v0) / 40));
  const side = (a: [number, number], b: [number, number]) =>
    Array.from(
      { length: steps },
      (_, i): Point => plan.warp(a[0] + ((b[0] - a[0]) * i) / steps, a[1] + ((b[1] - a[1]) * i) / steps),
    );
  return [
    ...side([u0, v0], [u1, v0]),
    ...side([u1, v0], [u1, v1]),
    ...side([u1, v1], [u0, v1]),
    ...side([u0, v1], [u0, v0]),
  ];
}

export const middle = (area: Area): [u: number, v: number] => [
  (area.u0 + area.u1) / 2,
  (area.v0 + area.v1) / 2,
];

export function tree(at: Point, random: Random): Feature {
  const radius = random.between(2.4, 4.6);
  const height = Math.round(random.between(5, 11) * 10) / 10;
  return polygonFeature([regularPolygon(at, radius, 6, random.between(0, 1))], { height, base: 1.5 });
}
