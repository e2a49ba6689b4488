import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { YuvCanvas } from './canvas.ts';
import { readFrameCode } from './frame-code.ts';
import { BurntIn } from './overlay.ts';

async function picture(camera: number, frame: number): Promise<Buffer> {
  const canvas = new YuvCanvas(1280, 720);
  (await BurntIn.create('SIM-001', camera)).draw(canvas, frame);
  const grey = Buffer.from(canvas.y.map(y => Math.max(0, Math.min(255, (y - 16) * 1.164))));
  return sharp(grey, { raw: { width: 1280, height: 720, channels: 1 } })
    .png()
    .toBuffer();
}

describe('the burnt-in frame code', () => {
  it.each([1280, 640, 480, 320])('is read from a picture %i px wide', async width => {
    const { data, info } = await sharp(await picture(13, 40_321))
      .resize(width)
      .toColourspace('srgb')
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(info.channels).toBe(4);
    expect(readFrameCode(data, info.width, info.height)).toEqual({ camera: 13, frame: 40_321 });
  });

  it('is read after hard JPEG compression', async () => {
    const jpeg = await sharp(await picture(0, 499))
      .resize(640)
      .jpeg({ quality: 20 })
      .toBuffer();
    const { data, info } = await sharp(jpeg).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    expect(readFrameCode(data, info.width, info.height)).toEqual({ camera: 0, frame: 499 });
  });

  it('is not seen in a picture without one, nor where a block was painted over', async () => {
    expect(readFrameCode(new Uint8Array(640 * 360 * 4).fill(128), 640, 360)).toBeNull();
    const { data } = await sharp(await picture(13, 77))
      .toColourspace('srgb')
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    for (let y = 32; y < 48; y++) data.fill(255, (y * 1280 + 32) * 4, (y * 1280 + 48) * 4);
    expect(readFrameCode(data, 1280, 720)).toBeNull();
  });
});
