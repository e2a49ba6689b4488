import type { EpochMs } from '@brightwall/kit/clock';
import type { FeedUnit } from '@brightwall/protocol/map-feed';
import { describe, expect, test } from 'vitest';
import { type Arrived, AtlasDecoder, type PagePlanes } from './atlas-decoder.ts';
import { type DecoderTools, FeedDecoder, maxQueue } from './feed-decoder.ts';
import { FrameSlot, slotBytes } from './frame-slot.ts';
import { colourOf, i420Bytes, rgbaToI420 } from './i420.ts';

const layout = {
  kind: 'atlas' as const,
  columns: 1,
  rows: 1,
  tileWidthPx: 2,
  tileHeightPx: 2,
  cameraIds: [],
};
const page = (number: number, version = 1): Arrived => ({
  picture: { page: number, version, madeMs: 0, agesMs: [], jpeg: new Uint8Array([number, version]) },
  on: { layout: { ...layout, page: number, version }, pictures: [] },
  madeMs: 1000 as EpochMs,
});
const settled = async () => {
  for (let i = 0; i < 10; i += 1) await Promise.resolve();
};

/** Decodes when told to; what it was given, and what came out. */
function atlas() {
  const asked: { of: number[]; into: ArrayBuffer; done(): void; fail(): void }[] = [];
  const out: number[] = [];
  const decoder = new AtlasDecoder({
    decodeJpeg: (jpeg, into) =>
      new Promise<PagePlanes>((resolve, reject) => {
        const planes = { width: 2, height: 2, colour: 'full-601' as const, planes: into };
        asked.push({
          of: [...jpeg],
          into,
          done: () => resolve(planes),
          fail: () => reject(new Error('broken')),
        });
      }),
    onPage: ({ picture }) => out.push(picture.version),
  });
  return { decoder, asked, out };
}

describe('pages of thumbnails', () => {
  test('are decoded two at once, and of each only the newest', async () => {
    const { decoder, asked, out } = atlas();
    for (const each of [page(1), page(2), page(3, 1), page(3, 2), page(3, 3)]) decoder.handlePicture(each);
    expect(asked.map(({ of }) => of[0])).toEqual([1, 2]);
    asked[0]?.done();
    await settled();
    expect(asked.at(-1)?.of).toEqual([3, 3]);
    expect(decoder.counts.replaced).toBe(2);
    asked.at(-1)?.done();
    await settled();
    expect(out).toEqual([1, 3]);
  });
  test('are not decoded again before the last one was taken', async () => {
    const { decoder, asked } = atlas();
    decoder.handlePicture(page(1, 1));
    asked[0]?.done();
    await settled();
    decoder.handlePicture(page(1, 2));
    expect(asked.length).toBe(1);
    decoder.handleTaken(1);
    expect(asked.at(-1)?.of).toEqual([1, 2]);
  });
  test('wait while the drawing thread has as many as there are buffers, and those serve again', async () => {
    const { decoder, asked } = atlas();
    for (let number = 1; number <= 20; number += 1) {
      decoder.handlePicture(page(number));
      asked.at(-1)?.done();
      await settled();
    }
    expect(asked.length).toBe(16);
    decoder.handleBack(asked[3]!.into);
    expect(asked.length).toBe(17);
    expect(asked[16]!.into).toBe(asked[3]!.into);
  });
  test('that are broken cost nothing but themselves', async () => {
    const { decoder, asked, out } = atlas();
    decoder.handlePicture(page(1, 1));
    asked[0]?.fail();
    await settled();
    decoder.handlePicture(page(1, 2));
    asked[1]?.done();
    await settled();
    expect(out).toEqual([2]);
    expect(decoder.counts).toMatchObject({ decoded: 1, broken: 1 });
  });
});

/** A browser's decoder as far as it is used: what it was given waits until the test lets it out. */
function browserDecoders() {
  const made: { init: VideoDecoderInit; given: string[]; queue: number; isClosed: boolean }[] = [];
  const tools: DecoderTools = {
    create(init) {
      const one = { init, given: [] as string[], queue: 0, isClosed: false };
      made.push(one);
      return {
        configure: () => undefined,
        decode: chunk => void one.given.push(chunk.type),
        close: () => {
          one.isClosed = true;
        },
        get decodeQueueSize() {
          return one.queue;
        },
      };
    },
    chunk: init => init as unknown as EncodedVideoChunk,
  };
  return { made, tools };
}
const unit = (key: boolean): FeedUnit => ({ feed: 1, key, timeMs: 0, data: new Uint8Array(4) });
const frame = () => {
  const one = {
    closed: 0,
    close() {
      one.closed += 1;
    },
  };
  return one;
};

