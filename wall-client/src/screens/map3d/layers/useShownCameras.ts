// The placed cameras whose kind and state are not switched off.
import { useMemo } from 'react';
import { kindOf } from '../cameras/kind.ts';
import { toneOf } from '../cameras/tone.ts';
import type { PlacedCamera } from '../placing/placement.ts';
import { type LayerChoice, useLayers } from './layer-choice.ts';

type Hidden = Pick<LayerChoice, 'hiddenKinds' | 'hiddenTones'>;

/** The list itself where nothing is hidden. */
export function shownCameras(
  placed: readonly PlacedCamera[],
  { hiddenKinds, hiddenTones }: Hidden,
): readonly PlacedCamera[] {
  if (hiddenKinds.length === 0 && hiddenTones.length === 0) return placed;
  return placed.filter(
    ({ camera }) => !hiddenKinds.includes(kindOf(camera)) && !hiddenTones.includes(toneOf[camera.state.kind]),
  );
}

export function useShownCameras(placed: readonly PlacedCamera[]): readonly PlacedCamera[] {
  const { hiddenKinds, hiddenTones } = useLayers();
  return useMemo(
    () => shownCameras(placed, { hiddenKinds, hiddenTones }),
    [placed, hiddenKinds, hiddenTones],
  );
}
