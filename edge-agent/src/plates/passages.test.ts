// Video of the simulator in, passages out, held against what was drawn: the real gates, decoders, nets and tracker.
import { defaultPlateSetup, type PlateSetup, type Polygon } from '@brightwall/protocol/plate-setup';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outcomesOf } from '../../../bench/plates/outcomes.ts';
import { ensureContent, loopDir } from '../../../simulator/src/content/build.ts';
import { defaultContentDir } from '../../../simulator/src/default-dir.ts';
import type { AccessUnit } from '../media/access-unit.ts';
import { PlateReader } from './reader/plate-reader.ts';
import { type PlayedLoop, type PlayOptions, playLoop } from './testing/loop-player.ts';

/** By day, by night, H.265. */
const loops = ['own-05', 'own-03', 'own-08'];
const empty = ['empty-day', 'empty-night'];
const dir = (loop: string) => loopDir(defaultContentDir(), loop, 1);
let reader: PlateReader;

beforeAll(async () => {
  await ensureContent({ dir: defaultContentDir(), seed: 1, only: [...loops, ...empty] });
  reader = await PlateReader.open();
  expect(reader.state.kind).toBe('ready');
}, 180_000);

afterAll(() => reader?.close());

const play = (loop: string, options: Partial<PlayOptions> = {}) =>
  playLoop({ dir: dir(loop), reader, ...options });

const outcomes = (loop: string, { passages, startMs }: PlayedLoop) =>
  outcomesOf(
    dir(loop),
    passages.map(({ passage }) => passage),
    startMs,
  );

describe('plate reading on video', () => {
  it.each(loops)(
    'makes one passage of each vehicle of %s, with its plate and its way',
    async loop => {
      const played = await play(loop);
      const { asked, stray } = outcomes(loop, played);
      expect(asked.length).toBeGreaterThanOrEqual(4);
      expect(asked.filter(({ made }) => made.length > 1)).toEqual([]);
      expect(stray).toEqual([]);
      const once = asked.filter(({ made }) => made.length === 1);
      expect(once.length).toBeGreaterThanOrEqual(asked.length - 1);
      const right = once.filter(({ pass, made }) => made[0]!.text === pass.plate);
      expect(right.length).toBeGreaterThanOrEqual(asked.length * 0.75);
      const ways = { oncoming: 'toward', away: 'away' } as const;
      for (const { pass, made } of once) {
        const [{ direction }] = made as [{ direction: string } & (typeof made)[0]];
        expect(direction).toBe(ways[pass.direction]);
      }
      expect(played.stats).toMatchObject({ state: 'reading', framesSkipped: 0 });
      expect(played.errors).toEqual([]);
    },
    120_000,
  );

  it('misses no vehicle after a road that was empty since the start, by day or by night', async () => {
    for (const [before, loop] of [
      ['empty-day', 'own-05'],
      ['empty-night', 'own-03'],
    ] as const) {
      const played = await play(loop, { before: { dir: dir(before), times: 7 } });
      const { asked } = outcomes(loop, played);
      expect(asked.filter(({ made }) => made.length !== 1).map(({ pass }) => pass.plate)).toEqual([]);
    }
  }, 120_000);

  it('tells of a vehicle that stands for minutes once', async () => {
    const standing = new Map<string, AccessUnit>();
    const times = new Map<string, number>();
    const played = await play('own-05', {
      times: 4,
      // From the second key frame on, the camera's picture does not change any more.
      spoil: (unit, stream, n) => {
        const stopAt = stream === 'main' ? 50 : 30;
        if (n < stopAt) return unit;
        if (n === stopAt) standing.set(stream, unit);
        const still = standing.get(stream)!;
        if (n > stopAt && n % stopAt !== 0) return null;
        return { ...still, rtp90k: unit.rtp90k };
      },
    });
    for (const { passage } of played.passages)
      if (passage.reading) times.set(passage.reading.text, (times.get(passage.reading.text) ?? 0) + 1);
    expect([...times.values()].every(count => count === 1)).toBe(true);
    expect(played.passages.length).toBeLessThanOrEqual(6);
  }, 120_000);

  it('outlives pictures that are broken, and makes nothing up of them', async () => {
    const played = await play('own-05', {
      spoil: (unit, _, n) => {
        if (n % 12 === 5) return null;
        if (n % 12 !== 7) return unit;
        const nals = unit.nals.map((nal, i) => {
          const broken = new Uint8Array(nal);
          for (let at = 8 + i; at < broken.length; at += 97) broken[at] = (broken[at]! * 31 + n) & 0xff;
          return n % 24 === 7 ? broken.subarray(0, Math.ceil(broken.length / 2)) : broken;
        });
        return { ...unit, nals };
      },
    });
    const { asked } = outcomes('own-05', played);
    const sure = asked.flatMap(({ pass, made }) =>
      made.filter(one => one.confidence >= 0.95).map(one => one.text === pass.plate),
    );
    expect(sure.filter(right => !right).length).toBeLessThanOrEqual(1);
  }, 120_000);

  it('keeps what is masked from every picture, and reads in the region only', async () => {
    const half = (from: number, to: number): Polygon => [
      [from, 0],
      [to, 0],
      [to, 1],
      [from, 1],
    ];
    const setup: PlateSetup = {
      ...defaultPlateSetup,
      region: half(0.5, 1),
      masks: [half(0, 0.3)],
      lanes: [{ name: '右 right', area: half(0.5, 1) }],
    };
    const { passages, views } = await play('own-05', { setup, watched: true });
    expect(passages.length).toBeGreaterThan(0);
    for (const { passage, pictures } of passages) {
      expect(passage.lane).toBe('右 right');
      const scene = pictures.find(({ hash }) => hash === passage.pictures.scene)!;
      await expectBlackLeft(scene.jpeg);
    }
    expect(views.length).toBeGreaterThan(10);
    expect(views.some(({ plates }) => plates.some(({ text }) => text !== null))).toBe(true);
    await expectBlackLeft(views.at(-1)!.jpeg);
  }, 120_000);
});

async function expectBlackLeft(jpeg: Uint8Array): Promise<void> {
  const { width = 0, height = 0 } = await sharp(jpeg).metadata();
  const left = await sharp(jpeg)
    .extract({ left: 0, top: 0, width: Math.floor(width * 0.28), height })
    .raw()
    .toBuffer();
  expect(left.every(value => value < 16)).toBe(true);
}
