import { FakeClock } from '@brightwall/kit/clock';
import { expect, it } from 'vitest';
import { cameraId } from '../testing.ts';
import { PosterCache } from './posters.ts';

function bench() {
  const clock = new FakeClock();
  const asked: string[] = [];
  const live = new Set<string>();
  const taken = new Map<string, number>();
  let made = 0;
  const cache = new PosterCache(
    {
      camera: () => undefined,
      onCamera: () => () => undefined,
      thumbnailMs: id => taken.get(id),
      onThumbnail: () => () => undefined,
      streamStats: () => undefined,
    },
    clock,
    {
      fetchBlob: async url => {
        asked.push(url);
        return new Blob();
      },
      createUrl() {
        made += 1;
        const url = `blob:${made}`;
        live.add(url);
        return url;
      },
      revokeUrl: url => void live.delete(url),
    },
  );
  return { clock, cache, asked, live, taken, settle: () => clock.advance(0) };
}

it('has no address for a camera that never had a thumbnail', () => {
  const { cache, asked } = bench();
  cache.prefetch(cameraId(1));
  expect(cache.urlOf(cameraId(1))).toBeNull();
  expect(asked).toEqual([]);
});

it('gives the copy it holds, and the core’s address once that is old', async () => {
  const { cache, taken, clock, settle } = bench();
  taken.set(cameraId(1), 7);
  cache.prefetch(cameraId(1));
  await settle();
  expect(cache.urlOf(cameraId(1))).toMatch(/^blob:/);
  await clock.advance(11_000);
  expect(cache.urlOf(cameraId(1))).toBe(`/api/cameras/${cameraId(1)}/thumbnail.jpg?t=7`);
});

it('asks once, however often the pointer passes', async () => {
  const { cache, asked, taken, settle } = bench();
  taken.set(cameraId(1), 7);
  for (let i = 0; i < 5; i++) cache.prefetch(cameraId(1));
  await settle();
  cache.prefetch(cameraId(1));
  await settle();
  expect(asked).toHaveLength(1);
});

it('holds a bounded number of copies and gives back the memory of the rest', async () => {
  const { cache, taken, live, settle } = bench();
  for (let i = 0; i < 500; i++) {
    taken.set(cameraId(i), 7);
    cache.prefetch(cameraId(i));
  }
  await settle();
  expect(cache.size).toBe(200);
  expect(live.size).toBe(200);
  cache.close();
  expect(live.size).toBe(0);
});
