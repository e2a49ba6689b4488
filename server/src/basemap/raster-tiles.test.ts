import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FakeClock } from '@brightwall/kit/clock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { RasterTiles } from './raster-tiles.ts';

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
const day = 86_400_000;

let source: Server;
let asked: string[];
let answer: (path: string) => { status: number; body: Buffer | string; headers?: Record<string, string> };
let folder: ReturnType<typeof tempFolder>;
let clock: FakeClock;

beforeAll(async () => {
  source = createServer((request, response) => {
    asked.push(request.url!);
    const { status, body, headers } = answer(request.url!);
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>(resolve => source.listen(0, '127.0.0.1', resolve));
});
afterAll(() => source.close());
beforeEach(() => {
  asked = [];
  answer = () => ({ status: 200, body: png });
  folder = tempFolder('tiles');
  clock = new FakeClock(Date.now());
});
afterEach(() => folder.remove());

const tiles = (maxBytes = 1e9) =>
  new RasterTiles({
    rasters: [
      {
        id: 'img',
        name: '影像',
        nameEn: 'Imagery',
        url: `http://127.0.0.1:${(source.address() as AddressInfo).port}/t/{z}/{x}/{y}?tk={token}`,
        token: 'secret & co',
        crs: 'wgs84',
        tileSize: 256,
        minZoom: 1,
        maxZoom: 18,
        attribution: '',
      },
    ],
    folder: folder.path,
    cache: { maxBytes, maxAgeMs: day },
    clock,
  });

describe('a tile of a source that a user brings', () => {
  it('is fetched with the token once, for all who ask at once and later', async () => {
    const ours = tiles();
    const both = await Promise.all([ours.tile('img', 3, 5, 2), ours.tile('img', 3, 5, 2)]);
    expect(both.map(({ type, bytes }) => [type, bytes])).toEqual([
      ['image/png', png],
      ['image/png', png],
    ]);
    await ours.tile('img', 3, 5, 2);
    expect(asked).toEqual(['/t/3/5/2?tk=secret%20%26%20co']);
    // Another start finds it on the disk.
    await tiles().tile('img', 3, 5, 2);
    expect(asked).toHaveLength(1);
  });

  it('is fetched anew when it is old, and shown all the same when the source is gone', async () => {
    await tiles().tile('img', 3, 5, 2);
    await clock.advance(2 * day);
    answer = () => ({ status: 500, body: 'no' });
    expect((await tiles().tile('img', 3, 5, 2)).bytes).toEqual(png);
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['no such source', 'other', 3, 5, 2],
    ['too near', 'img', 19, 5, 2],
    ['too far', 'img', 0, 0, 0],
    ['outside the world', 'img', 3, 8, 2],
  ])('that cannot be (%s) is asked of nobody', async (_why, id, z, x, y) => {
    await expect(tiles().tile(id, z, x, y)).rejects.toMatchObject({ code: 'not-found' });
    expect(asked).toEqual([]);
  });

  it.each([
    ['an error', () => ({ status: 403, body: 'your key secret & co is wrong' }), 'media-unavailable'],
    ['no picture', () => ({ status: 200, body: '<html>secret & co</html>' }), 'media-unavailable'],
    [
      'another address',
      () => ({ status: 302, body: '', headers: { location: 'http://127.0.0.1:1/' } }),
      'media-unavailable',
    ],
    ['nothing there', () => ({ status: 404, body: '' }), 'not-found'],
    [
      'more than a tile can be',
      () => ({ status: 200, body: Buffer.concat([png, Buffer.alloc(2_100_000)]) }),
      'media-unavailable',
    ],
  ])(
    'that is answered with %s is told so without the token, and not asked again at once',
    async (_what, other, code) => {
      answer = other;
      const ours = tiles();
      const error = await ours.tile('img', 3, 5, 2).catch(reason => reason);
      expect(error).toMatchObject({ code });
      expect(JSON.stringify(error.toBody())).not.toContain('secret');
      await expect(ours.tile('img', 3, 5, 2)).rejects.toMatchObject({ code: expect.any(String) });
      expect(asked).toHaveLength(1);
      await clock.advance(16_000);
      answer = () => ({ status: 200, body: png });
      expect((await ours.tile('img', 3, 5, 2)).bytes).toEqual(png);
    },
  );

  it('makes room when there is no more, the longest unused first', async () => {
    const big = Buffer.concat([png, Buffer.alloc(989)]);
    answer = () => ({ status: 200, body: big });
    const ours = tiles(3500);
    for (const x of [0, 1, 2]) {
      await ours.tile('img', 3, x, 0);
      // File times are as coarse as the kernel's tick, 10 ms at most.
      await new Promise(resolve => setTimeout(resolve, 20));
    }
    await ours.tile('img', 3, 0, 0);
    await ours.tile('img', 3, 3, 0);
    asked = [];
    for (const x of [0, 3]) await ours.tile('img', 3, x, 0);
    expect(asked).toEqual([]);
    await ours.tile('img', 3, 1, 0);
    expect(asked).toHaveLength(1);
  });
});
