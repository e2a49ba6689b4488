// Parks: a lake with an island, paths from four gates to its shore, trees. Drawn for the park beside the core,
// 450 m across, and in its proportions for larger ones.
import { type Point, pointFeature, polygonFeature, regularPolygon } from './geo.ts';
import type { Name } from './names.ts';
import { middle, outline, type Special, tree } from './parts.ts';
import type { Area, Plan } from './plan.ts';
import type { Random } from './random.ts';

export interface ParkPlan {
  area: Area;
  name: Name;
  lake: Name;
  /** Against the first park's lake, in that park's proportions. */
  lakeSize: number;
  trees: number;
}

export function park(
  plan: Plan,
  { area, name, lake, lakeSize, trees }: ParkPlan,
  random: Random,
  out: Special,
): void {
  const [u, v] = middle(area);
  const scale = (Math.min(area.u1 - area.u0, area.v1 - area.v0) / 450) * lakeSize;
  const [lakeU, lakeV] = [122 * scale, 92 * scale];
  const shoreAt = (angle: number) => 1 + 0.2 * Math.sin(2 * angle + 0.6) + 0.13 * Math.sin(3 * angle + 1.1);
  const lakeAt = (angle: number, factor: number): Point => {
    const radius = factor * shoreAt(angle);
    return plan.warp(u + 18 + Math.cos(angle) * lakeU * radius, v - 8 + Math.sin(angle) * lakeV * radius);
  };
  const around = (factor: number, count: number) =>
    Array.from({ length: count }, (_, i) => lakeAt((i / count) * 2 * Math.PI, factor));
  const island = regularPolygon(plan.warp(u + 30, v + 6), 21 * scale, 10);
  out.land.push(polygonFeature([outline(plan, area, 17)], { kind: 'park' }));
  out.water.push(polygonFeature([around(1, 72), island], { kind: 'lake' }));
  const shore = around(1.17, 72);
  const path = (line: Point[]) =>
    out.roads.push({ kind: 'path', name: null, line, bridge: false, oneway: false, axis: null });
  path([...shore, shore[0] as Point]);
  const gates: [string, string, number, number, number, number][] = [
    ['南门', 'South Gate', 0, -1, 0.4, 0],
    ['北门', 'North Gate', 0, 1, -0.35, 0],
    ['东门', 'East Gate', 1, 0, 0, 0.3],
    ['西门', 'West Gate', -1, 0, 0, -0.2],
  ];
  const [halfU, halfV] = [(area.u1 - area.u0) / 2 - 17, (area.v1 - area.v0) / 2 - 17];
  for (const [zh, en, du, dv, slideU, slideV] of gates) {
    const gateU = u + du * halfU + slideU * halfU;
    const gateV = v + dv * halfV + slideV * halfV;
    const at = plan.warp(gateU, gateV);
    const nearest = shore.reduce((best, p) =>
      Math.hypot(p[0] - at[0], p[1] - at[1]) < Math.hypot(best[0] - at[0], best[1] - at[1]) ? p : best,
    );
    path([at, nearest]);
    out.gates.push({
      at,
      outside: plan.warp(gateU + du * 20, gateV + dv * 20),
      name: { zh: name.zh + zh, en: `${name.en} ${en}` },
    });
  }
  for (let i = 0; i < trees; i += 1) {
    const [du, dv] = [random.between(-1, 1) * (halfU - 8), random.between(-1, 1) * (halfV - 8)];
    const angle = Math.atan2((dv + 8) / lakeV, (du - 18) / lakeU);
    const radius = Math.hypot((du - 18) / lakeU, (dv + 8) / lakeV);
    if (radius > shoreAt(angle) * 1.24) out.trees.push(tree(plan.warp(u + du, v + dv), random));
  }
  for (let i = 0; i < 9; i += 1) {
    const [du, dv] = [random.between(-13, 13) * scale, random.between(-13, 13) * scale];
    out.trees.push(tree(plan.warp(u + 30 + du, v + 6 + dv), random));
  }
  out.labels.push(
    pointFeature(plan.warp(u - 95 * scale, v + 128 * scale), { kind: 'poi', name: name.zh, nameEn: name.en }),
    pointFeature(plan.warp(u + 10, v - 20 * scale), { kind: 'water', name: lake.zh, nameEn: lake.en }),
  );
}
