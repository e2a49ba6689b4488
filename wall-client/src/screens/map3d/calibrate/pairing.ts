// The pairs of a calibration while a person finds them: a point in the picture and one on the map, in either order,
// make a pair.
import { mostPairs } from '@brightwall/protocol/calibration';
import type { PicturePoint, Vec3 } from '../fusion/pose.ts';
import type { Pair } from './model.ts';

export interface Pairing {
  pairs: readonly Pair[];
  /** Half a pair; a second click on the same side puts it elsewhere. */
  picture: PicturePoint | null;
  at: Vec3 | null;
}

export type PairingStep =
  | { do: 'load'; pairs: readonly Pair[] }
  | { do: 'picture'; point: PicturePoint }
  | { do: 'map'; at: Vec3 }
  | { do: 'remove'; index: number }
  /** Takes back half a pair, else the last one. */
  | { do: 'back' };

export const noPairs: Pairing = { pairs: [], picture: null, at: null };

export function paired(state: Pairing, step: PairingStep): Pairing {
  switch (step.do) {
    case 'load':
      return { ...noPairs, pairs: step.pairs };
    case 'picture':
      return joined({ ...state, picture: step.point });
    case 'map':
      return joined({ ...state, at: step.at });
    case 'remove':
      return { ...state, pairs: state.pairs.filter((_, i) => i !== step.index) };
    case 'back':
      if (state.picture || state.at) return { ...state, picture: null, at: null };
      return { ...state, pairs: state.pairs.slice(0, -1) };
  }
}

function joined(state: Pairing): Pairing {
  const { pairs, picture, at } = state;
  if (!picture || !at || pairs.length >= mostPairs) return state;
  return { ...noPairs, pairs: [...pairs, { picture, at }] };
}
