// The industrial park in the south-east: sheds, tank farms, chimneys, works roads and gates.
import { type Point, pointFeature, polygonFeature, regularPolygon } from './geo.ts';
import { fixed } from './names.ts';
import type { Special } from './parts.ts';
import { bankRoadM, type Plan } from './plan.ts';
import type { Random } from './random.ts';
import { fromRing, outerRing, ringReach } from './rings.ts';

const reachAt = (u: number) => ringReach(outerRing, u);

export function industry(plan: Plan, random: Random, out: Special): void {
  const area = plan.industry;
  const free = (u: number, v: number) =>
    fromRing(outerRing, u, v) < -44 && plan.fromWater(u, v) > bankRoadM + 30;
  const reach: Point[] = [];
  const [west, north] = [area.u0 + 20, area.v1 - 20];
  for (let u = west; u <= outerRing.half - 40; u += 20) {
    const south = -(reachAt(u + 26) - 26);
    if (south < north && reachAt(u + 26) > 0) reach.push(plan.warp(u, south));
  }
  const last = reach.length;
  const top = Array.from({ length: last }, (_, i) => plan.warp(west + (last - 1 - i) * 20, north));
  out.land.push(polygonFeature([[...reach, ...top]], { kind: 'industry' }));
  for (let u = area.u0 + 70; u < outerRing.half - 60; u += 126)
    for (let v = area.v1 - 60; v > -outerRing.half + 60; v -= 84) {
      const [w, d] = [random.between(70, 104) / 2, random.between(38, 60) / 2];
      const corners: [number, number][] = [
        [u - w, v - d],
        [u + w, v - d],
        [u + w, v + d],
        [u - w, v + d],
      ];
      if (!corners.every(([a, b]) => free(a, b))) continue;
      if (random.chance(0.16)) {
        // Tank farm.
        for (const [du, dv] of [
          [-26, -12],
          [0, -12],
          [26, -12],
          [-26, 14],
          [0, 14],
          [26, 14],
        ] as const)
          out.buildings.push({
            outline: regularPolygon(plan.warp(u + du, v + dv), 10, 14),
            base: 0,
            height: 12,
            kind: 'factory',
          });
        continue;
      }
      const height = Math.round(random.between(9, 17));
      out.buildings.push({ outline: corners.map(c => plan.warp(...c)), base: 0, height, kind: 'factory' });
      if (random.chance(0.3))
        out.buildings.push({
          outline: regularPolygon(plan.warp(u + w * 0.8, v + d * 0.7), 2.6, 10),
          base: height,
          height: height + Math.round(random.between(16, 42)),
          kind: 'factory',
        });
    }
  const lane = (line: Point[]) =>
    out.roads.push({ kind: 'lane', name: null, line, bridge: false, oneway: false, axis: null });
  for (let v = area.v1 - 102; v > -outerRing.half + 120; v -= 84 * 2) {
    // The ring is the same both ways: its reach along u at v.
    const to = Math.min(outerRing.half - 50, reachAt(v) - 40);
    if (to > area.u0 + 120)
      lane(Array.from({ length: 20 }, (_, i) => plan.warp(area.u0 + ((to - area.u0) * i) / 19, v)));
  }
  const gate = (zh: string, en: string, u: number, v: number, du: number, dv: number) =>
    out.gates.push({
      at: plan.warp(u, v),
      outside: plan.warp(u + du * 20, v + dv * 20),
      name: { zh: fixed.industry.zh + zh, en: `${fixed.industry.en} ${en}` },
    });
  gate('西门', 'West Gate', area.u0 + 18, area.v1 - 102, -1, 0);
  gate('西二门', 'West Gate 2', area.u0 + 18, area.v1 - 270, -1, 0);
  gate('北门', 'North Gate', area.u0 + 190, area.v1 - 18, 0, 1);
  gate('北二门', 'North Gate 2', area.u0 + 420, area.v1 - 18, 0, 1);
  gate('货运门', 'Freight Gate', area.u0 + 300, -(reachAt(area.u0 + 300) - 30), 0, -1);
  out.labels.push(
    pointFeature(plan.warp(area.u0 + 260, area.v1 - 190), {
      kind: 'poi',
      name: fixed.industry.zh,
      nameEn: fixed.industry.en,
    }),
  );
}
