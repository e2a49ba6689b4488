// 轨迹: where one vehicle went. A look at history as a search is.
import { AppError } from '@brightwall/protocol/errors';
import type { Track, TrackSearch } from '@brightwall/protocol/track';
import type { CameraPlacesPort, Looker, LooksPort, RoadsPort, SearchPort } from '../ports.ts';
import { tripsOf } from './trips.ts';

/** A vehicle that drives all day passes some hundred gates; of more, the newest are shown. */
export const mostPassages = 500;

export interface VehicleTrackOptions {
  readonly store: SearchPort;
  readonly looks: LooksPort;
  readonly cameras: CameraPlacesPort;
  readonly roads: RoadsPort;
}

export class VehicleTrack {
  readonly #options: VehicleTrackOptions;

  constructor(options: VehicleTrackOptions) {
    this.#options = options;
  }

  /** Throws bad-request for a time that is none, purpose-required where the purpose is not the looker's own. */
  async track({ purposeId, ...asked }: TrackSearch, looker: Looker): Promise<Track> {
    const { plate, kind, fromMs, toMs } = asked;
    if (fromMs >= toMs) throw new AppError('bad-request', 'fromMs ≥ toMs');
    const { store, looks, cameras, roads } = this.#options;
    const look = await looks.entry(looker, { purposeId, action: 'track', terms: asked });
    const newest = await store.search(
      {
        plates: { whole: [plate], like: [] },
        ...{ fromMs, toMs, kinds: [kind], cameraIds: [], colours: [], directions: [], after: null },
        limit: mostPassages,
      },
      look,
    );
    const passages = newest.reverse();
    return {
      passages,
      trips: await tripsOf(passages, id => cameras.place(id), roads),
      isCut: passages.length === mostPassages,
      hasRoads: await roads.isKnown(),
    };
  }
}
