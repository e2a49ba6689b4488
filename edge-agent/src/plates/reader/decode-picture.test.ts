import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { drawnScene } from '../../testing/drawn-plates.ts';
import { seeded } from '../../testing/seeded.ts';
import { decodePicture } from './decode-picture.ts';
import { ReaderFailure } from './failure.ts';

async function jpegOfScene(): Promise<Buffer> {
  const { rgb, widthPx, heightPx } = await drawnScene(
    { kind: 'blue', text: '浙A3K901' },
    320,
    180,
    150,
    130,
    60,
  );
  return sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .jpeg({ quality: 80 })
    .toBuffer();
}

const kindOf = (file: Uint8Array) =>
  decodePicture(file).then(
    () => 'decoded',
    (error: unknown) => (error instanceof ReaderFailure ? error.kind : error),
  );

test('gives RGB of JPEG, PNG and WebP, of grey ones too', async () => {
  const scene = sharp(await jpegOfScene());
  for (const file of [
    await scene.clone().jpeg().toBuffer(),
    await scene.clone().png().toBuffer(),
    await scene.clone().webp().toBuffer(),
    await scene.clone().greyscale().jpeg().toBuffer(),
    await scene.clone().greyscale().png().toBuffer(),
    await scene.clone().ensureAlpha(0.5).png().toBuffer(),
    await scene.clone().toColourspace('rgb16').png().toBuffer(),
  ]) {
    const picture = await decodePicture(file);
    expect(picture).toMatchObject({ widthPx: 320, heightPx: 180 });
    expect(picture.rgb).toHaveLength(320 * 180 * 3);
  }
});

test('stands a picture upright that a phone took lying', async () => {
  const lying = await sharp(await jpegOfScene())
    .withMetadata({ orientation: 6 })
    .toBuffer();
  expect(await decodePicture(lying)).toMatchObject({ widthPx: 180, heightPx: 320 });
});

test('refuses a JPEG that was cut anywhere, never giving half a picture', async () => {
  const jpeg = await jpegOfScene();
  for (let part = 0; part < 40; part++) {
    const cut = jpeg.subarray(0, Math.floor((jpeg.length * part) / 40));
    expect(await kindOf(cut)).toBe('bad-picture');
  }
});

test('refuses what is no picture', async () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>';
  expect(await kindOf(Buffer.from(svg))).toBe('bad-picture');
  expect(await kindOf(Buffer.from('GIF89a'))).toBe('bad-picture');
  expect(await kindOf(new Uint8Array(0))).toBe('bad-picture');
  expect(await kindOf(new Uint8Array(5000))).toBe('bad-picture');
});

test('refuses a file that says it has a hundred megapixels without decoding it', async () => {
  // The head of a PNG of 12000×9000, checksum right, and nothing behind it.
  const head = Buffer.alloc(33);
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]).copy(head);
  head.write('IHDR', 12, 'latin1');
  head.writeUInt32BE(12_000, 16);
  head.writeUInt32BE(9000, 20);
  head.set([8, 2, 0, 0, 0], 24);
  head.writeUInt32BE(crc32(head.subarray(12, 29)), 29);
  const data = Buffer.from([0, 0, 0, 0, ...Buffer.from('IDAT', 'latin1'), 0x35, 0xaf, 0x06, 0x1e]);
  expect(await kindOf(Buffer.concat([head, data]))).toBe('too-large');
});

test('bears any damage: a whole picture or a typed refusal', async () => {
  const jpeg = await jpegOfScene();
  const random = seeded(99);
  const outcomes = new Set<unknown>();
  for (let round = 0; round < 200; round++) {
    const damaged = Buffer.from(jpeg);
    for (let hits = 1 + Math.floor(random() * 8); hits > 0; hits--)
      damaged[Math.floor(random() * damaged.length)] = Math.floor(random() * 256);
    if (random() < 0.3)
      damaged.copyWithin(Math.floor(random() * damaged.length), Math.floor(random() * damaged.length));
    outcomes.add(await kindOf(damaged));
  }
  outcomes.delete('decoded');
  outcomes.delete('bad-picture');
  outcomes.delete('too-large');
  expect([...outcomes]).toEqual([]);
});
