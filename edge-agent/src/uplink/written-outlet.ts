// An outlet whose packets are written, encrypted and sent here: of re-encoded streams, of cameras that send by
// UDP, and where there is no relay.
import type { Clock } from '@brightwall/kit/clock';
import type { AccessUnit, ParameterSets } from '../media/access-unit.ts';
import type { RtpBatch } from '../media/rtp.ts';
import { Forwarder } from './forwarder.ts';
import { type MediaSocket, openMediaSocket } from './media-socket.ts';
import type { Outlet, OutletCounts, OutletOptions } from './outlet.ts';
import { RtpWriter } from './rtp-writer.ts';
import { createSrtpSender } from './srtp-sender.ts';

export interface WrittenOutletOptions extends OutletOptions {
  readonly clock: Clock;
  /** Edge epoch ms at which a media time was captured; null when nobody knows. */
  readonly captureMs: (rtpTimestamp: number) => number | null;
}

export class WrittenOutlet implements Outlet {
  readonly #clock: Clock;
  readonly #socket: MediaSocket;
  readonly #writer: RtpWriter;
  #forwarder: Forwarder | null = null;
  #newestTimestamp = -1;
  #newestAtMs = 0;
  #closed = false;

  static async open(options: WrittenOutletOptions): Promise<WrittenOutlet> {
    return new WrittenOutlet(
      options,
      await openMediaSocket(options.address, options.port, packet => options.onPacket(packet)),
    );
  }

  private constructor(options: WrittenOutletOptions, socket: MediaSocket) {
    const { clock, ssrc, payloadType, srtp, firstSequence, captureMs } = options;
    this.#clock = clock;
    this.#socket = socket;
    this.#writer = new RtpWriter({
      ssrc,
      payloadType,
      firstSequence,
      srtp: createSrtpSender(srtp),
      send: bytes => socket.send(bytes),
      captureMs,
    });
  }

  counts(): OutletCounts {
    const { packets, octets, resent } = this.#writer;
    return {
      packets,
      octets,
      resent,
      dropped: this.#socket.dropped,
      newestTimestamp: this.#newestTimestamp,
      ageMs: this.#clock.monotonicMs() - this.#newestAtMs,
    };
  }

  /** Packets of a camera's H.264 stream, as they are. */
  forward(batch: RtpBatch, sets: ParameterSets): void {
    if (this.#closed) return;
    this.#forwarder ??= new Forwarder(this.#writer, sets);
    this.#forwarder.handleBatch(batch);
    this.#noteTime(this.#forwarder.newestTimestamp);
  }

  /** A re-encoded picture. */
  writeUnit(unit: AccessUnit): void {
    if (this.#closed) return;
    const last = unit.nals.length - 1;
    for (const [i, nal] of unit.nals.entries())
      this.#writer.write(nal, 0, nal.length, unit.rtp90k, i === last);
    this.#writer.flush();
    this.#noteTime(unit.rtp90k);
  }

  resend(sequence: number): void {
    if (!this.#closed) this.#writer.resend(sequence);
  }

  send(packet: Uint8Array): void {
    if (!this.#closed) this.#socket.send(packet);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#socket.close();
  }

  #noteTime(timestamp: number): void {
    this.#newestTimestamp = timestamp;
    this.#newestAtMs = this.#clock.monotonicMs();
  }
}
