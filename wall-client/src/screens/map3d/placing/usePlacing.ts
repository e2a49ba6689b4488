// Setting a camera's place right: a place is chosen on the map for one that has none, then adjusted as a draft
// until it is saved or given up.
import { type RefObject, useCallback, useState } from 'react';
import { useCameras } from '../../../state/cameras.ts';
import type { LonLat } from '../geo.ts';
import { type Draft, draftOf } from './draft.ts';

export interface Placing {
  draft: Draft | null;
  setDraft: (draft: Draft | null) => void;
  /** The camera whose place is being chosen on the map. */
  placingId: string | null;
  /** Whether the map's clicks belong to this. */
  isBusy: boolean;
  choose: (cameraId: string) => void;
  /** `at`: where it is put for the first time. */
  edit: (cameraId: string, at: LonLat | null) => void;
  /** One step back; false where there was nothing to leave. */
  leave: () => boolean;
}

export function usePlacing(root: RefObject<HTMLElement | null>): Placing {
  const [placingId, setPlacing] = useState<string | null>(null);
  const [draft, setDraft] = useState<Draft | null>(null);
  const edit = useCallback(
    (cameraId: string, at: LonLat | null) => {
      const camera = useCameras.getState().cameras.get(cameraId);
      if (!camera) return;
      setPlacing(null);
      setDraft(draftOf(camera, at));
      // Keys now belong to the camera's place, not to the list or field used to find it.
      root.current?.focus({ preventScroll: true });
    },
    [root],
  );
  return {
    draft,
    setDraft,
    placingId,
    isBusy: placingId !== null || draft !== null,
    choose: setPlacing,
    edit,
    leave() {
      if (draft) setDraft(null);
      else if (placingId) setPlacing(null);
      else return false;
      return true;
    },
  };
}
