import { describe, expect, it } from 'vitest';
import { LocalFrame, type LonLat } from '../geo.ts';
import {
  begin,
  type DrawContext,
  type DrawEvent,
  type Drawing,
  type DrawTool,
  drawStep,
  preview,
} from './drawing.ts';
import type { Selection } from './selection.ts';

const frame = new LocalFrame({ lon: 120, lat: 30 });
const at = (x: number, y: number): LonLat => frame.toLonLat(x, y);
const context: DrawContext = {
  radiusM: 300,
  bufferM: 40,
  nearM: 5,
  bearingDeg: 0,
  wayThrough: points => points,
};

/** The selection that these events end in, or the drawing they leave. */
function draw(tool: DrawTool, ...events: DrawEvent[]): Selection | Drawing {
  let drawing = begin(tool);
  for (const event of events) {
    const result = drawStep(drawing, event, context);
    if ('done' in result) return result.done;
    drawing = result.drawing;
  }
  return drawing;
}
const press = (p: LonLat, q: LonLat): DrawEvent[] => [
  { kind: 'down', at: p },
  { kind: 'move', at: q },
  { kind: 'up', at: q },
];
const click = (p: LonLat): DrawEvent[] => [...press(p, p), { kind: 'click', at: p }];

describe('a box', () => {
  const corners = (drawn: Selection | Drawing) =>
    'ring' in drawn ? drawn.ring.map(p => frame.toLocal(p).map(m => Math.round(m) + 0)) : null;
  const box = [
    [0, 0],
    [100, 0],
    [100, 50],
    [0, 50],
  ];
  it('is dragged from corner to corner, or clicked twice', () => {
    expect(corners(draw('box', ...press(at(0, 0), at(100, 50))))).toEqual(box);
    expect(corners(draw('box', ...click(at(0, 0)), ...click(at(100, 50))))).toEqual(box);
  });
  it('has its sides along the screen’s, however the map is turned', () => {
    const turned = drawStep(
      { ...begin('box'), points: [at(0, 0)], cursor: at(100, 0) },
      { kind: 'finish' },
      { ...context, bearingDeg: 45 },
    );
    expect('done' in turned && corners(turned.done)).toEqual([
      [0, 0],
      [50, -50],
      [100, 0],
      [50, 50],
    ]);
  });
  it('is not there after one click', () => {
    expect(draw('box', ...click(at(0, 0)))).toMatchObject({ tool: 'box', points: [at(0, 0)] });
  });
});

describe('a circle', () => {
  it('is as wide as it was dragged', () => {
    expect(draw('circle', ...press(at(0, 0), at(0, 120)))).toEqual({
      kind: 'circle',
      centre: at(0, 0),
      radiusM: 120,
    });
  });
  it('has the standing radius where it was only clicked, or set by key', () => {
    const circle = { kind: 'circle', centre: at(0, 0), radiusM: 300 };
    expect(draw('circle', ...click(at(0, 0)))).toEqual(circle);
    expect(draw('circle', { kind: 'click', at: at(0, 0) })).toEqual(circle);
  });
});

describe('a polygon', () => {
  const corners = [at(0, 0), at(100, 0), at(50, 80)];
  it('ends with a double click, whose second click is no corner', () => {
    const clicks = corners.flatMap(click);
    const last = click(at(50, 81));
    expect(draw('polygon', ...clicks, ...last, { kind: 'finish' })).toEqual({
      kind: 'polygon',
      ring: corners,
    });
  });
  it('needs three corners', () => {
    const events = corners.slice(0, 2).flatMap(click);
    expect(draw('polygon', ...events, { kind: 'finish' })).toMatchObject({ tool: 'polygon' });
  });
  it('loses its last corner by Backspace', () => {
    expect(draw('polygon', ...corners.flatMap(click), { kind: 'back' })).toMatchObject({
      points: corners.slice(0, 2),
    });
  });
});

describe('a route', () => {
  it('follows the roads through its points', () => {
    const byRoad: DrawContext = { ...context, wayThrough: ([a, b]) => [a!, at(0, 100), b!] };
    let drawing = begin('route');
    for (const event of [...click(at(0, 0)), ...click(at(100, 100))])
      drawing = (drawStep(drawing, event, byRoad) as { drawing: Drawing }).drawing;
    expect(drawStep(drawing, { kind: 'finish' }, byRoad)).toEqual({
      done: { kind: 'route', line: [at(0, 0), at(0, 100), at(100, 100)], bufferM: 40 },
    });
  });
});

describe('the way of a relay', () => {
  it('is done with its second point', () => {
    expect(draw('relay', ...click(at(0, 0)))).toMatchObject({ tool: 'relay', points: [at(0, 0)] });
    expect(draw('relay', ...click(at(0, 0)), ...click(at(100, 0)))).toEqual({
      kind: 'route',
      line: [at(0, 0), at(100, 0)],
      bufferM: 40,
    });
  });
});

it('shows what it would be before it is finished', () => {
  expect(preview(begin('box'), context)).toBeNull();
  const dragged = draw('circle', { kind: 'down', at: at(0, 0) }, { kind: 'move', at: at(50, 0) }) as Drawing;
  expect(preview(dragged, context)).toEqual({ kind: 'circle', centre: at(0, 0), radiusM: 50 });
});
