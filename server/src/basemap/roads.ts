// The roads of the base map, for whoever needs to know how far it is by road. Read when first asked for; a map
// without a road graph has none.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LocalFrame, type LonLat } from '@brightwall/kit/roads/local-frame';
import { parseRoadGraph } from '@brightwall/kit/roads/road-graph';
import { Router, type Way } from '@brightwall/kit/roads/router';
import { camerasOnRoads, type OnEdge, type RoadCamera } from './cameras-on-roads.ts';
import { readCity } from './city-file.ts';
import { type Ahead, roadsAhead } from './roads-ahead.ts';

/** Ways between pairs of places that are kept: the same vehicles pass the same gates again and again. */
const mostWays = 20_000;

export class Roads {
  readonly #dir: string;
  readonly #isOwnMap: boolean;
  readonly #onError: (error: unknown) => void;
  #router: Promise<Router | null> | null = null;
  readonly #ways = new Map<string, Way | null>();
  /** Of the cameras that were asked about last. */
  #onRoads: { cameras: readonly RoadCamera[]; byEdge: Map<number, OnEdge[]> } | null = null;

  /** `isOwnMap`: the user's own tiles lie in the demo city's place, and its roads are not theirs. */
  constructor(options: { dir: string; isOwnMap: boolean; onError: (error: unknown) => void }) {
    this.#dir = options.dir;
    this.#isOwnMap = options.isOwnMap;
    this.#onError = options.onError;
  }

  async isKnown(): Promise<boolean> {
    return (await this.#loaded()) !== null;
  }

  /** The shortest way by road; null where there are no roads, none is near, or none leads there. */
  async way(from: LonLat, to: LonLat): Promise<Way | null> {
    const router = await this.#loaded();
    if (!router) return null;
    const key = [from.lon, from.lat, to.lon, to.lat].map(degrees => degrees.toFixed(6)).join();
    const known = this.#ways.get(key);
    if (known !== undefined) return known;
    // A search takes milliseconds; a track of hundreds shall not hold up everybody else.
    await new Promise(setImmediate);
    const way = router.way(from, to);
    if (this.#ways.size >= mostWays) this.#ways.delete(this.#ways.keys().next().value as string);
    this.#ways.set(key, way);
    return way;
  }

  /** Which of these cameras may be the next to see what leaves a place; none where there are no roads, or none is near. */
  async ahead(
    leaving: { from: LonLat; headingDeg: number | null; without: ReadonlySet<string> },
    cameras: readonly RoadCamera[],
  ): Promise<Ahead[]> {
    const router = await this.#loaded();
    if (!router) return [];
    if (this.#onRoads?.cameras !== cameras)
      this.#onRoads = { cameras, byEdge: camerasOnRoads(router, cameras) };
    return roadsAhead(router, this.#onRoads.byEdge, leaving);
  }

  #loaded(): Promise<Router | null> {
    this.#router ??= this.#load();
    return this.#router;
  }

  async #load(): Promise<Router | null> {
    if (this.#isOwnMap) return null;
    try {
      const { centre, roadGraph } = await readCity(this.#dir);
      if (!roadGraph) return null;
      const body: unknown = JSON.parse(await readFile(join(this.#dir, roadGraph), 'utf8'));
      const [lon, lat] = centre;
      return new Router(parseRoadGraph(body, new LocalFrame({ lon, lat })));
    } catch (error) {
      this.#onError(error);
      return null;
    }
  }
}
