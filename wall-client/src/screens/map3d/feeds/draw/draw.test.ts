import type { EpochMs } from '@brightwall/kit/clock';
import { describe, expect, test } from 'vitest';
import { FrameSlot, slotBytes } from '../decode/frame-slot.ts';
import { i420Bytes } from '../decode/i420.ts';
import type { FeedOpened, PageDecoded } from '../worker/messages.ts';
import { BoardTable } from './board-table.ts';
import { LayerPool } from './layer-pool.ts';
import { LivePictures } from './live-pictures.ts';
import { type PlaneStore, ThumbnailPages } from './thumbnail-pages.ts';

/** Memory of so many layers instead of a graphics card's. */
class Memory implements PlaneStore {
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
}

const layout = (page: number, cameraIds: (string | null)[], version = 1) => ({
  kind: 'atlas' as const,
  page,
  version,
  columns: 2,
  rows: 1,
  tileWidthPx: 8,
  tileHeightPx: 4,
  cameraIds,
});
const decoded = (page: number, agesMs: (number | null)[], version = 1, width = 16): PageDecoded => ({
  kind: 'page',
  page,
  version,
  agesMs,
  madeMs: 10_000 as EpochMs,
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
  const shown = () => {
    const back: number[] = [];
    const pages = new ThumbnailPages(planes => back.push(planes.byteLength));
    return { pages, back, memory: new Memory() };
  };
  test('is where its page has it, and as old as the core said', () => {
    const { pages, memory, back } = shown();
    pages.handleLayout(layout(5, ['a', 'b']));
    pages.handlePage(decoded(5, [400, 12_000]));
    expect(pages.at('a')).toBeNull();
    expect(pages.upload(memory, 1e6)).toBe(1);
    expect(pages.at('a')).toMatchObject({ layer: 0, x: 0, y: 0, width: 8, height: 4, takenMs: 9_600 });
    expect(pages.at('b')).toMatchObject({ x: 8, takenMs: -2_000 });
    expect(back).toEqual([i420Bytes(16, 4)]);
  });
  test('stands first on its page where nobody looks at those before it', () => {
    const { pages, memory } = shown();
    pages.handleLayout(layout(5, ['a', 'b']));
    pages.handlePage(decoded(5, [null, 12_000], 1, 8));
    expect(pages.upload(memory, 1e6)).toBe(1);
    expect(pages.at('a')).toBeNull();
    expect(pages.at('b')).toMatchObject({ x: 0, y: 0, width: 8, height: 4 });
    // Two are said to be there, and the picture has room for one.
    pages.handlePage(decoded(5, [1, 1], 1, 8));
    expect(pages.upload(memory, 1e6)).toBe(0);
  });
  test('is the newest of its page when more than one came before it was drawn', () => {
    const { pages, memory, back } = shown();
    pages.handleLayout(layout(1, ['a', 'b']));
    for (const age of [3000, 2000, 1000]) pages.handlePage(decoded(1, [age, null]));
    expect(back.length).toBe(2);
    expect(pages.upload(memory, 1e6)).toBe(1);
    expect(pages.at('a')?.takenMs).toBe(9_000);
  });
  test('that was never taken is none, nor is that of a camera not on the page', () => {
    const { pages, memory } = shown();
    pages.handleLayout(layout(1, ['a', null]));
    pages.handlePage(decoded(1, [null, null]));
    pages.upload(memory, 1e6);
    expect([pages.at('a'), pages.at('c')]).toEqual([null, null]);
  });
  test('is looked for where it was drawn while its page is laid out anew', () => {
    const { pages, memory, back } = shown();
    pages.handleLayout(layout(1, ['a', 'b']));
    pages.handlePage(decoded(1, [1, 1]));
    pages.upload(memory, 1e6);
    pages.handleLayout(layout(1, ['b', 'c'], 2));
    expect(pages.at('b')).toMatchObject({ x: 8 });
    expect(pages.at('c')).toBeNull();
    // A picture of the layout before comes late: it would show one camera as another.
    pages.handlePage(decoded(1, [1, 1], 1));
    expect(pages.upload(memory, 1e6)).toBe(0);
    pages.handlePage(decoded(1, [1, 1], 2));
    pages.upload(memory, 1e6);
    expect(pages.at('b')).toMatchObject({ x: 0 });
    expect(pages.at('c')).toMatchObject({ x: 8 });
    expect(back.length).toBe(3);
  });
  test('gives way only while nobody is shown of its page', () => {
    const pages = new ThumbnailPages(() => undefined);
    const memory = new Memory(1);
    for (const page of [1, 2]) pages.handleLayout(layout(page, [`a${page}`, null]));
    pages.handleShown(['a1']);
    for (const page of [1, 2]) {
      pages.handlePage(decoded(page, [1, null]));
      pages.upload(memory, 1e6);
    }
    expect([pages.at('a1') !== null, pages.at('a2')]).toEqual([true, null]);
    pages.handleShown(['a2']);
    pages.handlePage(decoded(2, [1, null]));
    pages.upload(memory, 1e6);
    expect([pages.at('a1'), pages.at('a2') !== null]).toEqual([null, true]);
  });
  test('is gone with the graphics card, and its memory comes back', () => {
    const { pages, memory, back } = shown();
    pages.handleLayout(layout(1, ['a', null]));
    pages.handlePage(decoded(1, [1, null]));
    pages.upload(memory, 1e6);
    pages.handlePage(decoded(1, [1, null]));
    pages.handleLost();
    expect([pages.at('a'), pages.isWaiting, back.length]).toEqual([null, false, 2]);
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
