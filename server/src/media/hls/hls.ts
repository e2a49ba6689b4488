// All live HLS streams of this core.
import type { Clock } from '@brightwall/kit/clock';
import type { HlsInit, HlsPart, HlsStreamRef, StreamEndReason } from '@brightwall/protocol/edge-messages';
import { AppError } from '@brightwall/protocol/errors';
import type { EdgePort } from '../ports.ts';
import { HlsStream } from './hls-stream.ts';

/** Each may hold up to a ring's 32 MB. */
const maxStreams = 256;

export class Hls {
  readonly #edge: EdgePort;
  readonly #clock: Clock;
  readonly #streams = new Map<string, HlsStream>();

  constructor(edge: EdgePort, clock: Clock) {
    this.#edge = edge;
    this.#clock = clock;
  }

  /** The stream, made if need be; asking for its playlist starts it. Throws overloaded. */
  stream(ref: HlsStreamRef): HlsStream {
    const key = keyOf(ref);
    const known = this.#streams.get(key);
    if (known) return known;
    if (this.#streams.size >= maxStreams)
      throw new AppError('overloaded', `at most ${maxStreams} HLS streams`);
    const stream: HlsStream = new HlsStream({
      ref,
      edge: this.#edge,
      clock: this.#clock,
      onIdle: () => {
        if (this.#streams.get(key) === stream) this.#streams.delete(key);
      },
    });
    this.#streams.set(key, stream);
    return stream;
  }

  /** A stream that somebody has started, or not-found: its files mean nothing before its playlist. */
  running(ref: HlsStreamRef): HlsStream {
    const stream = this.#streams.get(keyOf(ref));
    if (!stream) throw new AppError('not-found');
    return stream;
  }

  handleInit(init: HlsInit, data: Buffer): void {
    this.#streams.get(keyOf(init))?.handleInit(init, data);
  }

  handlePart(part: HlsPart, data: Buffer): void {
    this.#streams.get(keyOf(part))?.handlePart(part, data);
  }

  handleEnded(ref: HlsStreamRef, reason: StreamEndReason): void {
    this.#streams.get(keyOf(ref))?.end(new AppError('camera-unavailable', reason));
  }

  handleCameraOffline(cameraId: string): void {
    for (const [key, stream] of [...this.#streams])
      if (key.startsWith(`${cameraId}/`)) stream.end(new AppError('agent-offline'));
  }

  counts(): { streams: number; bytes: number; dropped: number } {
    const counts = { streams: this.#streams.size, bytes: 0, dropped: 0 };
    for (const { ring } of this.#streams.values()) {
      counts.bytes += ring?.bytes ?? 0;
      counts.dropped += ring?.dropped ?? 0;
    }
    return counts;
  }

  close(): void {
    for (const stream of [...this.#streams.values()]) stream.close();
  }
}

function keyOf({ cameraId, profile, rendition }: HlsStreamRef): string {
  return `${cameraId}/${profile}/${rendition}`;
}
