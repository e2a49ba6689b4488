// The city of the tracks bench: gates on a grid of streets 800 m apart, three days of trips.
import { LocalFrame } from '@brightwall/kit/roads/local-frame';
import { parseRoadGraph } from '@brightwall/kit/roads/road-graph';
import { Router } from '@brightwall/kit/roads/router';
import { headingTo } from '../../../server/src/alerts/next/place.ts';
import { camerasOnRoads } from '../../../server/src/basemap/cameras-on-roads.ts';
import { roadsAhead } from '../../../server/src/basemap/roads-ahead.ts';
import { makeCity } from '../../tracks/city/city.ts';
import type { NextCity } from './truth.ts';

/** Its readers do not tell which way a vehicle drives. */
export function squareCity(seed: number, rows: number): NextCity {
  const { grid, passed } = makeCity({ seed, rows });
  const { gates, width } = grid;
  const [{ lon, lat }] = gates as [(typeof gates)[number]];
  const graph = parseRoadGraph(
    {
      nodes: gates.map(gate => [gate.lon, gate.lat]),
      edges: gates.flatMap((_, from) => [
        ...((from + 1) % width !== 0 ? [{ from, to: from + 1 }] : []),
        ...(from + width < gates.length ? [{ from, to: from + width }] : []),
      ]),
    },
    new LocalFrame({ lon, lat }),
  );
  const router = new Router(graph);
  const cameras = gates.map(gate => ({ ...gate, headingDeg: null }));
  const onRoads = camerasOnRoads(router, cameras);
  return {
    name: 'square streets',
    cameras,
    // As read: what was misread or unread is another vehicle here, as it is for the core.
    seen: Array.from(passed.plate, (plate, n) => ({
      ...{ vehicle: plate, camera: passed.gate[n]!, atMs: passed.atMs[n]!, direction: 'unknown' as const },
    })).filter(({ vehicle }) => vehicle >= 0),
    ahead: leaving => roadsAhead(router, onRoads, leaving),
    cameAlong: headingTo,
  };
}
