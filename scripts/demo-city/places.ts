// Where cameras stand: junctions by approach, bridges, gates, parks, compounds, and along the roads between
// them. The list begins with what a small installation would watch and ends with every lamp post.
import { bearingDeg, distance, offset, type Point, toLonLat } from './geo.ts';
import { eastWestArterials, facing, middleArterial, type Name, northSouthArterials } from './names.ts';
import type { Gate } from './parts.ts';
import type { Random } from './random.ts';
import type { Junction } from './road-graph.ts';
import { halfWidthM, type Road, type RoadClass } from './roads.ts';

export interface Place {
  name: string;
  nameEn: string;
  lon: number;
  lat: number;
  headingDeg: number;
  /** Degrees of the lens across. */
  fieldOfViewDeg: number;
  kind: PlaceKind;
}

/** junction: an approach; overview: a whole crossing from above; checkpoint: 卡口, plates of a lane. */
export type PlaceKind = 'junction' | 'overview' | 'checkpoint' | 'bridge' | 'gate' | 'road';

const fieldOfViewDeg: Record<PlaceKind, number> = {
  junction: 62,
  overview: 96,
  checkpoint: 32,
  bridge: 50,
  gate: 78,
  road: 56,
};

/** Cameras stand this far out from the centre at most, metres: a little way down the roads out of town. */
const placesReachM = 5800;
/** Between cameras along a road, metres. */
const spacingM = 14;
/** Beyond these the map has more cameras than the design's largest city. */
const mostPlaces = 100_000;

interface Spot {
  at: Point;
  headingDeg: number;
  name: Name;
  kind: PlaceKind;
  /** Lower comes earlier in the list. */
  rank: number;
}

const named = (what: Name, headingDeg: number): Name => {
  const way = facing(headingDeg);
  return { zh: `${what.zh} ${way.zh}向`, en: `${what.en}, facing ${way.en}` };
};

function junctionSpots(junctions: readonly Junction[]): Spot[] {
  return junctions.flatMap(junction => {
    const what = {
      zh: `${junction.first.zh}与${junction.second.zh}路口`,
      en: `${junction.first.en} & ${junction.second.en}`,
    };
    return junction.arms.flatMap(({ towards, kind }, arm): Spot[] => {
      const headingDeg = bearingDeg(junction.at, towards);
      const side = halfWidthM[kind] + 3;
      const spot = (part: Omit<Spot, 'name'>, title: Name): Spot => ({ ...part, name: title });
      // On the corner, a pole's breadth behind the kerb, looking down its own approach.
      const spots = [
        spot(
          {
            at: offset(junction.at, headingDeg, 12, side),
            headingDeg,
            kind: 'junction',
            rank: junction.major ? 1 : 2,
          },
          named(what, headingDeg),
        ),
      ];
      const back = (headingDeg + 180) % 360;
      if (arm === 0)
        spots.push(
          spot(
            {
              at: offset(junction.at, headingDeg, 16, -side),
              headingDeg: back,
              kind: 'overview',
              rank: junction.major ? 3 : 5,
            },
            { zh: `${what.zh} 全景`, en: `${what.en}, overview` },
          ),
        );
      if (kind !== 'secondary' && kind !== 'lane')
        spots.push(
          spot(
            { at: offset(junction.at, headingDeg, 58, side), headingDeg: back, kind: 'checkpoint', rank: 4 },
            { zh: `${what.zh} ${facing(back).zh}向卡口`, en: `${what.en}, checkpoint ${facing(back).en}` },
          ),
        );
      return spots;
    });
  });
}

function gateSpots(gates: readonly Gate[]): Spot[] {
  return gates.flatMap(({ at, outside, name }): Spot[] => {
    const out = bearingDeg(at, outside);
    return [
      {
        at: offset(at, out, 6, 7),
        headingDeg: out,
        name: { zh: `${name.zh} 出口`, en: `${name.en}, exit` },
        kind: 'gate',
        rank: 1,
      },
      {
        at: offset(at, out, 14, -7),
        headingDeg: (out + 180) % 360,
        name: { zh: `${name.zh} 入口`, en: `${name.en}, entrance` },
        kind: 'gate',
        rank: 1,
      },
    ];
  });
}

function bridgeSpots(roads: readonly Road[]): Spot[] {
  return roads
    .filter(road => road.bridge && road.name)
    .flatMap(({ line, name, kind }) => {
      const [from, to] = [line[0] as Point, line.at(-1) as Point];
      const stem = (name as Name).zh.replace(/(路|大道|街|支路)$/, '');
      const bridge = {
        zh: `${stem}大桥`,
        en: `${(name as Name).en.replace(/ (Branch Road|Road|Avenue|Street)$/, '')} Bridge`,
      };
      return [bearingDeg(from, to), bearingDeg(to, from)].map((headingDeg, i): Spot => {
        const start = i === 0 ? from : to;
        return {
          at: offset(start, headingDeg, 14, halfWidthM[kind] - 4),
          headingDeg,
          name: named(bridge, headingDeg),
          kind: 'bridge',
          rank: 1,
        };
      });
    });
}

