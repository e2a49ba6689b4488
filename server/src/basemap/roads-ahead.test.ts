// Which camera is the next by the roads alone, in small towns of square blocks.
import { LocalFrame } from '@brightwall/kit/roads/local-frame';
import { parseRoadGraph } from '@brightwall/kit/roads/road-graph';
import { Router } from '@brightwall/kit/roads/router';
import { describe, expect, it } from 'vitest';
import { seeded } from '../testing/seeded.ts';
import { camerasOnRoads, type RoadCamera } from './cameras-on-roads.ts';
import { roadsAhead } from './roads-ahead.ts';

const frame = new LocalFrame({ lon: 120, lat: 30 });
const blockM = 200;
const position = (x: number, y: number): [number, number] => {
  const { lon, lat } = frame.toLonLat(x * blockM, y * blockM);
  return [lon, lat];
};
/** n×n crossings; without the streets that `isClosed`. */
function town(n: number, isClosed = (_from: number, _to: number) => false): Router {
  const nodes = Array.from({ length: n * n }, (_, i) => position(i % n, Math.floor(i / n)));
  const edges = nodes.flatMap((_, from) =>
    [from % n < n - 1 ? from + 1 : -1, from + n < n * n ? from + n : -1]
      .filter(to => to !== -1 && !isClosed(from, to))
      .map(to => ({ from, to })),
  );
  return new Router(parseRoadGraph({ nodes, edges }, frame));
}
/** In blocks from the south-west. */
const cameraAt = (id: string, x: number, y: number): RoadCamera => {
  const [lon, lat] = position(x, y);
  return { id, lon, lat };
};
const ahead = (router: Router, cameras: RoadCamera[], from: RoadCamera, headingDeg: number | null) =>
  roadsAhead(router, camerasOnRoads(router, cameras), {
    ...{ from, headingDeg },
    without: new Set([from.id]),
  }).sort((a, b) => b.share - a.share);

describe('the roads ahead', () => {
  const here = cameraAt('here', 2, 2);
  const around = [here, cameraAt('n', 2, 3), cameraAt('e', 3, 2), cameraAt('s', 2, 1), cameraAt('w', 1, 2)];

  it('lead straight on before they lead aside, and not back', () => {
    const found = ahead(town(5), around, here, 0);
    expect(found.map(({ cameraId }) => cameraId)[0]).toBe('n');
    expect(
      found
        .slice(1)
        .map(({ cameraId }) => cameraId)
        .sort(),
    ).toEqual(['e', 'w']);
    expect(found[0]!.share).toBeCloseTo((4 / 6) * Math.exp(-blockM / 6000), 3);
    expect(found[0]!.metres).toBeCloseTo(blockM, 0);
  });

  it('lead everywhere where nobody knows which way it drives', () => {
    const shares = ahead(town(5), around, here, null).map(({ share }) => share);
    expect(shares).toHaveLength(4);
    for (const share of shares) expect(share).toBeCloseTo(shares[0]!, 3);
  });

  it('lead on past crossings that nobody watches, along the way they are drawn', () => {
    const [found] = ahead(town(6), [here, cameraAt('far', 2, 5)], here, 0);
    expect(found!.metres).toBeCloseTo(3 * blockM, 0);
    const line = found!.line.map(at => frame.toLocal(at).map(metres => Math.round(metres / 10) * 10));
    expect([line[0], line.at(-1)]).toEqual([
      [400, 400],
      [400, 1000],
    ]);
  });

  it('lead to no camera behind another, to none far from any road, and nowhere from a field', () => {
    const cameras = [...around, cameraAt('behind', 2, 4), cameraAt('field', 2.5, 2.5)];
    const router = town(5, (from, to) => from % 5 !== 2 && to === from + 5);
    expect(ahead(router, cameras, here, 0).map(({ cameraId }) => cameraId)).not.toContain('behind');
    expect(ahead(town(5), cameras, here, null).map(({ cameraId }) => cameraId)).not.toContain('field');
    expect(ahead(town(5), cameras, cameraAt('field', 2.5, 2.5), null)).toEqual([]);
  });

  it.each([1, 2, 3, 4])('reach exactly the cameras that can be reached past none other (seed %i)', seed => {
    const random = seeded(seed);
    const n = 6;
    const closed = new Set<string>();
    for (let from = 0; from < n * n; from++)
      for (const to of [from + 1, from + n]) if (random() < 0.15) closed.add(`${from} ${to}`);
    const router = town(n, (from, to) => closed.has(`${from} ${to}`));
    const places = Array.from({ length: n * n }, (_, i) => i).filter(() => random() < 0.3);
    const start = places[0]!;
    const cameras = places.map(i => cameraAt(String(i), i % n, Math.floor(i / n)));
    const found = ahead(router, cameras, cameras[0]!, null);

    // By looking at every crossing one after the other. What is not driven there is to turn back.
    const watched = new Set(places);
    const reached = new Map<number, number>();
    const open: [at: number, from: number, blocks: number][] = [[start, -1, 0]];
    const been = new Set<string>();
    for (let top = open.shift(); top; top = open.shift()) {
      const [at, from, blocks] = top;
      for (const edge of router.graph.out[at] ?? []) {
        const { from: a, to: b } = router.graph.edges[edge]!;
        const next = a === at ? b : a;
        if (next === from || been.has(`${at} ${next}`)) continue;
        been.add(`${at} ${next}`);
        if (next === start || !watched.has(next)) open.push([next, at, blocks + 1]);
        else if (!reached.has(next)) reached.set(next, blocks + 1);
      }
    }
    for (const { cameraId, metres } of found)
      expect([cameraId, Math.round(metres / blockM)]).toEqual([cameraId, reached.get(Number(cameraId))]);
    const missing = [...reached].filter(([at]) => !found.some(({ cameraId }) => cameraId === String(at)));
    // Those of a share that nobody would look at are not followed.
    for (const [, blocks] of missing) expect(blocks).toBeGreaterThan(4);
    expect(found.reduce((sum, { share }) => sum + share, 0)).toBeLessThanOrEqual(1);
    expect(found.length).toBeGreaterThan(0);
  });
});
