import { cp, mkdtemp, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeClock } from '@brightwall/kit/clock';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { drawnPlate, drawnScene } from '../../testing/drawn-plates.ts';
import { seeded } from '../../testing/seeded.ts';
import { ReaderFailure } from './failure.ts';
import { defaultModelsDir } from './model-files.ts';
import { PlateReader } from './plate-reader.ts';
import { type Box, type FoundPlate, maxWaitingRequests, type Picture, type ReaderState } from './types.ts';

const kindOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'answered',
    (error: unknown) => (error instanceof ReaderFailure ? error.kind : error),
  );

const plain = (widthPx: number, heightPx: number, value = 128): Picture => ({
  rgb: new Uint8Array(widthPx * heightPx * 3).fill(value),
  widthPx,
  heightPx,
});

describe('with its models', () => {
  let reader: PlateReader;
  beforeAll(async () => {
    reader = await PlateReader.open();
    expect(reader.state).toEqual({ kind: 'ready' });
  });
  afterAll(() => reader.close());

  test('moves the picture there and back, unchanged', async () => {
    const { rgb, widthPx, heightPx } = await drawnScene(
      { kind: 'blue', text: '浙A3K901' },
      640,
      360,
      300,
      260,
      90,
    );
    const before = rgb.slice();
    const answer = await reader.find({ picture: { rgb, widthPx, heightPx }, region: null, read: 'all' });
    expect(rgb.length).toBe(0);
    expect(answer.picture.rgb).toEqual(before);
    expect(answer.detectMs).toBeGreaterThan(0);
  });

  test('leaves the caller a buffer that others share', async () => {
    const shared = new Uint8Array(1000 + 64 * 64 * 3).fill(9);
    const rgb = shared.subarray(1000);
    const answer = await reader.find({
      picture: { rgb, widthPx: 64, heightPx: 64 },
      region: null,
      read: 'none',
    });
    expect(shared[0]).toBe(9);
    expect(answer.picture.rgb).toHaveLength(64 * 64 * 3);
  });

  test('answers many at once in their order, and refuses what would wait too long', async () => {
    const asked = Array.from({ length: maxWaitingRequests + 3 }, (_, n) =>
      reader.find({ picture: plain(64, 64, n), region: null, read: 'none' }).then(
        answer => answer.picture.rgb[0],
        (failure: ReaderFailure) => failure.kind,
      ),
    );
    expect(await Promise.all(asked)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 'busy', 'busy', 'busy']);
    expect(reader.pending).toBe(0);
  });

  test('makes up nothing in pictures without a plate', async () => {
    const random = seeded(7);
    const noise = plain(640, 360);
    for (let at = 0; at < noise.rgb.length; at++) noise.rgb[at] = random() * 256;
    for (const picture of [plain(640, 360, 0), plain(640, 360, 255), plain(640, 360), noise]) {
      const { plates } = await reader.find({ picture, region: null, read: 'all' });
      expect(plates.filter(plate => plate.reading)).toEqual([]);
    }
  });

  test('reads nothing out of crops that are no plates', async () => {
    const random = seeded(8);
    for (let round = 0; round < 6; round++) {
      const crop = plain(120, 40, 30 * round);
      if (round % 2) for (let at = 0; at < crop.rgb.length; at++) crop.rgb[at] = random() * 256;
      const { plate } = await reader.readCrop({ picture: crop });
      expect(plate.reading).toBeNull();
    }
  });

  test.each([
    [1, 1],
    [2, 1000],
    [1000, 2],
    [31, 33],
  ])('bears a picture of %d×%d', async (widthPx, heightPx) => {
    const { plates } = await reader.find({ picture: plain(widthPx, heightPx), region: null, read: 'all' });
    expect(plates.filter(plate => plate.reading)).toEqual([]);
    await reader.readCrop({ picture: plain(widthPx, heightPx) });
  });

  test('refuses a hundred megapixels before it allocates or moves anything', async () => {
    const rgb = new Uint8Array(12);
    const picture = { rgb, widthPx: 12_000, heightPx: 9000 };
    expect(await kindOf(reader.find({ picture, region: null, read: 'all' }))).toBe('too-large');
    expect(rgb.length).toBe(12);
  });

  test.each<[string, Picture]>([
    ['too few bytes', { rgb: new Uint8Array(10), widthPx: 2, heightPx: 2 }],
    ['too many', { rgb: new Uint8Array(13), widthPx: 2, heightPx: 2 }],
    ['no side', { rgb: new Uint8Array(0), widthPx: 0, heightPx: 5 }],
    ['half a pixel', { rgb: new Uint8Array(12), widthPx: 1.5, heightPx: 2 }],
    ['no number', { rgb: new Uint8Array(12), widthPx: Number.NaN, heightPx: 2 }],
  ])('refuses a picture of %s', async (_, picture) => {
    expect(await kindOf(reader.find({ picture, region: null, read: 'all' }))).toBe('bad-picture');
    expect(await kindOf(reader.readCrop({ picture }))).toBe('bad-picture');
  });

  test('refuses regions without area, looks into those that reach over the edge', async () => {
    const within = (region: Box) => kindOf(reader.find({ picture: plain(64, 64), region, read: 'none' }));
    expect(await within([10, 10, 10, 20])).toBe('bad-request');
    expect(await within([20, 10, 10, 20])).toBe('bad-request');
    expect(await within([0, 0, Number.NaN, 20])).toBe('bad-request');
    expect(await within([-50, -50, 20, 1e9])).toBe('answered');
    expect(await within([500, 500, 600, 600])).toBe('answered');
  });

  test('bears any regions and corners, and stays alive', async () => {
    const random = seeded(41);
    const odd = [Number.NaN, Infinity, -Infinity, 1e300, -1e7, 0, 0.5];
    const any = () => (random() < 0.2 ? odd[Math.floor(random() * odd.length)]! : random() * 200 - 50);
    for (let round = 0; round < 40; round++) {
      const picture = plain(1 + Math.floor(random() * 90), 1 + Math.floor(random() * 90));
      const point = () => [any(), any()] as const;
      const plate: FoundPlate = {
        box: [any(), any(), any(), any()],
        corners: [point(), point(), point(), point()],
        score: any(),
        rows: random() < 0.5 ? 1 : 2,
        colour: 'green',
        widthPx: any(),
        angleDeg: any(),
        sharpness: any(),
        reading: null,
      };
      const request =
        round % 2
          ? reader.find({ picture, region: [any(), any(), any(), any()], read: 'all' })
          : reader.readPlates({ picture, plates: [plate] });
      expect(['answered', 'bad-request']).toContain(await kindOf(request));
    }
    expect(reader.state.kind).toBe('ready');
  });
});

