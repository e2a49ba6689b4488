// The demo city with its own roads and cameras: vehicles drive the shortest way from one place to another, and are read
// at every camera beside it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalFrame } from '@brightwall/kit/roads/local-frame';
import { extentOf, toSegment, type Xy } from '@brightwall/kit/roads/plane';
import { parseRoadGraph } from '@brightwall/kit/roads/road-graph';
import { Router } from '@brightwall/kit/roads/router';
import { demoCity, demoPlaces } from '../../../scripts/e2e/paper-agents.ts';
import { headingTo } from '../../../server/src/alerts/next/place.ts';
import { besideM, camerasOnRoads } from '../../../server/src/basemap/cameras-on-roads.ts';
import { roadsAhead } from '../../../server/src/basemap/roads-ahead.ts';
import { Chance } from '../../tracks/city/seeded.ts';
import type { NextCity, Seen } from './truth.ts';

/** Of its places the first, which are of its middle. */
const places = 3000;
/** Cameras nearer to one another than this are of one place; one of them is taken. */
const apartM = 300;
const hourMs = 3_600_000;
/** A reader misses one vehicle in fifty. */
const missed = 0.02;

export function demoRoadsCity(seed: number, { trips, days }: { trips: number; days: number }): NextCity {
  const chance = new Chance(seed);
  const { centre } = JSON.parse(readFileSync(join(demoCity(), 'city.json'), 'utf8')) as {
    centre: [number, number];
  };
  const frame = new LocalFrame({ lon: centre[0], lat: centre[1] });
  const graph = parseRoadGraph(JSON.parse(readFileSync(join(demoCity(), 'road-graph.json'), 'utf8')), frame);
  const router = new Router(graph);
  const cameras: NextCity['cameras'][number][] = [];
  const at: Xy[] = [];
  for (const [n, place] of demoPlaces().slice(0, places).entries()) {
    const [x, y] = frame.toLocal(place);
    const isNear = at.some(other => Math.hypot(x - other[0], y - other[1]) < apartM);
    if (isNear || !router.finder.nearest([x, y], besideM)) continue;
    cameras.push({ id: n.toString(16).padStart(16, '0'), ...place });
    at.push([x, y]);
  }
  const [x0, y0, x1, y1] = extentOf(at);
  const ends = graph.nodes.filter(([x, y]) => x >= x0 && x <= x1 && y >= y0 && y <= y1);
  const seen: Seen[] = [];
  for (let vehicle = 0; vehicle < trips; vehicle++) {
    // Some places draw more traffic than others, as in any city.
    const [from, to] = [0, 1].map(() => {
      const [x, y] = ends[Math.floor(ends.length * chance.next() ** 1.5)]!;
      return frame.toLonLat(x, y);
    });
    const line = router.way(from!, to!)?.line.map((point): Xy => frame.toLocal(point));
    if (!line || line.length < 2) continue;
    const beganMs = chance.next() * days * 24 * hourMs;
    const metresPerMs = chance.between(22, 48) / 3600;
    const [left, bottom, right, top] = extentOf(line, besideM);
    for (const [camera, [x, y]] of at.entries()) {
      if (x < left || x > right || y < bottom || y > top || chance.next() < missed) continue;
      const passed = passing(line, [x, y]);
      if (passed.distanceM > besideM) continue;
      const direction = directionOf(passed.headingDeg, cameras[camera]!.headingDeg);
      seen.push({ vehicle, camera, atMs: beganMs + passed.alongM / metresPerMs, direction });
    }
  }
  seen.sort((a, b) => a.atMs - b.atMs);
  const onRoads = camerasOnRoads(router, cameras);
  return {
    ...{ name: 'demo city', cameras, seen },
    ahead: leaving => roadsAhead(router, onRoads, leaving),
    cameAlong(from, to) {
      const [a, b] = router.way(from, to)?.line.slice(-2) ?? [];
      return a && b ? headingTo(a, b) : null;
    },
  };
}

/** Where a line comes nearest to a point, and which way it goes there. */
function passing(line: readonly Xy[], [x, y]: Xy): { distanceM: number; alongM: number; headingDeg: number } {
  let best = { distanceM: Number.POSITIVE_INFINITY, alongM: 0, headingDeg: 0 };
  let walkedM = 0;
  for (let n = 1; n < line.length; n++) {
    const [a, b] = [line[n - 1]!, line[n]!];
    const { distanceM, alongM } = toSegment(x, y, a, b);
    const headingDeg = ((Math.atan2(b[0] - a[0], b[1] - a[1]) * 180) / Math.PI + 360) % 360;
    if (distanceM < best.distanceM) best = { distanceM, alongM: walkedM + alongM, headingDeg };
    walkedM += Math.hypot(b[0] - a[0], b[1] - a[1]);
  }
  return best;
}

/** As the camera sees it: coming, or going. */
function directionOf(headingDeg: number, cameraDeg: number | null): Seen['direction'] {
  if (cameraDeg === null) return 'unknown';
  return Math.abs(((headingDeg - cameraDeg + 540) % 360) - 180) < 90 ? 'away' : 'toward';
}
