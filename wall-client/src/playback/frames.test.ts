import { FakeClock } from '@brightwall/kit/clock';
import { expect, it } from 'vitest';
import { FrameMeter } from './frames.ts';

function bench() {
  const clock = new FakeClock();
  const video = { requestVideoFrameCallback: () => 1, cancelVideoFrameCallback: () => undefined };
  const meter = new FrameMeter(video as unknown as HTMLVideoElement, clock);
  const frame = (presentedFrames: number, captureTime?: number) =>
    meter.handleFrame({ presentedFrames, expectedDisplayTime: 100, captureTime, width: 640, height: 360 });
  return { clock, meter, frame };
}

it('counts frames the page was too busy to be called for', async () => {
  const { clock, meter, frame } = bench();
  for (const presented of [1, 2, 5, 10]) frame(presented);
  await clock.advance(1_000);
  expect(meter.take().fps).toBe(10);
});

it('is not fooled by the count of a new source', async () => {
  const { clock, meter, frame } = bench();
  frame(500);
  meter.take();
  await clock.advance(1_000);
  frame(1);
  frame(2);
  await clock.advance(1_000);
  expect(meter.take().fps).toBe(1);
});

it('gives the median age of the second’s frames, and none where the browser knows none', async () => {
  const { meter, frame } = bench();
  frame(1);
  expect(meter.take().latencyMs).toBeNull();
  for (const [i, captured] of [60, 50, 20].entries()) frame(i + 2, captured);
  expect(meter.take().latencyMs).toBe(50);
});

it('knows how long it has been dark', async () => {
  const { clock, meter, frame } = bench();
  expect(meter.silentMs()).toBeNull();
  frame(1);
  await clock.advance(2_500);
  expect(meter.silentMs()).toBe(2_500);
});
