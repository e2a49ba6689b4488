// The sites and cameras the core told us of. News is gathered and applied once per frame (`news`), so that
// thousands of state changes in a second draw the tree sixty times at most.
import type { Camera, CameraState, Site } from '@brightwall/protocol/camera';
import type { StreamStats } from '@brightwall/protocol/edge-messages';
import { create } from 'zustand';
import { KeyedStore } from './keyed.ts';

export interface CamerasState {
  /** False until the first snapshot of this session came. */
  loaded: boolean;
  sites: readonly Site[];
  /** By camera id. Replaced, never changed in place. */
  cameras: ReadonlyMap<string, Camera>;
}

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
  #pending = new Map<string, Camera>();
  #scheduled = false;

  constructor(schedule: (flush: () => void) => void) {
    this.#schedule = schedule;
  }

  handleSnapshot(sites: readonly Site[], cameras: readonly Camera[]): void {
    this.#pending.clear();
    for (const camera of cameras) {
      if (camera.thumbnailMs !== null) thumbnails.set(camera.id, camera.thumbnailMs);
    }
    useCameras.setState({
      loaded: true,
      sites,
      cameras: new Map(cameras.map(camera => [camera.id, camera])),
    });
  }

  handleCamera(camera: Camera): void {
    if (camera.thumbnailMs !== null) thumbnails.set(camera.id, camera.thumbnailMs);
    this.#add(camera);
  }

  handleState(cameraId: string, state: CameraState): void {
    const camera = this.#pending.get(cameraId) ?? useCameras.getState().cameras.get(cameraId);
    if (camera) this.#add({ ...camera, state });
  }

  /** Signed out: nothing of the last user's stays in the page. */
  forget(): void {
    this.#pending.clear();
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
