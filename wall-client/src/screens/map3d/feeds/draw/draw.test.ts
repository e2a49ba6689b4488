import { describe, expect, test } from 'vitest';
import { FrameSlot, slotBytes } from '../decode/frame-slot.ts';
import { i420Bytes } from '../decode/i420.ts';
import type { FeedOpened, PageDecoded } from '../worker/messages.ts';
import { BoardTable } from './board-table.ts';
import { LayerPool } from './layer-pool.ts';
import type { PlaneStore } from './live-pictures.ts';
import { LivePictures } from './live-pictures.ts';
import type { PlaneMove } from './plane-array.ts';
import { type CellStore, Thumbnails } from './thumbnails.ts';

/** Memory of so many layers instead of a graphics card's. */
class Memory implements PlaneStore, CellStore {
  moves: PlaneMove[] = [];
  readonly layers: Uint8Array[] = [];
  readonly #limit: number;
  #size = 0;
  constructor(limit = 8) {
    this.#limit = limit;
  }
  limit(): number {
    return this.#limit;
  }
  fit(width: number, height: number): boolean {
    const grows = this.#size > 0 && width * height > this.#size;
    this.#size = Math.max(this.#size, width * height);
    return grows;
  }
  upload(layer: number, _width: number, _height: number, planes: Uint8Array): void {
    this.layers[layer] = planes.slice();
  }
  uploadParts(_width: number, _height: number, _planes: Uint8Array, moves: readonly PlaneMove[]): void {
    this.moves.push(...moves);
  }
}

/** A page of pictures of 8×4, two beside each other at most, taken at these moments of a core that is 100 ms behind. */
const decoded = (page: number, taken: Record<string, number>, width = 16): PageDecoded => ({
  kind: 'page',
  page,
  sheet: { columns: 2, rows: 1, tileWidthPx: 8, tileHeightPx: 4 },
  cameraIds: Object.keys(taken),
  takenMs: Object.values(taken),
  aheadMs: 100,
  width,
  height: 4,
  colour: 'full-601',
  planes: new ArrayBuffer(i420Bytes(width, 4)),
});

describe('layers', () => {
  test('go to who needs them, and come from who does not, the least recent first', () => {
    const pool = new LayerPool<string>();
    const take = (key: string, needed = '') => pool.take(key, 2, other => needed.includes(other));
    expect([take('a'), take('b'), take('a')]).toEqual([0, 1, 0]);
    expect(take('c', 'a')).toBe(1);
    expect(pool.get('b')).toBeNull();
    expect(take('d', 'ac')).toBeNull();
    pool.free('a');
    expect(take('d', 'c')).toBe(0);
  });
});

