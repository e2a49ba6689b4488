// Where cameras stand: junctions by approach, bridges, gates, park, and along the roads between them.
import { bearingDeg, distance, offset, type Point, toLonLat } from './geo.ts';
import { eastWestArterials, facing, type Name, northSouthArterials } from './names.ts';
import type { Gate } from './parts.ts';
import type { Random } from './random.ts';
import { halfWidthM, type Junction, type Road } from './roads.ts';

export interface Place {
  name: string;
  nameEn: string;
  lon: number;
  lat: number;
  headingDeg: number;
}

/** Cameras stand this far out from the centre at most, metres: a little way down the roads out of town. */
const placesReachM = 2200;

interface Spot {
  at: Point;
  headingDeg: number;
  name: Name;
  /** Lower comes earlier in the list. */
  rank: number;
}

const named = (what: Name, headingDeg: number): Name => {
  const way = facing(headingDeg);
  return { zh: `${what.zh} ${way.zh}向`, en: `${what.en}, facing ${way.en}` };
};

function junctionSpots(junctions: readonly Junction[]): Spot[] {
  return junctions.flatMap(junction =>
    junction.arms.map(({ towards, kind }): Spot => {
      const headingDeg = bearingDeg(junction.at, towards);
      const what = {
        zh: `${junction.first.zh}与${junction.second.zh}路口`,
        en: `${junction.first.en} & ${junction.second.en}`,
      };
      // On the corner, a pole's breadth behind the kerb, looking down its own approach.
      return {
        at: offset(junction.at, headingDeg, 12, halfWidthM[kind] + 3),
        headingDeg,
        name: named(what, headingDeg),
        rank: junction.major ? 1 : 2,
      };
    }),
  );
}

function gateSpots(gates: readonly Gate[]): Spot[] {
  return gates.flatMap(({ at, outside, name }) => {
    const out = bearingDeg(at, outside);
    return [
      {
        at: offset(at, out, 6, 7),
        headingDeg: out,
        name: { zh: `${name.zh} 出口`, en: `${name.en}, exit` },
        rank: 1,
      },
      {
        at: offset(at, out, 14, -7),
        headingDeg: (out + 180) % 360,
        name: { zh: `${name.zh} 入口`, en: `${name.en}, entrance` },
        rank: 1,
      },
    ];
  });
}

function bridgeSpots(roads: readonly Road[]): Spot[] {
  return roads
    .filter(road => road.bridge && road.name)
    .flatMap(({ line, name }) => {
      const [from, to] = [line[0] as Point, line.at(-1) as Point];
      const stem = (name as Name).zh.replace(/(路|大道|街)$/, '');
      const bridge = { zh: `${stem}大桥`, en: `${(name as Name).en.split(' ')[0]} Bridge` };
      return [bearingDeg(from, to), bearingDeg(to, from)].map((headingDeg, i): Spot => {
        const start = i === 0 ? from : to;
        return {
          at: offset(start, headingDeg, 14, halfWidthM.arterial - 4),
          headingDeg,
          name: named(bridge, headingDeg),
          rank: 1,
        };
      });
    });
}

/** Every `spacingM` along the named roads, on alternate sides, away from junctions that have their own. */
function roadsideSpots(roads: readonly Road[], junctions: readonly Junction[], spacingM: number): Spot[] {
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
        if (junctions.some(junction => distance(junction.at, onRoad) < 34)) continue;
        const headingDeg = count % 2 === 0 ? along : (along + 180) % 360;
        const house = count * 12 + (count % 2 === 0 ? 2 : 1);
        const what = { zh: `${road.name.zh}${house}号`, en: `${house} ${road.name.en}` };
        spots.push({
          at: offset(onRoad, headingDeg, 0, halfWidthM[road.kind] + 2),
          headingDeg,
          name: named(what, headingDeg),
          rank: road.kind === 'secondary' ? 4 : 3,
        });
      }
      walked += length;
    }
  }
  return spots;
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
    ...roadsideSpots(roads, junctions, 26),
  ];
  const main = junctions.find(
    ({ first, second }) => first === eastWestArterials[3] && second === northSouthArterials[3],
  );
  const first = demoFirst(spots, main?.at ?? [0, 0]);
  const rest = random.shuffled(spots.filter(spot => !first.includes(spot))).sort((a, b) => a.rank - b.rank);
  const seen = new Map<string, number>();
  return [...first, ...rest].map(({ at, headingDeg, name }) => {
    const times = (seen.get(name.zh) ?? 0) + 1;
    seen.set(name.zh, times);
    const [lon, lat] = toLonLat(at);
    return {
      name: times === 1 ? name.zh : `${name.zh} ${times}号机`,
      nameEn: times === 1 ? name.en : `${name.en} (${times})`,
      lon,
      lat,
      headingDeg: (Math.round(headingDeg * 10) / 10) % 360,
    };
  });
}
