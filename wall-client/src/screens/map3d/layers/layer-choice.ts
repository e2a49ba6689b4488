// Which layers of the map are shown, as this browser was last left: areas, kinds and states of cameras, and the
// areas' online rate.
import { create } from 'zustand';
import { type AreaFileLevel, areaFileLevels } from '../../../net/area-file.ts';
import { type CameraKind, cameraKinds } from '../cameras/kind.ts';
import { type Tone, tones } from '../cameras/tone.ts';

export interface LayerChoice {
  /** Levels whose borders are shown. */
  areas: readonly AreaFileLevel[];
  /** Cameras of these are not shown. */
  hiddenKinds: readonly CameraKind[];
  hiddenTones: readonly Tone[];
  /** Whose online rate colours the ground; null for none. */
  rate: AreaFileLevel | null;
  /** The vehicle that is followed. */
  track: boolean;
  /** Flows between areas, of an analysis. */
  flows: boolean;
}

const key = 'brightwall.map.layers';

const plain: LayerChoice = {
  areas: [],
  hiddenKinds: [],
  hiddenTones: [],
  rate: null,
  track: true,
  flows: true,
};

/** What cannot be read, or is of a later version, is as if it had never been chosen. */
export function parseLayers(text: string | null): LayerChoice {
  let value: Partial<Record<keyof LayerChoice, unknown>> | null = null;
  try {
    value = JSON.parse(text ?? 'null');
  } catch {
    return plain;
  }
  const known = <T extends string>(given: unknown, all: readonly T[]): T[] =>
    Array.isArray(given) ? all.filter(one => given.includes(one)) : [];
  return {
    areas: known(value?.areas, areaFileLevels),
    hiddenKinds: known(value?.hiddenKinds, cameraKinds),
    hiddenTones: known(value?.hiddenTones, tones),
    rate: areaFileLevels.find(level => level === value?.rate) ?? null,
    track: value?.track !== false,
    flows: value?.flows !== false,
  };
}

function remembered(): LayerChoice {
  try {
    return parseLayers(localStorage.getItem(key));
  } catch {
    return plain;
  }
}

export const useLayers = create<LayerChoice & { isOpen: boolean }>(() => ({
  ...remembered(),
  isOpen: false,
}));

const toggled = <T>(list: readonly T[], one: T): T[] =>
  list.includes(one) ? list.filter(other => other !== one) : [...list, one];

function choose(change: Partial<LayerChoice>): void {
  useLayers.setState(change);
  const { isOpen: _, ...kept } = useLayers.getState();
  try {
    localStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // A browser that keeps nothing shows what was chosen until it is closed.
  }
}

export const layerControl = {
  setOpen: (isOpen: boolean) => useLayers.setState({ isOpen }),
  toggleArea: (level: AreaFileLevel) => choose({ areas: toggled(useLayers.getState().areas, level) }),
  toggleKind: (kind: CameraKind) => choose({ hiddenKinds: toggled(useLayers.getState().hiddenKinds, kind) }),
  toggleTone: (tone: Tone) => choose({ hiddenTones: toggled(useLayers.getState().hiddenTones, tone) }),
  setOn: (layer: 'track' | 'flows', isOn: boolean) => choose({ [layer]: isOn }),
  setRate: (rate: AreaFileLevel | null) => choose({ rate }),
};
