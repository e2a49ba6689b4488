// The sites and cameras the core told us of. News is gathered and applied once per frame (`news`), so that
// thousands of state changes in a second draw the tree sixty times at most.
import type { Clock } from '@brightwall/kit/clock';
import type { Camera, CameraState, Site } from '@brightwall/protocol/camera';
import type { StreamStats } from '@brightwall/protocol/edge-messages';
import type { CoreToWall } from '@brightwall/protocol/wall-messages';
import { create } from 'zustand';
import { KeyedStore } from './keyed.ts';

export interface CamerasState {
  /** False until the first snapshot of this session came. */
  loaded: boolean;
  sites: readonly Site[];
  /** By camera id. Replaced, never changed in place. */
  cameras: ReadonlyMap<string, Camera>;
}

type SnapshotPart = Omit<Parameters<CoreToWall['snapshot']>[0], 'cameras'> & { cameras: readonly Camera[] };

/** What has come of a snapshot is shown this often at most, ms: most are whole sooner, and are drawn once. */
const partsEveryMs = 1000;

const empty: CamerasState = { loaded: false, sites: [], cameras: new Map() };

/** `useCameras(s => s.cameras.get(id))` in a component, `useCameras.getState()` elsewhere. */
export const useCameras = create<CamerasState>(() => empty);

/** Camera id → epoch ms of its newest thumbnail. */
export const thumbnails = new KeyedStore<number>();
/** `streamKey(cameraId, profile)` → what the edge measured of the stream in the last 2 s. */
export const streamStats = new KeyedStore<StreamStats>();
export const streamKey = (cameraId: string, profile: StreamStats['profile']) => `${cameraId}/${profile}`;

/** One camera, drawing anew when it changes. */
export const useCamera = (id: string | null): Camera | undefined =>
  useCameras(state => (id === null ? undefined : state.cameras.get(id)));

/** Gathers what the socket tells and applies it when `schedule` says (a frame in the page, at once in tests). */
export class CameraNews {
  readonly #schedule: (flush: () => void) => void;
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  #pending = new Map<string, Camera>();
  /** The parts of a snapshot that have come; null between snapshots. */
  #coming: Map<string, Camera> | null = null;
  /** When a part was shown last, or the first came. */
  #shownMs = 0;
  #scheduled = false;

  constructor(schedule: (flush: () => void) => void, clock: Pick<Clock, 'monotonicMs'>) {
    this.#schedule = schedule;
    this.#clock = clock;
  }

  /**
   * A part of the snapshot that follows a connection. After a reconnection what was known stands until the last;
   * before the first is whole, what has come is shown now and then, and only once it has doubled: each showing copies all
   * of it.
   */
  handleSnapshot({ sites, cameras, first, last }: SnapshotPart): void {
    if (first || !this.#coming) {
      this.#pending.clear();
      this.#coming = new Map();
      this.#shownMs = this.#clock.monotonicMs();
    }
    for (const camera of cameras) {
      if (camera.thumbnailMs !== null) thumbnails.set(camera.id, camera.thumbnailMs);
      this.#coming.set(camera.id, camera);
    }
    const { loaded, cameras: shown } = useCameras.getState();
    if (last) {
      useCameras.setState({ loaded: true, sites, cameras: this.#coming });
      this.#coming = null;
      this.#pending.clear();
    } else if (
      !loaded &&
      this.#coming.size >= 2 * shown.size &&
      this.#clock.monotonicMs() >= this.#shownMs + partsEveryMs
    ) {
      this.#shownMs = this.#clock.monotonicMs();
      useCameras.setState({ sites, cameras: new Map(this.#coming) });
    }
  }

  handleCameras(cameras: readonly Camera[]): void {
    for (const camera of cameras) {
      if (camera.thumbnailMs !== null) thumbnails.set(camera.id, camera.thumbnailMs);
      this.#coming?.set(camera.id, camera);
      this.#add(camera);
    }
  }

  handleStates(changes: readonly { readonly cameraId: string; readonly state: CameraState }[]): void {
    const { cameras } = useCameras.getState();
    for (const { cameraId, state } of changes) {
      const coming = this.#coming?.get(cameraId);
      if (coming) this.#coming?.set(cameraId, { ...coming, state });
      const camera = this.#pending.get(cameraId) ?? coming ?? cameras.get(cameraId);
      if (camera) this.#add({ ...camera, state });
    }
  }

  /** Signed out: nothing of the last user's stays in the page. */
  forget(): void {
    this.#pending.clear();
    this.#coming = null;
    thumbnails.clear();
    streamStats.clear();
    useCameras.setState(empty);
  }

  #add(camera: Camera): void {
    this.#pending.set(camera.id, camera);
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#schedule(() => this.#flush());
  }

  #flush(): void {
    this.#scheduled = false;
    if (this.#pending.size === 0) return;
    const cameras = new Map(useCameras.getState().cameras);
    for (const [id, camera] of this.#pending) cameras.set(id, camera);
    this.#pending.clear();
    useCameras.setState({ cameras });
  }
}
