// A selection while it is being drawn: what the pointer and the keys do to it, step by step. Boxes and circles are
// drawn by dragging or by two clicks, polygons and routes by a click for each corner.
import { LocalFrame, type LonLat } from '../geo.ts';
import { clampMetres, type Selection, type SelectionKind } from './selection.ts';

/** `relay`: a way from a start to an end, for 视频接力; done with its second point. */
export type DrawTool = SelectionKind | 'relay';

export interface Drawing {
  readonly tool: DrawTool;
  readonly points: readonly LonLat[];
  /** Where the next point would be. */
  readonly cursor: LonLat | null;
  /** The first point was set by a button that is still held. */
  readonly isDragging: boolean;
}

export type DrawEvent =
  | { kind: 'down' | 'move' | 'up' | 'click'; at: LonLat }
  /** Enter, a double click, or the button. */
  | { kind: 'finish' }
  /** Backspace. */
  | { kind: 'back' };

export interface DrawContext {
  /** What a click alone gives a circle. */
  radiusM: number;
  bufferM: number;
  /** Where the top of the screen is, clockwise from north: a box has its sides along the screen's. */
  bearingDeg: number;
  /** Nearer than this is the same place: a few pixels of the map as it is now. */
  nearM: number;
  /** The way through the points: along the roads where they are known. */
  wayThrough: (points: readonly LonLat[]) => readonly LonLat[];
}

export type DrawResult = { drawing: Drawing } | { done: Selection };

export const begin = (tool: DrawTool): Drawing => ({
  tool,
  points: [],
  cursor: null,
  isDragging: false,
});

export const distanceM = (a: LonLat, b: LonLat): number => Math.hypot(...new LocalFrame(a).toLocal(b));

export function drawStep(drawing: Drawing, event: DrawEvent, context: DrawContext): DrawResult {
  if (event.kind === 'move') return { drawing: { ...drawing, cursor: event.at } };
  if (event.kind === 'back') return { drawing: { ...drawing, points: drawing.points.slice(0, -1) } };
  return drawing.tool === 'box' || drawing.tool === 'circle'
    ? bySpan(drawing, event, context)
    : byPoints(drawing, event, context);
}

function bySpan(drawing: Drawing, event: DrawEvent, context: DrawContext): DrawResult {
  const [anchor] = drawing.points;
  if (event.kind === 'finish') {
    const { cursor } = drawing;
    return anchor && cursor && isFar(anchor, cursor, context)
      ? span(drawing, anchor, cursor, context)
      : { drawing };
  }
  if (event.kind !== 'down' && event.kind !== 'up' && event.kind !== 'click') return { drawing };
  const { at } = event;
  if (!anchor) {
    if (event.kind === 'up') return { drawing };
    // By key there is no button to hold: Space is a click.
    if (event.kind === 'click' && drawing.tool === 'circle') return around(at, context.radiusM);
    return { drawing: { ...drawing, points: [at], cursor: at, isDragging: event.kind === 'down' } };
  }
  const far = isFar(anchor, at, context);
  if (event.kind === 'up') {
    if (drawing.isDragging && far) return span(drawing, anchor, at, context);
    return { drawing: { ...drawing, isDragging: false } };
  }
  if (event.kind === 'down') return { drawing };
  if (far) return span(drawing, anchor, at, context);
  return drawing.tool === 'circle' ? around(anchor, context.radiusM) : { drawing };
}

function byPoints(drawing: Drawing, event: DrawEvent, context: DrawContext): DrawResult {
  const { points } = drawing;
  if (event.kind === 'click') {
    const last = points.at(-1);
    // The second click of a double click.
    if (last && !isFar(last, event.at, context)) return { drawing };
    if (drawing.tool === 'relay' && last) return route([last, event.at], context);
    return { drawing: { ...drawing, points: [...points, event.at], cursor: event.at } };
  }
  if (event.kind !== 'finish') return { drawing };
  if (drawing.tool === 'polygon')
    return points.length >= 3 ? { done: { kind: 'polygon', ring: points } } : { drawing };
  return points.length >= 2 ? route(points, context) : { drawing };
}

const route = (points: readonly LonLat[], { wayThrough, bufferM }: DrawContext): DrawResult => ({
  done: { kind: 'route', line: wayThrough(points), bufferM },
});

const isFar = (a: LonLat, b: LonLat, { nearM }: DrawContext): boolean => distanceM(a, b) > nearM;

const around = (centre: LonLat, radiusM: number): DrawResult => ({
  done: { kind: 'circle', centre, radiusM },
});

const span = ({ tool }: Drawing, anchor: LonLat, at: LonLat, { bearingDeg }: DrawContext): DrawResult =>
  tool === 'circle'
    ? around(anchor, clampMetres(distanceM(anchor, at)))
    : { done: { kind: 'box', ring: boxRing(anchor, at, bearingDeg) } };

/** The box between two opposite corners. */
function boxRing(a: LonLat, b: LonLat, bearingDeg: number): LonLat[] {
  const frame = new LocalFrame(a);
  const [x, y] = frame.toLocal(b);
  const turn = (bearingDeg * Math.PI) / 180;
  const [sin, cos] = [Math.sin(turn), Math.cos(turn)];
  // How far it goes to the right on the screen; the rest goes up.
  const right = x * cos - y * sin;
  const [rx, ry] = [right * cos, -right * sin];
  return [a, frame.toLonLat(rx, ry), b, frame.toLonLat(x - rx, y - ry)];
}

/** What is drawn so far as if it were finished, for the map; null while it is nothing yet. */
export function preview(drawing: Drawing, context: DrawContext): Selection | null {
  const { tool, points, cursor } = drawing;
  const all = cursor ? [...points, cursor] : points;
  const [first, second] = all;
  if (points.length === 0 || !first || !second) return null;
  switch (tool) {
    case 'box':
      return { kind: 'box', ring: boxRing(first, second, context.bearingDeg) };
    case 'circle':
      return { kind: 'circle', centre: first, radiusM: clampMetres(distanceM(first, second)) };
    case 'polygon':
      return { kind: 'polygon', ring: all };
    case 'route':
    case 'relay':
      return { kind: 'route', line: context.wayThrough(all), bufferM: context.bufferM };
  }
}