describe('a live feed', () => {
  test('begins at a key frame', () => {
    const { made, tools } = browserDecoders();
    const decoder = new FeedDecoder(tools, 'avc1.42e01f', async () => undefined);
    for (const key of [false, false, true, false]) decoder.handleUnit(unit(key));
    expect(made.map(({ given }) => given)).toEqual([['key', 'delta']]);
    expect(decoder.counts.dropped).toBe(2);
  });
  test('that is behind goes on at the next key frame', async () => {
    const { made, tools } = browserDecoders();
    const decoder = new FeedDecoder(tools, 'avc1.42e01f', async () => undefined);
    decoder.handleUnit(unit(true));
    made[0]?.init.output(frame() as unknown as VideoFrame);
    await settled();
    decoder.handleUnit(unit(false));
    made[0]!.queue = maxQueue + 1;
    decoder.handleUnit(unit(false));
    made[0]!.queue = 0;
    decoder.handleUnit(unit(false));
    decoder.handleUnit(unit(true));
    decoder.handleUnit(unit(false));
    expect(made[0]?.given).toEqual(['key', 'delta', 'key', 'delta']);
    expect(decoder.counts.dropped).toBe(2);
  });
  test('is given all since the last key frame at first, and catches up', () => {
    const { made, tools } = browserDecoders();
    const decoder = new FeedDecoder(tools, 'avc1.42e01f', async () => undefined);
    for (let i = 0; i < 30; i += 1) {
      decoder.handleUnit(unit(i === 0));
      made[0]!.queue = i + 1;
    }
    expect(made[0]?.given.length).toBe(30);
  });
  test('whose decoder the browser took away gets another at the next key frame', () => {
    const { made, tools } = browserDecoders();
    const decoder = new FeedDecoder(tools, 'avc1.42e01f', async () => undefined);
    decoder.handleUnit(unit(true));
    made[0]?.init.error(new DOMException('reclaimed', 'QuotaExceededError'));
    decoder.handleUnit(unit(false));
    expect(made.length).toBe(1);
    decoder.handleUnit(unit(true));
    expect(made.map(({ isClosed }) => isClosed)).toEqual([true, false]);
    // What the first one still says is of no account.
    made[0]?.init.error(new DOMException('late'));
    decoder.handleUnit(unit(false));
    expect(made[1]?.given).toEqual(['key', 'delta']);
    expect(decoder.counts.failed).toBe(1);
  });
  test('holds no frame: one is copied, what comes meanwhile is closed and counted', async () => {
    const { made, tools } = browserDecoders();
    let copied = () => {};
    const decoder = new FeedDecoder(tools, 'avc1.42e01f', () => new Promise<void>(done => (copied = done)));
    for (const key of [true, false]) decoder.handleUnit(unit(key));
    const [first, second] = [frame(), frame()];
    made[0]?.init.output(first as unknown as VideoFrame);
    made[0]?.init.output(second as unknown as VideoFrame);
    expect([first.closed, second.closed]).toEqual([0, 1]);
    copied();
    await settled();
    expect(first.closed).toBe(1);
    expect(decoder.counts).toEqual({ received: 2, decoded: 1, dropped: 1, failed: 0 });
  });
  test('loses no unit from its account, also those inside a decoder that failed or was closed', async () => {
    const { made, tools } = browserDecoders();
    const decoder = new FeedDecoder(tools, 'avc1.42e01f', async () => undefined);
    for (const key of [false, true, false, false]) decoder.handleUnit(unit(key));
    made[0]?.init.output(frame() as unknown as VideoFrame);
    await settled();
    made[0]?.init.error(new DOMException('reclaimed', 'QuotaExceededError'));
    expect(decoder.counts).toEqual({ received: 4, decoded: 1, dropped: 3, failed: 1 });
    for (const key of [true, false]) decoder.handleUnit(unit(key));
    decoder.close();
    expect(decoder.counts).toEqual({ received: 6, decoded: 1, dropped: 5, failed: 1 });
  });
  test('that is closed takes nothing more', () => {
    const { made, tools } = browserDecoders();
    const decoder = new FeedDecoder(tools, 'avc1.42e01f', async () => undefined);
    decoder.handleUnit(unit(true));
    decoder.close();
    decoder.close();
    decoder.handleUnit(unit(true));
    const late = frame();
    made[0]?.init.output(late as unknown as VideoFrame);
    expect([made.length, made[0]?.isClosed, late.closed]).toEqual([1, true, 1]);
  });
});

describe('a slot', () => {
  test('shows the newest whole picture while the next one is written', () => {
    const memory = new SharedArrayBuffer(slotBytes(i420Bytes(4, 2)));
    const [writer, reader] = [new FrameSlot(memory), new FrameSlot(memory)];
    expect(reader.sequence).toBe(0);
    writer.target(4, 2)?.fill(7);
    writer.publish(4, 2, 'limited-709');
    const seen = reader.newest();
    expect(seen).toMatchObject({ sequence: 1, width: 4, height: 2, colour: 'limited-709' });
    writer.target(4, 2)?.fill(9);
    expect([...seen.planes]).toEqual(Array(12).fill(7));
    writer.publish(4, 2, 'limited-709');
    expect([...reader.newest().planes]).toEqual(Array(12).fill(9));
  });
  test('takes no picture larger than itself', () => {
    expect(new FrameSlot(new ArrayBuffer(slotBytes(i420Bytes(4, 2)))).target(4, 4)).toBeNull();
  });
});

describe('colours', () => {
  const planesOf = (rgb: number[]) => {
    const into = new Uint8Array(6);
    rgbaToI420(
      [0, 1, 2, 3].flatMap(() => [...rgb, 255]),
      2,
      2,
      into,
    );
    return [into[0], into[4], into[5]];
  };
  test('become luma and chroma as JFIF has them', () => {
    expect(planesOf([255, 255, 255])).toEqual([255, 128, 128]);
    expect(planesOf([0, 0, 0])).toEqual([0, 128, 128]);
    expect(planesOf([255, 0, 0])).toEqual([76, 85, 255]);
    expect(planesOf([0, 0, 255])).toEqual([29, 255, 107]);
  });
  test('are taken for limited BT.601 where a frame says nothing', () => {
    expect(colourOf({ fullRange: null, matrix: null })).toBe('limited-601');
    expect(colourOf({ fullRange: true, matrix: 'smpte170m' })).toBe('full-601');
    expect(colourOf({ fullRange: false, matrix: 'bt709' })).toBe('limited-709');
  });
});