/** Within how far of a junction the roadside has no cameras of its own. */
const junctionReachM = 34;
const roadRank: Record<RoadClass, number> = { ring: 6, arterial: 6, secondary: 7, lane: 8, path: 8 };

/** Every `spacingM` along the roads, on alternate sides, away from junctions that have their own. */
function roadsideSpots(roads: readonly Road[], junctions: readonly Junction[]): Spot[] {
  const near = new Set(junctions.flatMap(({ at }) => cellsAround(at)));
  const spots: Spot[] = [];
  const numbers = new Map<string, number>();
  for (const road of roads) {
    if (!road.name || road.bridge) continue;
    let walked = 0;
    let next = spacingM / 2;
    for (let i = 0; i + 1 < road.line.length; i += 1) {
      const [from, to] = [road.line[i] as Point, road.line[i + 1] as Point];
      const length = distance(from, to);
      const along = bearingDeg(from, to);
      for (; next < walked + length; next += spacingM) {
        const onRoad = offset(from, along, next - walked);
        // House numbers run along the whole road, odd on the left and even on the right.
        const count = numbers.get(road.name.zh) ?? 0;
        numbers.set(road.name.zh, count + 1);
        if (Math.max(Math.abs(onRoad[0]), Math.abs(onRoad[1])) > placesReachM) continue;
        if (near.has(cellOf(onRoad))) continue;
        const house = count * 12 + (count % 2 === 0 ? 2 : 1);
        const what = { zh: `${road.name.zh}${house}号`, en: `${house} ${road.name.en}` };
        const first = count % 2 === 0 ? along : (along + 180) % 360;
        // One looks each way; the second is among the last that anybody would put up.
        for (const [headingDeg, more] of [
          [first, 0],
          [(first + 180) % 360, 3],
        ] as const)
          spots.push({
            at: offset(onRoad, first, more, halfWidthM[road.kind] + 2),
            headingDeg,
            name: named(what, headingDeg),
            kind: 'road',
            rank: roadRank[road.kind] + more,
          });
      }
      walked += length;
    }
  }
  return spots;
}

const cellOf = ([x, y]: Point): string =>
  `${Math.floor(x / (junctionReachM / 2))},${Math.floor(y / (junctionReachM / 2))}`;

/** Cells of half the reach around a junction: a square instead of a circle, found at once. */
function cellsAround([x, y]: Point): string[] {
  const steps = [-1, -0.5, 0, 0.5, 1].map(share => share * junctionReachM);
  return steps.flatMap(dx => steps.map(dy => cellOf([x + dx, y + dy])));
}

const demoCount = 16;
/** The first sixteen look over the centre's main junction, the streets around it and the park's gates. */
function demoFirst(spots: readonly Spot[], demoCentre: Point): Spot[] {
  const near = spots
    .filter(spot => spot.rank <= 2 && distance(spot.at, demoCentre) < 560)
    .sort((a, b) => distance(a.at, demoCentre) - distance(b.at, demoCentre));
  const chosen: Spot[] = [];
  // All of the main junction, then spots at least 70 m apart, so that no two pictures cover the same ground.
  for (const spot of near)
    if (
      chosen.length < demoCount &&
      (distance(spot.at, demoCentre) < 40 || chosen.every(other => distance(spot.at, other.at) > 70))
    )
      chosen.push(spot);
  for (const spot of near) if (chosen.length < demoCount && !chosen.includes(spot)) chosen.push(spot);
  return chosen;
}

export function makePlaces(
  roads: readonly Road[],
  junctions: readonly Junction[],
  gates: readonly Gate[],
  random: Random,
): Place[] {
  const spots = [
    ...junctionSpots(junctions),
    ...gateSpots(gates),
    ...bridgeSpots(roads),
    ...roadsideSpots(roads, junctions),
  ];
  const main = junctions.find(
    ({ first, second }) =>
      first === eastWestArterials[middleArterial] && second === northSouthArterials[middleArterial],
  );
  const first = demoFirst(spots, main?.at ?? [0, 0]);
  const others = random.shuffled(spots.filter(spot => !first.includes(spot)));
  const rest = others.sort((a, b) => a.rank - b.rank).slice(0, mostPlaces - first.length);
  const seen = new Map<string, number>();
  return [...first, ...rest].map(({ at, headingDeg, name, kind }) => {
    const times = (seen.get(name.zh) ?? 0) + 1;
    seen.set(name.zh, times);
    const [lon, lat] = toLonLat(at);
    return {
      name: times === 1 ? name.zh : `${name.zh} ${times}号机`,
      nameEn: times === 1 ? name.en : `${name.en} (${times})`,
      lon,
      lat,
      headingDeg: (Math.round(headingDeg * 10) / 10) % 360,
      fieldOfViewDeg: fieldOfViewDeg[kind],
      kind,
    };
  });
}
