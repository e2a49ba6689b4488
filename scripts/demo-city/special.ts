// What the grid does not make: river and banks, green squares, stadium, tower, square.
import type { Block } from './blocks.ts';
import { type Feature, type Point, pointFeature, polygonFeature, regularPolygon } from './geo.ts';
import { industry } from './industry.ts';
import { fixed, type Name } from './names.ts';
import { park } from './park.ts';
import { middle, outline, type Special, tree } from './parts.ts';
import { type Area, closedAreas, type Plan } from './plan.ts';
import type { Random } from './random.ts';
import { fromRing, innerRing, outerRing, ringSide } from './rings.ts';

function river(plan: Plan): Feature {
  const us = Array.from({ length: 441 }, (_, i) => -11_000 + i * 50);
  const edge = (side: 1 | -1) =>
    us.map(u => plan.warp(u, plan.riverCentre(u) + side * plan.riverHalfWidth(u)));
  return polygonFeature([[...edge(1), ...edge(-1).reverse()]], { kind: 'river' });
}

function stadium(plan: Plan, out: Special): void {
  const [u, v] = middle(plan.stadium);
  const oval = (a: number, b: number, count = 48) =>
    Array.from({ length: count }, (_, i) => {
      const t = (i / count) * 2 * Math.PI;
      return plan.warp(u + Math.cos(t) * a, v + Math.sin(t) * b);
    });
  out.land.push(
    polygonFeature([outline(plan, plan.stadium, 17)], { kind: 'plaza' }),
    polygonFeature([oval(62, 46)], { kind: 'pitch' }),
  );
  const ring = (outer: number, inner: number, height: number) => {
    // Sixteen sectors with gaps read as stands, and keep every outline a simple polygon.
    const [far, near] = [oval(outer, outer * 0.76, 96), oval(inner, inner * 0.76, 96)];
    for (let i = 0; i < 96; i += 6) {
      const part = far.slice(i, i + 6);
      const back = near.slice(i, i + 6).reverse();
      out.buildings.push({ outline: [...part, ...back], base: 0, height, kind: 'landmark' });
    }
  };
  ring(96, 82, 16);
  ring(116, 97, 30);
  out.labels.push(
    pointFeature(plan.warp(u, v), { kind: 'poi', name: fixed.stadium.zh, nameEn: fixed.stadium.en }),
  );
}

function towerAndSquare(plan: Plan, out: Special): void {
  out.land.push(polygonFeature([outline(plan, plan.square, 4)], { kind: 'plaza' }));
  const [u, v] = middle(plan.square);
  const at = plan.warp(u, v);
  const stack: [radius: number, base: number, top: number][] = [
    [17, 0, 9],
    [8.5, 9, 40],
    [6, 40, 168],
    [14, 150, 158],
    [18, 158, 172],
    [12, 172, 181],
    [4.2, 181, 222],
    [1.6, 222, 268],
  ];
  for (const [radius, base, height] of stack)
    out.buildings.push({ outline: regularPolygon(at, radius, 20), base, height, kind: 'landmark' });
  out.labels.push(
    pointFeature(plan.warp(u, v - 30), { kind: 'poi', name: fixed.tower.zh, nameEn: fixed.tower.en }),
    pointFeature(plan.warp(u + 8, v + 42), {
      kind: 'poi',
      name: fixed.civicSquare.zh,
      nameEn: fixed.civicSquare.en,
    }),
  );
}

function greenBlocks(plan: Plan, blocks: readonly Block[], random: Random, out: Special): void {
  for (const block of blocks) {
    const { u0, u1, v0, v1 } = block.area;
    const free = [
      [u0, v0],
      [u1, v0],
      [u1, v1],
      [u0, v1],
    ].every(
      ([u, v]) =>
        fromRing(outerRing, u as number, v as number) < -24 &&
        Math.abs(fromRing(innerRing, u as number, v as number)) > 24 &&
        plan.fromWater(u as number, v as number) > 40,
    );
    const within = (a: Area) => u0 > a.u0 && u1 < a.u1 && v0 > a.v0 && v1 < a.v1;
    if (!free || closedAreas(plan).some(within)) continue;
    if (block.use === 'school') {
      const [u, v] = [(u0 + u1) / 2, v0 + (v1 - v0) * 0.28];
      const ring = Array.from({ length: 32 }, (_, i): Point => {
        const t = (i / 32) * 2 * Math.PI;
        return plan.warp(u + Math.cos(t) * (u1 - u0) * 0.32, v + Math.sin(t) * (v1 - v0) * 0.17);
      });
      out.land.push(polygonFeature([ring], { kind: 'pitch' }));
    }
    if (block.use !== 'green') continue;
    out.land.push(polygonFeature([outline(plan, block.area, 0)], { kind: 'park' }));
    for (let i = 0; i < 46; i += 1)
      out.trees.push(tree(plan.warp(random.between(u0 + 5, u1 - 5), random.between(v0 + 5, v1 - 5)), random));
  }
}

/** Green along both banks, with trees. */
function banks(plan: Plan, random: Random, out: Special): void {
  for (const side of [1, -1] as const) {
    const reach = outerRing.half;
    const us = Array.from({ length: (2 * reach) / 40 + 1 }, (_, i) => -reach + i * 40);
    const edge = (from: number) =>
      us.map(u => plan.warp(u, plan.riverCentre(u) + side * (plan.riverHalfWidth(u) + from)));
    out.land.push(polygonFeature([[...edge(1), ...edge(17).reverse()]], { kind: 'park' }));
    for (let u = -reach; u < reach; u += random.between(14, 30))
      out.trees.push(
        tree(
          plan.warp(u, plan.riverCentre(u) + side * (plan.riverHalfWidth(u) + random.between(5, 14))),
          random,
        ),
      );
  }
}

export function makeSpecial(plan: Plan, blocks: readonly Block[], random: Random): Special {
  const out: Special = {
    buildings: [],
    roads: [],
    land: [],
    water: [river(plan)],
    trees: [],
    labels: [],
    gates: [],
  };
  // The ground inside the outer ring, a shade lighter than the country around it.
  const city = [0, 1, 2, 3].flatMap(side => ringSide(outerRing, side, 60).map(([u, v]) => plan.warp(u, v)));
  out.land.push(polygonFeature([city], { kind: 'city' }));
  banks(plan, random, out);
  const [old, east, forest] = [plan.park, plan.eastPark, plan.forest];
  park(plan, { area: old, name: fixed.park, lake: fixed.lake, lakeSize: 1, trees: 620 }, random, out);
  park(
    plan,
    { area: east, name: fixed.eastPark, lake: fixed.eastLake, lakeSize: 1.25, trees: 1500 },
    random,
    out,
  );
  park(
    plan,
    { area: forest, name: fixed.forest, lake: fixed.forestLake, lakeSize: 0.34, trees: 6000 },
    random,
    out,
  );
  industry(plan, random, out);
  stadium(plan, out);
  towerAndSquare(plan, out);
  greenBlocks(plan, blocks, random, out);
  const label = (u: number, v: number, kind: string, name: Name) =>
    out.labels.push(pointFeature(plan.warp(u, v), { kind, name: name.zh, nameEn: name.en }));
  label(0, 0, 'city', fixed.city);
  for (const u of [-4600, -3400, -2300, -1250, -250, 620, 1450, 2500, 3600, 4700])
    label(u, plan.riverCentre(u), 'water', fixed.river);
  for (const block of blocks)
    if (block.name)
      out.labels.push(
        pointFeature(block.centre, { kind: 'compound', name: block.name.zh, nameEn: block.name.en }),
      );
  return out;
}
