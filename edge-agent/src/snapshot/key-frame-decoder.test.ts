import { systemClock } from '@brightwall/kit/clock';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AccessUnit } from '../media/access-unit.ts';
import { type Encoded, encode } from '../testing/encode.ts';
import { KeyFrameDecoder } from './key-frame-decoder.ts';

const colours = { red: [1, 0, 0], green: [0, 1, 0], blue: [0, 0, 1] } as const;
type Colour = keyof typeof colours;
const cameras = new Map<string, { colour: Colour; video: Encoded }>();
let decoder: KeyFrameDecoder;

beforeAll(async () => {
  const sizes = { red: '640x360', green: '1280x720', blue: '352x288' };
  for (const colour of Object.keys(colours) as Colour[]) {
    const source = `color=c=${colour === 'green' ? '0x00ff00' : colour}:s=${sizes[colour]}:r=25:d=0.2`;
    // Blue's camera uses B frames: its decoder holds pictures back.
    const options = colour === 'blue' ? ['-bf', '2', '-preset', 'veryfast'] : ['-bf', '0'];
    cameras.set(colour, { colour, video: await encode(source, 'h264', options) });
  }
});
afterEach(() => decoder.close());

function colourOf(rgb: Buffer): Colour | undefined {
  const at = (72 * 256 + 128) * 3;
  const [r, g, b] = [rgb[at]!, rgb[at + 1]!, rgb[at + 2]!];
  const strongest = Math.max(r, g, b);
  return strongest < 120 ? undefined : r === strongest ? 'red' : g === strongest ? 'green' : 'blue';
}

const keyOf = (video: Encoded) => video.units.find(unit => unit.key)!;

describe('KeyFrameDecoder', () => {
  it('gives every camera its own picture, many at a time, of all sizes', async () => {
    decoder = new KeyFrameDecoder('h264', systemClock);
    const asked = Array.from({ length: 24 }, (_, n) => [...cameras.values()][(n * 7) % 3]!);
    const pictures = await Promise.all(asked.map(({ video }) => decoder.decode(keyOf(video), video.sets)));
    expect(pictures.map(colourOf)).toEqual(asked.map(camera => camera.colour));
    expect(pictures[0]).toHaveLength(256 * 144 * 3);
  });

  it('gives a single camera its picture without others to push it out', async () => {
    decoder = new KeyFrameDecoder('h264', systemClock);
    const { video } = cameras.get('blue')!;
    expect(colourOf(await decoder.decode(keyOf(video), video.sets))).toBe('blue');
  });

  it('blames the camera whose key frame is broken, and never gives it the picture of another', async () => {
    decoder = new KeyFrameDecoder('h264', systemClock);
    const red = cameras.get('red')!.video;
    const green = cameras.get('green')!.video;
    const whole = keyOf(red);
    const broken: AccessUnit = { ...whole, nals: [Uint8Array.of(0x65, 0xff, 0xff, 0xff, 0xff)] };
    const results = await Promise.allSettled([
      decoder.decode(keyOf(green), green.sets),
      decoder.decode(broken, red.sets),
      decoder.decode(keyOf(green), green.sets),
    ]);
    expect(
      results.map(result => (result.status === 'fulfilled' ? colourOf(result.value) : 'failed')),
    ).toEqual(['green', 'failed', 'green']);
  });

  it('decodes H.265', async () => {
    decoder = new KeyFrameDecoder('h265', systemClock);
    const video = await encode('color=c=red:s=640x360:r=25:d=0.2', 'h265');
    expect(colourOf(await decoder.decode(keyOf(video), video.sets))).toBe('red');
  });

  it('refuses parameter sets of nonsense without starting anything', async () => {
    decoder = new KeyFrameDecoder('h264', systemClock);
    const { video } = cameras.get('red')!;
    const nonsense = { vps: null, sps: Uint8Array.of(0x67, 0, 0), pps: Uint8Array.of(0x68) };
    await expect(decoder.decode(keyOf(video), nonsense)).rejects.toThrow();
    decoder.close();
    await expect(decoder.decode(keyOf(video), { vps: null, sps: null, pps: null })).rejects.toThrow(
      'no parameter sets',
    );
  });
});
