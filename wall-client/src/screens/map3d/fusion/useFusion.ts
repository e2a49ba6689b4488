// Ties what a person chose to see (state/map-fusion.ts) to the map: viewshed and projected pictures with their
// cameras' newest places and calibrations, each camera's live pictures for as long as they lie on the map.
import type { Calibration } from '@brightwall/protocol/calibration';
import { App } from 'antd';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayback } from '../../../playback/context.tsx';
import { calibrations, useCalibrations } from '../../../state/calibrations.ts';
import { useCameras } from '../../../state/cameras.ts';
import { mapFusion, mostProjected, useMapFusion } from '../../../state/map-fusion.ts';
import { useWords } from '../../../ui/useWords.ts';
import type { CityMap } from '../city-map.ts';
import type { PlacedCamera } from '../placing/placement.ts';
import { LivePictureSource } from './live-picture-source.ts';
import type { SeeingCamera } from './seeing.ts';

export interface Fusion {
  /** Share of the viewshed's ground that is seen; null until it is known. */
  share: number | null;
  /** The cameras as they are drawn: where viewshed or picture lies, no sector lies over it. */
  drawn: readonly PlacedCamera[];
  /** Both say why where a camera has no place to look from. */
  toggleViewshed: (cameraId: string) => void;
  toggleProjected: (cameraId: string) => void;
}

/** `draft`: a camera under calibration, whose picture lies on the map as its points have it so far. */
export function useFusion(
  map: CityMap | null,
  placed: readonly PlacedCamera[],
  draft: { cameraId: string | null; solved: Calibration | null },
): Fusion {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const words = useWords();
  const playback = usePlayback();
  const { viewshedId, projectedIds } = useMapFusion();
  const known = useCalibrations(state => state.known);
  const [share, setShare] = useState<number | null>(null);
  const pictures = useRef(new Map<string, LivePictureSource>());

  useEffect(() => {
    for (const id of viewshedId === null ? projectedIds : [viewshedId, ...projectedIds])
      void calibrations.want(id);
  }, [viewshedId, projectedIds]);

  useEffect(() => {
    if (!map) return;
    // Nothing is shown of a camera before it is known whether somebody has calibrated it.
    const seeing = (id: string | null): SeeingCamera | null => {
      const found = placed.find(({ camera }) => camera.id === id);
      const stored = id === null ? undefined : known.get(id);
      const calibration = draft.solved && id === draft.cameraId ? draft.solved : stored;
      if (!found || calibration === undefined) return null;
      const { fieldOfViewDeg, rangeM } = found.camera;
      return { cameraId: found.camera.id, place: found.place, fieldOfViewDeg, rangeM, calibration };
    };
    map.fusion.handleViewshed(seeing(viewshedId));
    const ids = new Set(projectedIds);
    if (draft.cameraId !== null && draft.solved) ids.add(draft.cameraId);
    const projected = [...ids].flatMap(id => seeing(id) ?? []);
    map.handleProjected([...ids]);
    map.fusion.handleProjected(
      projected.map(camera => {
        const { cameraId } = camera;
        const picture =
          pictures.current.get(cameraId) ??
          new LivePictureSource(playback, cameraId, () => map.fusion.handlePicture());
        pictures.current.set(cameraId, picture);
        return { ...camera, picture };
      }),
    );
    for (const [id, picture] of pictures.current) {
      if (ids.has(id)) continue;
      picture.close();
      pictures.current.delete(id);
    }
  }, [map, placed, viewshedId, projectedIds, known, playback, draft.cameraId, draft.solved]);

  useEffect(() => {
    if (!map) return;
    const live = pictures.current;
    const offShare = map.fusion.on('share', setShare);
    const offFailed = map.fusion.on('failed', error => {
      void message.warning(t('fusion.noBuildings', { reason: words.errorText(error) }));
    });
    return () => {
      offShare();
      offFailed();
      for (const picture of live.values()) picture.close();
      live.clear();
    };
  }, [map, message, t, words]);

  const refuse = useCallback(
    (cameraId: string) => {
      if (placed.some(({ camera }) => camera.id === cameraId)) return false;
      void message.info(t('fusion.unplaced'));
      return true;
    },
    [placed, message, t],
  );
  const drawn = useMemo(() => {
    const bare = new Set([viewshedId, draft.solved && draft.cameraId, ...projectedIds]);
    return placed.map(one => (bare.has(one.camera.id) ? withoutSector(one) : one));
  }, [placed, viewshedId, projectedIds, draft.cameraId, draft.solved]);
  return {
    share,
    drawn,
    toggleViewshed(cameraId) {
      if (useMapFusion.getState().viewshedId !== cameraId && refuse(cameraId)) return;
      mapFusion.toggleViewshed(cameraId);
    },
    toggleProjected(cameraId) {
      if (!useMapFusion.getState().projectedIds.includes(cameraId) && refuse(cameraId)) return;
      const dropped = mapFusion.toggleProjected(cameraId);
      if (dropped === null) return;
      const name = useCameras.getState().cameras.get(dropped)?.name ?? '';
      void message.info(t('fusion.gaveWay', { name, most: mostProjected }));
    },
  };
}

/** Its sector shrinks to its mast's foot. */
const withoutSector = ({ camera, place }: PlacedCamera): PlacedCamera => ({
  place,
  camera: { ...camera, rangeM: 1 },
});
