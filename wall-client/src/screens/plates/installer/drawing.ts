// What is drawn on a camera's picture while a person draws it: shapes, the pen, and the way back. Pure.
import type { Point } from '@brightwall/protocol/passage';
import { defaultPlateSetup, type PlateSetup, type Polygon } from '@brightwall/protocol/plate-setup';
import { clamped } from './polygon.ts';

export type ShapeKind = 'region' | 'lane' | 'mask';
export interface ShapeRef {
  readonly kind: ShapeKind;
  /** Of the lanes or masks; 0 for the region. */
  readonly index: number;
}

export interface Drawing {
  readonly setup: PlateSetup;
  /** As the core has it. */
  readonly saved: PlateSetup;
  readonly undo: readonly PlateSetup[];
  readonly redo: readonly PlateSetup[];
  readonly selected: ShapeRef | null;
  /** A shape being drawn. */
  readonly pen: { readonly kind: ShapeKind; readonly points: readonly Point[] } | null;
  /** What the last change changed: many small moves of one point are one step back. */
  readonly last: string | null;
}

export type DrawingAction =
  | { do: 'load'; setup: PlateSetup }
  | { do: 'pen'; kind: ShapeKind }
  | { do: 'add'; point: Point }
  | { do: 'take-back' }
  | { do: 'finish'; laneName: string }
  | { do: 'cancel' }
  | { do: 'select'; shape: ShapeRef | null }
  | { do: 'move'; shape: ShapeRef; vertex: number; to: Point; grip: string }
  | { do: 'insert'; shape: ShapeRef; after: number; point: Point }
  | { do: 'delete-point'; shape: ShapeRef; vertex: number }
  | { do: 'remove'; shape: ShapeRef }
  | { do: 'rename'; index: number; name: string }
  | { do: 'enable'; enabled: boolean }
  | { do: 'undo' }
  | { do: 'redo' }
  | { do: 'revert' };

export const mostPoints = 32;
const mostSteps = 100;

export const emptyDrawing: Drawing = {
  setup: defaultPlateSetup,
  saved: defaultPlateSetup,
  undo: [],
  redo: [],
  selected: null,
  pen: null,
  last: null,
};

export function drawingReducer(drawing: Drawing, action: DrawingAction): Drawing {
  const { setup, pen } = drawing;
  switch (action.do) {
    case 'load':
      return { ...emptyDrawing, setup: action.setup, saved: action.setup };
    case 'pen':
      return { ...drawing, pen: { kind: action.kind, points: [] }, selected: null };
    case 'add':
      if (!pen || pen.points.length >= mostPoints) return drawing;
      return { ...drawing, pen: { ...pen, points: [...pen.points, clamped(action.point)] } };
    case 'take-back':
      return pen ? { ...drawing, pen: { ...pen, points: pen.points.slice(0, -1) } } : drawing;
    case 'finish':
      return pen && pen.points.length >= 3
        ? finished(drawing, pen.kind, [...pen.points], action.laneName)
        : drawing;
    case 'cancel':
      return { ...drawing, pen: null };
    case 'select':
      return { ...drawing, selected: action.shape };
    case 'move':
      return withPoints(drawing, action.shape, action.grip, points =>
        points.map((point, i) => (i === action.vertex ? clamped(action.to) : point)),
      );
    case 'insert':
      return withPoints(drawing, action.shape, null, points =>
        points.length >= mostPoints ? points : points.toSpliced(action.after + 1, 0, clamped(action.point)),
      );
    case 'delete-point':
      return withPoints(drawing, action.shape, null, points =>
        points.length <= 3 ? points : points.toSpliced(action.vertex, 1),
      );
    case 'remove':
      return { ...changed(drawing, without(setup, action.shape), null), selected: null };
    case 'rename': {
      const lanes = setup.lanes.map((lane, i) =>
        i === action.index ? { ...lane, name: action.name } : lane,
      );
      return changed(drawing, { ...setup, lanes }, `name ${action.index}`);
    }
    case 'enable':
      return changed(drawing, { ...setup, enabled: action.enabled }, null);
    case 'undo':
      return step(drawing, drawing.undo, 'undo');
    case 'redo':
      return step(drawing, drawing.redo, 'redo');
    case 'revert':
      return { ...changed(drawing, drawing.saved, null), pen: null, selected: null };
  }
}

export const isDirty = ({ setup, saved }: Drawing) => JSON.stringify(setup) !== JSON.stringify(saved);

export function pointsOf(setup: PlateSetup, { kind, index }: ShapeRef): Polygon | null {
  if (kind === 'region') return setup.region;
  return (kind === 'lane' ? setup.lanes[index]?.area : setup.masks[index]) ?? null;
}

export const isSame = (a: ShapeRef | null, b: ShapeRef | null) =>
  a !== null && b !== null && a.kind === b.kind && a.index === b.index;

function finished(drawing: Drawing, kind: ShapeKind, points: Polygon, laneName: string): Drawing {
  const { setup } = drawing;
  const next =
    kind === 'region'
      ? { ...setup, region: points }
      : kind === 'lane'
        ? { ...setup, lanes: [...setup.lanes, { name: laneName, area: points }] }
        : { ...setup, masks: [...setup.masks, points] };
  const index = kind === 'region' ? 0 : (kind === 'lane' ? next.lanes : next.masks).length - 1;
  return { ...changed(drawing, next, null), pen: null, selected: { kind, index } };
}

function withPoints(
  drawing: Drawing,
  shape: ShapeRef,
  last: string | null,
  change: (points: Polygon) => Polygon,
): Drawing {
  const before = pointsOf(drawing.setup, shape);
  if (!before) return drawing;
  const after = change(before);
  if (after === before) return drawing;
  return { ...changed(drawing, replaced(drawing.setup, shape, after), last), selected: shape };
}

function replaced(setup: PlateSetup, { kind, index }: ShapeRef, points: Polygon): PlateSetup {
  if (kind === 'region') return { ...setup, region: points };
  if (kind === 'mask') return { ...setup, masks: setup.masks.with(index, points) };
  const lane = setup.lanes[index]!;
  return { ...setup, lanes: setup.lanes.with(index, { ...lane, area: points }) };
}

function without(setup: PlateSetup, { kind, index }: ShapeRef): PlateSetup {
  if (kind === 'region') return { ...setup, region: null };
  if (kind === 'mask') return { ...setup, masks: setup.masks.toSpliced(index, 1) };
  return { ...setup, lanes: setup.lanes.toSpliced(index, 1) };
}

function changed(drawing: Drawing, setup: PlateSetup, last: string | null): Drawing {
  const again = last !== null && last === drawing.last;
  const undo = again ? drawing.undo : [...drawing.undo, drawing.setup].slice(-mostSteps);
  return { ...drawing, setup, undo, redo: [], last };
}

function step(drawing: Drawing, from: readonly PlateSetup[], way: 'undo' | 'redo'): Drawing {
  const setup = from.at(-1);
  if (!setup) return drawing;
  const rest = from.slice(0, -1);
  const other = [...drawing[way === 'undo' ? 'redo' : 'undo'], drawing.setup];
  const stacks = way === 'undo' ? { undo: rest, redo: other } : { redo: rest, undo: other };
  return { ...drawing, ...stacks, setup, selected: null, last: null };
}
