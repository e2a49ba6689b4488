// Keeps looking for ONVIF devices, and asks each new or failing one what it is.
import { type Clock, sleep } from '@brightwall/kit/clock';
import { Emitter } from '@brightwall/kit/emitter';
import type { CameraId } from '@brightwall/protocol/camera';
import type { Credentials } from '../auth/http-auth.ts';
import type { FoundCamera } from './found-camera.ts';
import { probeDevice } from './onvif-device.ts';
import { type Discovered, discoverMulticast, maxDevices, probeHost } from './ws-discovery.ts';

/** Devices asked at the same time: a site's cameras come up together after a power cut. */
const parallel = 8;
/** A device that answered wrong is asked again after this; one that refuses our password later, since it may lock the account. */
const retryMs = 5000;
const retryPasswordMs = 30_000;
/** A round that found somebody new is followed by another: of a thousand answers some are lost. */
const afterNewsS = 10;

export interface DiscoveryOptions {
  readonly multicast: boolean;
  readonly probe: readonly string[];
  readonly intervalS: number;
  readonly credentials: readonly Credentials[];
  readonly transport: FoundCamera['transport'];
  readonly clock: Clock;
}

interface Known {
  device: Discovered;
  found: FoundCamera;
  probedMs: number;
}

export class Discovery {
  /** A camera found, or found changed (its address, its failure). */
  readonly events = new Emitter<{
    found: [FoundCamera];
    silent: [hostPort: string];
    /** So many devices are there by now; each is asked what it is next. */
    heard: [devices: number];
    clock: [cameraId: CameraId, offsetMs: number];
  }>();
  #options: DiscoveryOptions;
  #known = new Map<string, Known>();
  #round: Promise<void> | null = null;

  constructor(options: DiscoveryOptions) {
    this.#options = options;
  }

  /** Rounds of discovery until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, intervalS } = this.#options;
    if (!this.#options.multicast && this.#options.probe.length === 0) return;
    let nextRoundMs = clock.monotonicMs();
    while (!signal.aborted) {
      if (clock.monotonicMs() >= nextRoundMs) {
        const knownBefore = this.#known.size;
        await this.discover(signal);
        const waitS = this.#known.size > knownBefore ? Math.min(afterNewsS, intervalS) : intervalS;
        nextRoundMs = (clock.monotonicMs() + waitS * 1000) as typeof nextRoundMs;
      } else await this.#askAll(this.#failing(), signal);
      await sleep(clock, retryMs, signal);
    }
  }

  /** One round now; joins the one under way. */
  discover(signal: AbortSignal): Promise<void> {
    this.#round ??= this.#discover(signal).finally(() => {
      this.#round = null;
    });
    return this.#round;
  }

  async #discover(signal: AbortSignal): Promise<void> {
    const { multicast, probe, clock } = this.#options;
    const asked = new Map<string, Discovered>();
    const add = (devices: Discovered[]) => {
      for (const device of devices) if (asked.size < maxDevices) asked.set(device.urn, device);
      this.events.emit('heard', new Set([...this.#known.keys(), ...asked.keys()]).size);
      // Cameras named by host answer in 2 s, multicast takes 3: each is asked as soon as it is heard of.
      return this.#askAll(
        devices.filter(device => this.#isNews(device)),
        signal,
      );
    };
    await Promise.all([
      multicast ? discoverMulticast(clock, signal).then(add) : null,
      ...probe.map(async hostPort => {
        const devices = await probeHost(hostPort, clock, signal).catch(() => []);
        if (devices.length === 0 && !signal.aborted) this.events.emit('silent', hostPort);
        await add(devices);
      }),
    ]);
  }

  /** Unknown, moved to another address, or failing. */
  #isNews(device: Discovered): boolean {
    const known = this.#known.get(device.urn);
    if (!known) return this.#known.size < maxDevices;
    return (
      known.found.failure !== null ||
      !device.xaddrs.some(url => known.device.xaddrs.some(k => k.href === url.href))
    );
  }

  #failing(): Discovered[] {
    const nowMs = this.#options.clock.monotonicMs();
    return [...this.#known.values()]
      .filter(({ found, probedMs }) => {
        if (!found.failure) return false;
        return nowMs - probedMs >= (found.failure.kind === 'auth-failed' ? retryPasswordMs : retryMs);
      })
      .map(({ device }) => device);
  }

  async #askAll(devices: readonly Discovered[], signal: AbortSignal): Promise<void> {
    const queue = [...devices];
    const worker = async () => {
      for (let device = queue.shift(); device && !signal.aborted; device = queue.shift())
        await this.#ask(device, signal);
    };
    await Promise.all(Array.from({ length: Math.min(parallel, queue.length) }, worker));
  }

  async #ask(device: Discovered, signal: AbortSignal): Promise<void> {
    const before = this.#known.get(device.urn);
    if (
      before?.found.failure?.kind === 'auth-failed' &&
      this.#options.clock.monotonicMs() - before.probedMs < retryPasswordMs
    )
      return;
    const found = await probeDevice(device, {
      ...this.#options,
      signal,
      onClockOffset: (cameraId, offsetMs) => this.events.emit('clock', cameraId, offsetMs),
    });
    this.#known.set(device.urn, { device, found, probedMs: this.#options.clock.monotonicMs() });
    if (!before || signature(before.found) !== signature(found)) this.events.emit('found', found);
  }
}

/** What makes a camera another one to pull: not the seconds its clock differs by. */
function signature({ report, streams, credentials, failure }: FoundCamera): string {
  return JSON.stringify([
    { ...report, clockOffsetMs: null },
    streams.map(s => s.url.href),
    credentials,
    failure,
  ]);
}
