import { FakeClock } from '@brightwall/kit/clock';
import { afterEach, describe, expect, it } from 'vitest';
import { startTestCamera, type TestCamera } from '../testing/rtsp-camera.ts';
import { until } from '../testing/until.ts';
import { CameraHealth } from './camera-health.ts';

let camera: TestCamera | null = null;
afterEach(async () => {
  await camera?.close();
  camera = null;
});

function watch(url: URL, clock: FakeClock) {
  const told: (string | null)[] = [];
  // A random of a half: the jitter is in the middle, the first question at half of the time.
  const random = () => 0.5;
  const health = new CameraHealth({
    url,
    clock,
    random,
    onHealth: failure => told.push(failure?.kind ?? null),
  });
  health.start();
  return { health, told };
}

/** Lets time pass, a tenth of a second for every two milliseconds that the sockets get. */
async function pass(clock: FakeClock, done: () => boolean): Promise<number> {
  const startMs = clock.monotonicMs();
  await until(() => {
    void clock.advance(50);
    return done();
  }, 'as time passes');
  return clock.monotonicMs() - startMs;
}

describe('the health of a camera that nobody pulls', () => {
  it('is asked every half minute, by one question on a connection that does not stay', async () => {
    const clock = new FakeClock();
    camera = await startTestCamera('');
    const { health, told } = watch(camera.url, clock);
    for (let asked = 1; asked <= 3; asked++) {
      await clock.advance(asked === 1 ? 15_000 : 30_000);
      await until(() => told.length === asked, 'told');
      await until(() => camera!.open() === 0, 'closed');
    }
    expect(told).toEqual([null, null, null]);
    expect(camera.requests.map(({ method }) => method)).toEqual(['OPTIONS', 'OPTIONS', 'OPTIONS']);
    health.stop();
    expect(clock.pending).toBe(0);
  });

  it('is bad after two failures in a row, the second asked for soon, and good at the first answer', async () => {
    const clock = new FakeClock();
    camera = await startTestCamera('');
    const { url } = camera;
    const { health, told } = watch(url, clock);
    await camera.close();
    await clock.advance(14_900);
    expect(await pass(clock, () => told.length === 1)).toBeGreaterThanOrEqual(3000);
    expect(told).toEqual(['unreachable']);
    health.stop();
    camera = await startTestCamera('');
    const back = watch(camera.url, clock);
    await clock.advance(15_000);
    await until(() => back.told.length === 1, 'an answer');
    expect(back.told).toEqual([null]);
    back.health.stop();
  });

  it.each([
    ['is there though it wants a password', 'RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\n\r\n', null],
    ['is not there where something else answers', 'HTTP/1.1 200 OK\r\n\r\n', 'bad-answer'],
  ])('%s', async (_, words, kind) => {
    const clock = new FakeClock();
    camera = await startTestCamera('', () => words);
    const { health, told } = watch(camera.url, clock);
    await clock.advance(14_900);
    await pass(clock, () => told.length === 1);
    expect(told).toEqual([kind]);
    health.stop();
  });

  it('of a camera that says nothing is bad after five seconds each', async () => {
    const clock = new FakeClock();
    camera = await startTestCamera('', () => Buffer.alloc(0));
    const { health, told } = watch(camera.url, clock);
    await clock.advance(15_000);
    await until(() => camera!.requests.length === 1, 'asked');
    await clock.advance(5000 + 3000);
    await until(() => camera!.requests.length === 2, 'asked again');
    await clock.advance(5000);
    await until(() => told.length === 1, 'told');
    expect(told).toEqual(['unreachable']);
    health.stop();
    await until(() => camera!.open() === 0, 'closed');
  });
});
