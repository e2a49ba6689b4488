// How large what was marked is, in words: an area's square metres, a route's length.
import type { LocalFrame } from '../geo.ts';
import { areaOf, lengthOf } from './plane.ts';
import type { Selection } from './selection.ts';

export interface Extent {
  kind: 'area' | 'length';
  /** With its unit, which both languages write alike: "1.25 km²". */
  text: string;
}

export function extentText(selection: Selection, frame: LocalFrame): Extent {
  switch (selection.kind) {
    case 'route':
      return { kind: 'length', text: metresText(lengthOf(selection.line.map(at => frame.toLocal(at)))) };
    case 'circle':
      return { kind: 'area', text: squareText(Math.PI * selection.radiusM ** 2) };
    case 'box':
    case 'polygon':
      return { kind: 'area', text: squareText(areaOf(selection.ring.map(at => frame.toLocal(at)))) };
  }
}

/** "120 m", "1.25 km". */
export const metresText = (metres: number): string =>
  metres < 1000 ? `${Math.round(metres)} m` : `${(metres / 1000).toFixed(2)} km`;

const squareText = (squareMetres: number): string =>
  squareMetres < 100_000 ? `${Math.round(squareMetres)} m²` : `${(squareMetres / 1e6).toFixed(2)} km²`;