describe('a thumbnail', () => {
  const shown = (cameraIds: string[], layers = 8) => {
    const back: number[] = [];
    const thumbnails = new Thumbnails(planes => back.push(planes.byteLength));
    thumbnails.handleShown(cameraIds);
    return { thumbnails, back, memory: new Memory(layers) };
  };
  test('has a cell of its own, and is as old as the core said', () => {
    const { thumbnails, memory, back } = shown(['a', 'b']);
    thumbnails.handlePage(decoded(5, { a: 9_600, b: -2_000 }));
    expect(thumbnails.at('a')).toBeNull();
    expect(thumbnails.upload(memory, 1e6)).toBe(1);
    expect(thumbnails.at('a')).toMatchObject({ layer: 0, x: 0, y: 0, width: 8, height: 4, takenMs: 9_700 });
    expect(thumbnails.at('b')).toMatchObject({ layer: 0, x: 8, takenMs: -1_900 });
    expect(back).toEqual([i420Bytes(16, 4)]);
  });
  test('is brought to the card once, however often it comes, and only where it is shown', () => {
    const { thumbnails, memory } = shown(['b']);
    thumbnails.handlePage(decoded(5, { a: 1, b: 1 }));
    thumbnails.upload(memory, 1e6);
    expect(memory.moves).toEqual([{ fromX: 8, fromY: 0, layer: 0, x: 0, y: 0, width: 8, height: 4 }]);
    thumbnails.handleShown(['a', 'b']);
    thumbnails.handlePage(decoded(5, { a: 1, b: 1 }));
    thumbnails.upload(memory, 1e6);
    expect(memory.moves.slice(1)).toEqual([
      { fromX: 0, fromY: 0, layer: 0, x: 8, y: 0, width: 8, height: 4 },
    ]);
    // It came on another page: there it stays where it is.
    thumbnails.handlePage(decoded(6, { b: 2 }, 8));
    thumbnails.upload(memory, 1e6);
    expect(memory.moves.slice(2)).toEqual([
      { fromX: 0, fromY: 0, layer: 0, x: 0, y: 0, width: 8, height: 4 },
    ]);
  });
  test('goes to the card together with its neighbour on the page, where that is its neighbour there', () => {
    const { thumbnails, memory } = shown(['a', 'b']);
    thumbnails.handlePage(decoded(5, { a: 1, b: 1 }));
    thumbnails.upload(memory, 1e6);
    expect(memory.moves).toEqual([{ fromX: 0, fromY: 0, layer: 0, x: 0, y: 0, width: 16, height: 4 }]);
    thumbnails.handlePage(decoded(5, { b: 2, a: 2 }));
    thumbnails.upload(memory, 1e6);
    expect(memory.moves.slice(1).map(({ fromX, x, width }) => [fromX, x, width])).toEqual([
      [0, 8, 8],
      [8, 0, 8],
    ]);
  });
  test('is not taken from a page that has no room for it', () => {
    const { thumbnails, memory } = shown(['a', 'b']);
    thumbnails.handlePage(decoded(5, { a: 1, b: 1 }, 8));
    thumbnails.upload(memory, 1e6);
    expect([thumbnails.at('a'), memory.moves]).toEqual([null, []]);
  });
  test('is the newest of its page when more than one came before it was drawn', () => {
    const { thumbnails, memory, back } = shown(['a']);
    for (const taken of [1000, 2000, 3000]) thumbnails.handlePage(decoded(1, { a: taken }));
    expect(back.length).toBe(2);
    expect(thumbnails.upload(memory, 1e6)).toBe(1);
    expect(thumbnails.at('a')?.takenMs).toBe(3_100);
  });
  test('gives way only while it is not shown', () => {
    const { thumbnails, memory } = shown(['a', 'b', 'c'], 1);
    thumbnails.handlePage(decoded(1, { a: 1, b: 1 }));
    thumbnails.handlePage(decoded(2, { c: 1 }, 8));
    thumbnails.upload(memory, 1e6);
    expect([thumbnails.at('a') !== null, thumbnails.at('c')]).toEqual([true, null]);
    thumbnails.handleShown(['b', 'c']);
    thumbnails.handlePage(decoded(2, { c: 2 }, 8));
    thumbnails.upload(memory, 1e6);
    expect([thumbnails.at('a'), thumbnails.at('c')]).toMatchObject([null, { x: 0 }]);
  });
  test('is gone with the graphics card, and its memory comes back', () => {
    const { thumbnails, memory, back } = shown(['a']);
    thumbnails.handlePage(decoded(1, { a: 1 }));
    thumbnails.upload(memory, 1e6);
    thumbnails.handlePage(decoded(1, { a: 2 }));
    thumbnails.handleLost();
    expect([thumbnails.at('a'), thumbnails.isWaiting, back.length]).toEqual([null, false, 2]);
    thumbnails.handlePage(decoded(1, { a: 2 }));
    thumbnails.upload(memory, 1e6);
    expect(memory.moves).toHaveLength(2);
  });
});

