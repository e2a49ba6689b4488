// The park beside the core: a lake with an island, paths from four gates to its shore, trees.
import { type Point, pointFeature, polygonFeature, regularPolygon } from './geo.ts';
import { fixed } from './names.ts';
import { middle, outline, type Special, tree } from './parts.ts';
import type { Plan } from './plan.ts';
import type { Random } from './random.ts';

export function park(plan: Plan, random: Random, out: Special): void {
  const [u, v] = middle(plan.park);
  const lakeAt = (angle: number, factor: number): Point => {
    const radius = factor * (1 + 0.2 * Math.sin(2 * angle + 0.6) + 0.13 * Math.sin(3 * angle + 1.1));
    return plan.warp(u + 18 + Math.cos(angle) * 122 * radius, v - 8 + Math.sin(angle) * 92 * radius);
  };
  const around = (factor: number, count: number) =>
    Array.from({ length: count }, (_, i) => lakeAt((i / count) * 2 * Math.PI, factor));
  const island = regularPolygon(plan.warp(u + 30, v + 6), 21, 10);
  out.land.push(polygonFeature([outline(plan, plan.park, 17)], { kind: 'park' }));
  out.water.push(polygonFeature([around(1, 72), island], { kind: 'lake' }));
  const shore = around(1.17, 72);
  const path = (line: Point[]) => out.roads.push({ kind: 'path', name: null, line, bridge: false });
  path([...shore, shore[0] as Point]);
  const gates: [string, string, number, number, number, number][] = [
    ['南门', 'South Gate', 0, -1, 0.4, 0],
    ['北门', 'North Gate', 0, 1, -0.35, 0],
    ['东门', 'East Gate', 1, 0, 0, 0.3],
    ['西门', 'West Gate', -1, 0, 0, -0.2],
  ];
  const [halfU, halfV] = [(plan.park.u1 - plan.park.u0) / 2 - 17, (plan.park.v1 - plan.park.v0) / 2 - 17];
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
      name: { zh: fixed.park.zh + zh, en: `${fixed.park.en} ${en}` },
    });
  }
  for (let i = 0; i < 620; i += 1) {
    const [du, dv] = [random.between(-1, 1) * (halfU - 8), random.between(-1, 1) * (halfV - 8)];
    const angle = Math.atan2((dv + 8) / 92, (du - 18) / 122);
    const radius = Math.hypot((du - 18) / 122, (dv + 8) / 92);
    const shoreRadius = 1 + 0.2 * Math.sin(2 * angle + 0.6) + 0.13 * Math.sin(3 * angle + 1.1);
    if (radius > shoreRadius * 1.24) out.trees.push(tree(plan.warp(u + du, v + dv), random));
  }
  for (let i = 0; i < 9; i += 1)
    out.trees.push(
      tree(plan.warp(u + 30 + random.between(-13, 13), v + 6 + random.between(-13, 13)), random),
    );
  out.labels.push(
    pointFeature(plan.warp(u - 95, v + 128), { kind: 'poi', name: fixed.park.zh, nameEn: fixed.park.en }),
    pointFeature(plan.warp(u + 10, v - 20), { kind: 'water', name: fixed.lake.zh, nameEn: fixed.lake.en }),
  );
}
