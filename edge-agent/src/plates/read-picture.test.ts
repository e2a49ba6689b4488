import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawnScene } from '../testing/drawn-plates.ts';
import { readPicture } from './read-picture.ts';
import { PlateReader } from './reader/plate-reader.ts';

describe('a photograph from outside', () => {
  let reader: PlateReader;
  beforeAll(async () => {
    reader = await PlateReader.open();
  });
  afterAll(() => reader.close());

  it('is read as cameras are, with where each plate is', async () => {
    const { rgb, widthPx, heightPx, box } = await drawnScene(
      { kind: 'blue', text: '浙A3K901' },
      960,
      540,
      400,
      380,
      130,
    );
    const jpeg = await sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
      .jpeg()
      .toBuffer();
    const { plates, unreadable } = await readPicture(reader, jpeg);
    expect([plates.map(({ reading, colour, kind }) => [reading.text, colour, kind]), unreadable]).toEqual([
      [['浙A3K901', 'blue', 'small']],
      0,
    ]);
    const [x, y] = plates[0]!.corners[0];
    expect(Math.hypot(x * widthPx - box[0], y * heightPx - box[1])).toBeLessThan(12);
  });

  it('that is none is refused by name', async () => {
    await expect(readPicture(reader, Buffer.from('<svg/>'))).rejects.toMatchObject({ code: 'bad-request' });
    await expect(readPicture(reader, new Uint8Array(50_000_000))).rejects.toMatchObject({
      code: 'too-large',
    });
  });
});
