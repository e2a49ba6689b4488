// How far it is at least from camera to camera: along the roads where they are known and an analysis has not asked for
// too many ways yet, else as a bird flies. What is stored at ingest is always held against the latter, which costs
// nothing (impossible-leap.ts).
import type { CameraPlacesPort, RoadsPort } from '../ports.ts';
import { metresBetween } from './great-circle.ts';
import type { Distance, Distances, LeastMetres } from './ports.ts';

/** Of one analysis. A way that nobody has asked for yet takes milliseconds (basemap/roads.ts keeps them). */
const mostWays = 2_000;

export function alongRoads({
  roads,
  cameras,
}: {
  roads: RoadsPort;
  cameras: CameraPlacesPort;
}): () => Distances {
  return () => {
    const known = new Map<string, Promise<Distance | null>>();
    const line: LeastMetres = (from, to) => {
      const [a, b] = [cameras.place(from), cameras.place(to)];
      return a && b ? metresBetween(a, b) : null;
    };
    async function ask(from: string, to: string): Promise<Distance | null> {
      const metres = line(from, to);
      if (metres === null || from === to) return metres === null ? null : { metres, by: 'line' };
      const way = await roads.way(cameras.place(from)!, cameras.place(to)!);
      // From the road beside one mast to the road beside the other may be nearer than from mast to mast.
      return way ? { metres: Math.max(metres, way.metres), by: 'road' } : { metres, by: 'line' };
    }
    return {
      line,
      least(from, to) {
        const key = `${from} ${to}`;
        const asked = known.get(key);
        if (asked) return asked;
        const metres = line(from, to);
        if (known.size >= mostWays) return Promise.resolve(metres === null ? null : { metres, by: 'line' });
        const asking = ask(from, to);
        known.set(key, asking);
        return asking;
      },
    };
  };
}

/** Without any roads. */
export function asTheCrowFlies(line: LeastMetres): () => Distances {
  return () => ({
    line,
    async least(from, to) {
      const metres = line(from, to);
      return metres === null ? null : { metres, by: 'line' };
    },
  });
}