describe('without', () => {
  let dir: string;
  let reader: PlateReader | null = null;
  afterEach(async () => {
    await reader?.close();
    await rm(dir, { recursive: true, force: true });
  });

  const next = (from: PlateReader) => new Promise<ReaderState>(resolve => from.on('state', resolve));

  test('says which model is missing, refuses to read, and takes the model up once it is there', async () => {
    dir = await mkdtemp(join(tmpdir(), 'models-'));
    const clock = new FakeClock();
    reader = await PlateReader.open({ modelsDir: dir, clock });
    expect(reader.state).toMatchObject({ kind: 'model-missing', zh: expect.stringMatching('缺失') });
    expect(await kindOf(reader.readCrop({ picture: plain(90, 30) }))).toBe('not-ready');

    await cp(defaultModelsDir, dir, { recursive: true });
    const mended = next(reader);
    while (clock.pending === 0) await new Promise(resolve => setImmediate(resolve));
    await clock.advance(60_000);
    expect(await mended).toEqual({ kind: 'ready' });
    expect(await kindOf(reader.readCrop({ picture: plain(90, 30) }))).toBe('answered');
  });

  test('says which model is damaged', async () => {
    dir = await mkdtemp(join(tmpdir(), 'models-'));
    await cp(defaultModelsDir, dir, { recursive: true });
    await truncate(join(dir, 'plate-recogniser', 'plate-recogniser.onnx'), 1000);
    reader = await PlateReader.open({ modelsDir: dir, clock: new FakeClock() });
    expect(reader.state).toMatchObject({ kind: 'model-damaged', en: 'Model plate-recogniser is damaged' });
  });
});

describe('when its thread ends', () => {
  test('what was asked is refused, and it comes back', async () => {
    const clock = new FakeClock();
    const reader = await PlateReader.open({ clock });
    const large = await drawnPlate({ kind: 'blue', text: '浙A3K901' }, 200);
    const asked = [0, 1, 2].map(() => {
      const rgb = large.rgb.slice();
      return kindOf(reader.readCrop({ picture: { ...large, rgb } }));
    });
    const states: string[] = [];
    reader.on('state', state => states.push(state.kind));
    // It hangs, as far as this clock can tell.
    await clock.advance(30_000);
    expect(await Promise.all(asked)).toEqual(['crashed', 'crashed', 'crashed']);
    const back = new Promise<void>(resolve => {
      reader.on('state', state => state.kind === 'ready' && resolve());
    });
    while (clock.pending === 0) await new Promise(resolve => setImmediate(resolve));
    await clock.advance(60_000);
    await back;
    expect(states).toEqual(['crashed', 'ready']);
    expect(await kindOf(reader.readCrop({ picture: plain(90, 30) }))).toBe('answered');
    await reader.close();
  });

  test('closing answers what runs or waits, and refuses what comes after', async () => {
    const reader = await PlateReader.open();
    const asked = [0, 1, 2].map(() =>
      kindOf(reader.find({ picture: plain(640, 360), region: null, read: 'all' })),
    );
    await reader.close();
    await reader.close();
    for (const outcome of await Promise.all(asked)) expect(['answered', 'closed']).toContain(outcome);
    expect(reader.state).toEqual({ kind: 'closed' });
    expect(await kindOf(reader.readCrop({ picture: plain(90, 30) }))).toBe('closed');
  });
});
