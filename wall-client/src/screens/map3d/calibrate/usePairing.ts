// The pairs of one camera with the map's clicks: loads what the core has, picks on the buildings around, solves anew
// at every pair.
import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import { calibrations, useCalibrations } from '../../../state/calibrations.ts';
import { scaleOf } from '../../../ui/theme.ts';
import type { BuildingBlock } from '../base/building-tiles.ts';
import type { CityMap } from '../city-map.ts';
import type { LonLat } from '../geo.ts';
import { noPairs, type Pairing, type PairingStep, paired } from './pairing.ts';
import { pickSurface } from './pick-surface.ts';
import { type PictureSize, type Solution, solvePose } from './solve-pose.ts';
import { storedPairs } from './stored.ts';

/** Buildings farther from a camera than this are no points of its picture, metres. */
const aroundM = 450;

export interface PairingOfCamera {
  pairing: Pairing;
  step: (step: PairingStep) => void;
  solution: Solution;
  /** The point in the middle of the map. */
  takeCentre: () => void;
}

export function usePairing(
  map: CityMap,
  cameraId: string,
  place: LonLat,
  size: PictureSize,
): PairingOfCamera {
  const [pairing, step] = useReducer(paired, noPairs);
  const [blocks, setBlocks] = useState<readonly BuildingBlock[]>([]);
  const latest = useRef(blocks);
  latest.current = blocks;
  const { lon, lat } = place;

  useEffect(() => {
    let isOpen = true;
    void calibrations.want(cameraId).then(() => {
      const known = useCalibrations.getState().known.get(cameraId);
      if (isOpen && known) step({ do: 'load', pairs: storedPairs(known, map.frame) });
    });
    return () => {
      isOpen = false;
    };
  }, [map, cameraId]);

  useEffect(() => {
    let isOpen = true;
    // Without them the ground alone can be picked, which is enough to calibrate by.
    map.fusion.blocksNear({ lon, lat }, aroundM).then(
      found => isOpen && setBlocks(found),
      () => {},
    );
    return () => {
      isOpen = false;
    };
  }, [map, lon, lat]);

  const take = useCallback(
    (x: number, y: number) => {
      const { view } = map;
      const point = view && pickSurface(view, latest.current, x, y, scaleOf(window.innerWidth));
      if (point) step({ do: 'map', at: point.at });
    },
    [map],
  );
  useEffect(() => {
    map.pointer.handleCrosshair(true);
    const off = map.pointer.on('click', (_id, _at, { x, y }) => take(x, y));
    return () => {
      off();
      map.pointer.handleCrosshair(false);
    };
  }, [map, take]);

  const { widthPx, heightPx } = size;
  const solution = useMemo(
    () => solvePose(pairing.pairs, { widthPx, heightPx }),
    [pairing.pairs, widthPx, heightPx],
  );
  return {
    pairing,
    step,
    solution,
    takeCentre: () => map.view && take(map.view.width / 2, map.view.height / 2),
  };
}
