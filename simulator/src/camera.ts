// One simulated camera: two streams, a clock, a head that may turn, and a plug.

import { Emitter } from '@brightwall/kit/emitter';
import { CameraStream } from './camera-stream.ts';
import type { LoopStore } from './content/load.ts';
import { type Codec, codecOf, isPtz, loopIdOf, type StreamName, type Traffic } from './content/plan.ts';
import { PanHead } from './pan-head.ts';
import type { Place } from './places.ts';
import type { Scheduler } from './scheduler.ts';

export class Camera extends Emitter<{ unplugged: [] }> {
  readonly number: number;
  /** "sim-001" */
  readonly id: string;
  readonly place: Place;
  readonly codec: Codec;
  readonly head: PanHead | null;
  readonly main: CameraStream;
  readonly sub: CameraStream;
  /** Snapshot and truth want the loop shown now. */
  readonly #store: LoopStore;
  readonly #scheduler: Scheduler;
  #clockOffsetMs = 0;
  #plugged = true;
  #traffic: Traffic = 'usual';

  constructor(number: number, place: Place, store: LoopStore, scheduler: Scheduler, ringFrames = 1000) {
    super();
    this.number = number;
    this.id = `sim-${String(number).padStart(3, '0')}`;
    this.place = place;
    this.codec = codecOf(number);
    this.#store = store;
    this.#scheduler = scheduler;
    this.head = isPtz(number)
      ? new PanHead(
          () => scheduler.clock.monotonicMs(),
          () => {
            this.main.requestKeyFrame();
            this.sub.requestKeyFrame();
          },
        )
      : null;
    const startMs = scheduler.clock.monotonicMs();
    // 37 and 200 share no factor, so that starts spread evenly over a frame of 40 and of 67 ms.
    const spreadMs = ((number * 37) % 200) / 5;
    const rtpStart = Math.imul(number, 2654435761) >>> 0;
    const stream = (name: StreamName, salt: number) =>
      new CameraStream(
        scheduler,
        () => store.stream(this.loopId, name),
        startMs - spreadMs,
        (rtpStart ^ salt) >>> 0,
        ringFrames,
      );
    this.main = stream('main', 0);
    this.sub = stream('sub', 0x5a5a5a5a);
  }

  get loopId(): string {
    return loopIdOf(this.number, this.head?.position() ?? 0, this.#traffic);
  }

  stream(name: StreamName): CameraStream {
    return name === 'main' ? this.main : this.sub;
  }

  /** Both streams' newest picture as JPEG. */
  snapshot(name: StreamName): Promise<Buffer> {
    return this.#store.keyPicture(this.loopId, name, this.main.currentFrame());
  }

  truthPath(): string {
    return this.#store.truthPath(this.loopId);
  }

  get traffic(): Traffic {
    return this.#traffic;
  }

  /** Shows another road from its next key frame on. False: H.265 cameras have their own loop only. */
  setTraffic(traffic: Traffic): boolean {
    if (traffic !== 'usual' && this.codec !== 'h264') return false;
    this.#traffic = traffic;
    // Cameras that share a road are not at the same place of it: their vehicles do not come all at once.
    const second = traffic === 'usual' ? 0 : this.number * 7;
    for (const stream of [this.main, this.sub]) stream.moveTo(second);
    return true;
  }

  get plugged(): boolean {
    return this.#plugged;
  }

  unplug(): void {
    if (!this.#plugged) return;
    this.#plugged = false;
    this.emit('unplugged');
  }

  plug(): void {
    this.#plugged = true;
  }

  get clockOffsetMs(): number {
    return this.#clockOffsetMs;
  }

  setClockOffset(offsetMs: number): void {
    this.#clockOffsetMs = offsetMs;
  }

  /** The device's own clock, epoch ms. */
  deviceEpochMs(): number {
    return this.#scheduler.clock.epochMs() + this.#clockOffsetMs;
  }
}
