// The cameras as the map's panels and layers see them: parted into placed and unplaced, at a pace of their own.
// Five hundred that go offline at once are one change here, not five hundred.
import { systemClock } from '@brightwall/kit/clock';
import type { Camera } from '@brightwall/protocol/camera';
import { useEffect, useMemo, useState } from 'react';
import { type CamerasState, useCameras } from '../../../state/cameras.ts';
import { paced } from '../../../state/pace.ts';
import { type Draft, withDraft } from './draft.ts';
import {
  type Bounds,
  type PlacedCamera,
  PlacementParts,
  partByPlacement,
  type UnplacedCamera,
} from './placement.ts';

/** Panels are counted and the layer is packed anew this often at most, ms: a person sees it as at once. */
export const panelsEveryMs = 200;

export function usePlacedCameras(
  bounds: Bounds,
  draft: Draft | null,
): {
  cameras: ReadonlyMap<string, Camera>;
  /** False while the core is still telling of them. */
  areAll: boolean;
  placed: PlacedCamera[];
  unplaced: UnplacedCamera[];
} {
  const { cameras, loaded: areAll } = usePacedCameras();
  const parts = useMemo(() => new PlacementParts(bounds), [bounds]);
  const parted = useMemo(() => parts.part(cameras.values()), [parts, cameras]);
  const shown = useMemo(() => {
    const camera = draft && cameras.get(draft.cameraId);
    if (!camera) return parted;
    // Only the one being placed is parted anew, not all for each step of a handle.
    const one = partByPlacement([withDraft(camera, draft)], bounds);
    const others = <T extends { camera: Camera }>(list: readonly T[]) =>
      list.filter(entry => entry.camera.id !== camera.id);
    return {
      placed: [...others(parted.placed), ...one.placed],
      unplaced: [...others(parted.unplaced), ...one.unplaced],
    };
  }, [parted, cameras, draft, bounds]);
  return { cameras, areAll, ...shown };
}

function usePacedCameras(): CamerasState {
  const [known, setKnown] = useState(() => useCameras.getState());
  useEffect(() => {
    const schedule = paced(systemClock, panelsEveryMs);
    let isOpen = true;
    let isDue = false;
    const take = () => {
      isDue = false;
      if (isOpen) setKnown(useCameras.getState());
    };
    const hear = () => {
      if (isDue) return;
      isDue = true;
      schedule(take);
    };
    hear();
    const stop = useCameras.subscribe((state, before) => {
      if (state.cameras !== before.cameras || state.loaded !== before.loaded) hear();
    });
    return () => {
      isOpen = false;
      stop();
    };
  }, []);
  return known;
}
