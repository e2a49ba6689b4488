// The index of everything that can be found: made in slices when the box is first opened, and anew when a camera
// comes or is renamed. Until a new one is there the old one answers.
import { sleep, systemClock } from '@brightwall/kit/clock';
import type { Camera } from '@brightwall/protocol/camera';
import { useEffect, useRef, useState } from 'react';
import { fetchAreas } from '../../../net/area-file.ts';
import type { City } from '../../../net/base-map.ts';
import { placementOf } from '../placing/placement.ts';
import { fetchRoadGraph } from '../relay/fetch-roads.ts';
import { type Findable, FindIndex } from './find-index.ts';
import { loadInitials } from './initials.ts';
import { areaEntries, roadEntries } from './places.ts';

export function useFindIndex(
  city: City,
  cameras: ReadonlyMap<string, Camera>,
  isWanted: boolean,
): FindIndex | null {
  const [index, setIndex] = useState<{ made: FindIndex; of: ReadonlyMap<string, Camera> } | null>(null);
  const [isMaking, setMaking] = useState(false);
  const end = useRef<AbortController | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    end.current = abort;
    return () => abort.abort();
  }, []);

  useEffect(() => {
    const signal = end.current?.signal;
    // One at a time and to its end: states change oftener than an index is made.
    if (!signal || !isWanted || isMaking || (index && readTheSame(index.of, cameras))) return;
    setMaking(true);
    makeIndex(city, cameras, signal)
      .then(made => !signal.aborted && setIndex({ made, of: cameras }))
      .then(
        () => !signal.aborted && setMaking(false),
        // Left as being made: the box says that names are not there, and is opened anew.
        error => !signal.aborted && console.warn('find:', error),
      );
  }, [city, cameras, isWanted, isMaking, index]);
  return index?.made ?? null;
}

async function makeIndex(
  city: City,
  cameras: ReadonlyMap<string, Camera>,
  signal: AbortSignal,
): Promise<FindIndex> {
  const [places, initialsOf] = await Promise.all([placesOf(city), loadInitials()]);
  return FindIndex.build(entriesOf(places, cameras, city), initialsOf, () => sleep(systemClock, 0, signal));
}

/** A place that cannot be loaded cannot be found; cameras still can. */
async function placesOf({ areas, roadGraph, centre }: City): Promise<Findable[]> {
  const [lon, lat] = centre;
  const [roads, regions] = await Promise.all([
    roadGraph === null ? [] : fetchRoadGraph(roadGraph, { lon, lat }).then(roadEntries, () => []),
    areas === null ? [] : fetchAreas(areas).then(areaEntries, () => []),
  ]);
  return [...regions, ...roads];
}

function* entriesOf(
  places: readonly Findable[],
  cameras: ReadonlyMap<string, Camera>,
  { bounds }: City,
): Generator<Findable> {
  yield* places;
  for (const { id, name, code, place } of cameras.values()) {
    const placement = placementOf(place, bounds);
    const where = placement.kind === 'placed' ? [[placement.place]] : [];
    yield { kind: 'camera', id, name, nameEn: null, code, where };
  }
}

/** The same cameras, called the same, at the same places. */
function readTheSame(a: ReadonlyMap<string, Camera>, b: ReadonlyMap<string, Camera>): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  for (const [id, { name, code, place }] of a) {
    const other = b.get(id);
    if (!other || other.name !== name || other.code !== code || other.place !== place) return false;
  }
  return true;
}