describe('a live picture', () => {
  const opened = (cameraId: string, feed: number): FeedOpened & { slot: SharedArrayBuffer } => ({
    kind: 'feed',
    feed,
    cameraId,
    codec: 'avc1.42e01f',
    width: 4,
    height: 2,
    slot: new SharedArrayBuffer(slotBytes(i420Bytes(4, 2))),
  });
  const write = ({ slot }: { slot: SharedArrayBuffer }, value: number) => {
    const writer = new FrameSlot(slot);
    writer.target(4, 2)?.fill(value);
    writer.publish(4, 2, 'limited-601');
  };
  test('is brought to the card when it is newer, the newest only', () => {
    const live = new LivePictures(() => undefined);
    const memory = new Memory();
    live.handleWanted(['a']);
    const feed = opened('a', 1);
    live.handleOpened(feed);
    expect([live.isWaiting, live.at('a')]).toEqual([false, null]);
    for (const value of [1, 2, 3]) write(feed, value);
    expect(live.upload(memory, 24, 500)).toBe(1);
    expect(live.at('a')).toMatchObject({ source: 'live', layer: 0, width: 4, height: 2, takenMs: 500 });
    expect(memory.layers[0]?.[0]).toBe(3);
    expect(live.upload(memory, 24, 600)).toBe(0);
  });
  test('waits its turn when there are more than a frame takes', () => {
    const live = new LivePictures(() => undefined);
    const memory = new Memory();
    const names = ['a', 'b', 'c', 'd', 'e'];
    live.handleWanted(names);
    const feeds = names.map((name, i) => opened(name, i));
    for (const feed of feeds) live.handleOpened(feed);
    for (const feed of feeds) write(feed, 1);
    expect(live.upload(memory, 3, 1)).toBe(3);
    for (const feed of feeds) write(feed, 2);
    live.upload(memory, 3, 2);
    expect(names.every(name => live.at(name) !== null)).toBe(true);
  });
  test('nobody wants is let go, and its layer serves another', () => {
    const live = new LivePictures(() => undefined);
    const memory = new Memory(1);
    live.handleWanted(['a']);
    const [a, b] = [opened('a', 1), opened('b', 2)];
    live.handleOpened(a);
    live.handleOpened(b);
    expect(live.size).toBe(1);
    write(a, 1);
    live.upload(memory, 24, 1);
    live.handleWanted(['b']);
    live.handleOpened(b);
    write(b, 2);
    live.upload(memory, 24, 1);
    expect([live.at('a'), live.at('b')?.layer]).toEqual([null, 0]);
  });
  test('is brought anew after the graphics card was away', () => {
    const live = new LivePictures(() => undefined);
    live.handleWanted(['a']);
    const feed = opened('a', 1);
    live.handleOpened(feed);
    write(feed, 1);
    live.upload(new Memory(), 24, 1);
    live.handleLost();
    expect(live.at('a')).toBeNull();
    expect(live.upload(new Memory(), 24, 1)).toBe(1);
  });
  test('comes by itself where memory is not shared, and its buffer goes back', () => {
    const back: number[] = [];
    const live = new LivePictures(feed => back.push(feed));
    live.handleWanted(['a']);
    live.handleOpened({ ...opened('a', 6), slot: null });
    const planes = new ArrayBuffer(i420Bytes(4, 2));
    live.handleFrame({ kind: 'frame', feed: 6, width: 4, height: 2, colour: 'full-709', planes });
    expect(live.upload(new Memory(), 24, 1)).toBe(1);
    expect([back, live.at('a')?.colour]).toEqual([[6], 'full-709']);
  });
});

describe('the table', () => {
  const instances = {
    ids: ['a', 'b'],
    count: 2,
    place: new Float32Array([1, 2, 0, 1, 3, 4, 0, 1]),
    look: new Float32Array([0, 0, 2, 1, 0, 0, 3, 1]),
  };
  const boards = ['a', 'b'].map((cameraId, index) => ({ cameraId, index, tier: 'thumbnail' as const }));
  const picture = (takenMs: number) => ({
    source: 'thumbnail' as const,
    layer: 4,
    x: 8,
    y: 0,
    width: 8,
    height: 4,
    colour: 'full-601' as const,
    takenMs,
  });
  test('holds place, tone, picture and whether it is old, of boards that have one', () => {
    const table = new BoardTable();
    const pack = (takenMs: number) =>
      table.pack(
        boards,
        instances,
        b => (b.cameraId === 'b' ? picture(takenMs) : null),
        id => id === 'b',
        100,
      );
    expect(pack(150)).toBe(true);
    expect([...table.data.slice(0, 12)]).toEqual([3, 4, 3, 1, 8, 0, 8, 4, 4, 0, 0, 0]);
    expect(table.count).toBe(1);
    expect(pack(150)).toBe(false);
    expect(pack(50)).toBe(true);
    expect(table.data[11]).toBe(1);
  });
});
