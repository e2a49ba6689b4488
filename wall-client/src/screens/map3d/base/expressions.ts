// Small pieces of style expressions that several layers write alike.
import type { ExpressionSpecification } from 'maplibre-gl';

export type Width = readonly (readonly [zoom: number, px: number])[];

/** Grows by the zoom as things on the ground do; `scale` grows it on walls wider than Full HD. */
export const byZoom = (stops: Width, scale: number): ExpressionSpecification =>
  [
    'interpolate',
    ['exponential', 1.5],
    ['zoom'],
    ...stops.flatMap(([zoom, px]) => [zoom, px * scale]),
  ] as never;

export const is = (property: string, ...values: string[]): ExpressionSpecification =>
  ['in', ['get', property], ['literal', values]] as never;
