import type { Point } from '@brightwall/protocol/passage';
import { defaultPlateSetup, type PlateSetup } from '@brightwall/protocol/plate-setup';
import { describe, expect, it } from 'vitest';
import { type Drawing, type DrawingAction, drawingReducer, emptyDrawing, isDirty } from './drawing.ts';
import { faultsOf, freeLaneName, penFault } from './faults.ts';

const square: Point[] = [
  [0.1, 0.1],
  [0.4, 0.1],
  [0.4, 0.4],
  [0.1, 0.4],
];
const draw = (kind: 'region' | 'lane' | 'mask', points: Point[] = square): DrawingAction[] => [
  { do: 'pen', kind },
  ...points.map(point => ({ do: 'add', point }) as const),
  { do: 'finish', laneName: '车道 1' },
];
const after = (actions: DrawingAction[], from: Drawing = emptyDrawing) =>
  actions.reduce(drawingReducer, from);
const mask0 = { kind: 'mask', index: 0 } as const;

describe('the pen', () => {
  it('draws a region, lanes and masks, and chooses what it drew', () => {
    const drawing = after([...draw('region'), ...draw('lane'), ...draw('mask')]);
    expect(drawing.setup).toEqual({
      enabled: true,
      region: square,
      lanes: [{ name: '车道 1', area: square }],
      masks: [square],
    });
    expect(drawing.selected).toEqual(mask0);
    expect(drawing.pen).toBeNull();
  });

  it('takes a corner back, is put away, and finishes nothing with two corners', () => {
    const two = after([
      { do: 'pen', kind: 'mask' },
      ...square.slice(0, 3).map(point => ({ do: 'add', point }) as const),
      { do: 'take-back' },
    ]);
    expect(two.pen?.points).toHaveLength(2);
    expect(penFault(two)).toBe('too-few');
    expect(after([{ do: 'finish', laneName: '' }], two)).toBe(two);
    expect(isDirty(after([{ do: 'cancel' }], two))).toBe(false);
  });

  it('stays within the picture', () => {
    const drawing = after([
      { do: 'pen', kind: 'mask' },
      { do: 'add', point: [1.2, -0.1] },
    ]);
    expect(drawing.pen?.points).toEqual([[1, 0]]);
  });

  it('draws a region in the place of the one before', () => {
    const other: Point[] = [
      [0, 0],
      [1, 0],
      [1, 1],
    ];
    expect(after([...draw('region'), ...draw('region', other)]).setup.region).toEqual(other);
  });
});

describe('a drawn shape', () => {
  const drawn = after(draw('mask'));

  it('has its corners moved, added and taken away, down to three', () => {
    const moved = after([{ do: 'move', shape: mask0, vertex: 2, to: [0.6, 0.6], grip: 'a' }], drawn);
    expect(moved.setup.masks[0]?.[2]).toEqual([0.6, 0.6]);
    const five = after([{ do: 'insert', shape: mask0, after: 0, point: [0.25, 0.05] }], drawn);
    expect(five.setup.masks[0]?.[1]).toEqual([0.25, 0.05]);
    const remove = { do: 'delete-point', shape: mask0, vertex: 0 } as const;
    expect(after([remove, remove, remove, remove], drawn).setup.masks[0]).toHaveLength(3);
  });

  it('is taken away', () => {
    expect(after([{ do: 'remove', shape: mask0 }], drawn).setup.masks).toEqual([]);
  });
});

describe('the way back', () => {
  it('undoes a whole drag in one step, and does it again', () => {
    const drawn = after(draw('mask'));
    const drag = [0.5, 0.55, 0.6].map(
      x => ({ do: 'move', shape: mask0, vertex: 2, to: [x, x], grip: 'drag 1' }) as DrawingAction,
    );
    const back = after([...drag, { do: 'undo' }], drawn);
    expect(back.setup.masks[0]).toEqual(square);
    expect(after([{ do: 'redo' }], back).setup.masks[0]?.[2]).toEqual([0.6, 0.6]);
    expect(isDirty(after([{ do: 'undo' }], back))).toBe(false);
  });

  it('leads back to what is saved, and that can be undone too', () => {
    const drawn = after(draw('lane'));
    const reverted = after([{ do: 'revert' }], drawn);
    expect(isDirty(reverted)).toBe(false);
    expect(after([{ do: 'undo' }], reverted).setup).toEqual(drawn.setup);
  });

  it('ends where there is nothing to undo', () => {
    expect(after([{ do: 'undo' }, { do: 'redo' }])).toEqual(emptyDrawing);
  });
});

describe('what is wrong is said before it is sent', () => {
  const setup = (change: Partial<PlateSetup>): PlateSetup => ({ ...defaultPlateSetup, ...change });
  const codes = (change: Partial<PlateSetup>) => faultsOf(setup(change)).map(({ code }) => code);
  const bowTie: Point[] = [
    [0.1, 0.1],
    [0.4, 0.4],
    [0.4, 0.1],
    [0.1, 0.4],
  ];

  it('edges that cross, and shapes as thin as a line', () => {
    expect(codes({ region: square })).toEqual([]);
    expect(codes({ masks: [square, bowTie] })).toEqual(['crossing']);
    expect(faultsOf(setup({ masks: [square, bowTie] }))[0]?.shape).toEqual({ kind: 'mask', index: 1 });
    expect(
      codes({
        region: [
          [0.1, 0.1],
          [0.5, 0.1],
          [0.3, 0.1001],
        ],
      }),
    ).toEqual(['no-area']);
  });

  it('lanes without a name, or with another’s', () => {
    const lane = (name: string) => ({ name, area: square });
    expect(codes({ lanes: [lane(' '), lane('a\u0000b')] })).toEqual(['lane-name', 'lane-name']);
    expect(codes({ lanes: [lane('直行'), lane('直行 ')] })).toEqual(['lane-name-twice']);
  });

  it('more than the protocol takes', () => {
    expect(codes({ masks: Array.from({ length: 17 }, () => square) })).toEqual(['too-many-masks']);
  });
});

it('names a new lane with the first number that is free', () => {
  const area = square;
  const setup = {
    ...defaultPlateSetup,
    lanes: [
      { name: '车道 1', area },
      { name: '直行', area },
    ],
  };
  expect(freeLaneName(setup, number => `车道 ${number}`)).toBe('车道 2');
});
