// One stream on its way to the core: H.264 by SRTP, sender reports beside it, key-frame requests back.
import { randomBytes } from 'node:crypto';
import type { Clock, Timer } from '@brightwall/kit/clock';
import type { Published, PublishRequest, Srtp } from '@brightwall/protocol/edge-messages';
import type { AccessUnit, ParameterSets } from '../media/access-unit.ts';
import { buildSenderReport, parseRtcp } from '../media/rtcp.ts';
import type { RtpBatch } from '../media/rtp.ts';
import { Forwarder } from './forwarder.ts';
import { type MediaSocket, openMediaSocket } from './media-socket.ts';
import { absCaptureTimeId, RtpWriter } from './rtp-writer.ts';
import { SrtcpSession } from './srtcp.ts';
import { srtpLengths } from './srtp-keys.ts';
import { createSrtpSender } from './srtp-sender.ts';

const payloadType = 102;
/** The core needs a report now and then to tell the stream lives; RFC 3550 §6.2 asks for 5 s at most. */
const reportEveryMs = 2000;

export interface PublicationOptions {
  readonly request: PublishRequest;
  readonly host: string;
  readonly clock: Clock;
  readonly captureMs: (rtpTimestamp: number) => number | null;
  readonly onKeyFrameRequest: () => void;
}

export class Publication {
  readonly published: Omit<Published, 'transcoded'>;
  #options: PublicationOptions;
  #socket: MediaSocket;
  #writer: RtpWriter;
  #srtcp: SrtcpSession;
  #forwarder: Forwarder | null = null;
  #newestTimestamp = -1;
  #newestAtMs = 0;
  #timer: Timer;
  #closed = false;

  /** Opens the socket to the core; rejects when its host is not known. */
  static async open(options: PublicationOptions): Promise<Publication> {
    const { request, host } = options;
    const core = new SrtcpSession(request.srtp);
    let self: Publication | null = null;
    const socket = await openMediaSocket(host, request.port, packet => {
      const plain = core.unprotect(packet);
      if (plain && self) self.#handleRtcp(plain);
    });
    self = new Publication(options, socket);
    return self;
  }

  private constructor(options: PublicationOptions, socket: MediaSocket) {
    this.#options = options;
    this.#socket = socket;
    const { cryptoSuite } = options.request.srtp;
    const { key, salt } = srtpLengths[cryptoSuite];
    const srtp: Srtp = { cryptoSuite, keyBase64: randomBytes(key + salt).toString('base64') };
    const ssrc = randomBytes(4).readUInt32BE() || 1;
    this.#srtcp = new SrtcpSession(srtp);
    this.#writer = new RtpWriter({
      ssrc,
      payloadType,
      srtp: createSrtpSender(srtp),
      send: bytes => socket.send(bytes),
      captureMs: options.captureMs,
    });
    this.published = { ssrc, payloadType, absCaptureTimeId, srtp };
    this.#timer = options.clock.after(reportEveryMs, () => this.#reportLater());
  }

  get packets(): number {
    return this.#writer.packets;
  }

  get resent(): number {
    return this.#writer.resent;
  }

  get dropped(): number {
    return this.#socket.dropped;
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

  /** Maps media time to the edge's wall clock for the core. */
  sendReport(): void {
    if (this.#closed || this.#newestTimestamp < 0) return;
    const { clock, captureMs } = this.#options;
    const report = buildSenderReport({
      ssrc: this.published.ssrc,
      epochMs: captureMs(this.#newestTimestamp) ?? clock.epochMs() - (clock.monotonicMs() - this.#newestAtMs),
      rtpTimestamp: this.#newestTimestamp,
      packets: this.#writer.packets,
      octets: this.#writer.octets,
    });
    this.#socket.send(this.#srtcp.protect(report));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#timer.cancel();
    this.#socket.close();
  }

  #noteTime(timestamp: number): void {
    const first = this.#newestTimestamp < 0;
    this.#newestTimestamp = timestamp;
    this.#newestAtMs = this.#options.clock.monotonicMs();
    if (first) this.sendReport();
  }

  #reportLater(): void {
    this.sendReport();
    this.#timer = this.#options.clock.after(reportEveryMs, () => this.#reportLater());
  }

  #handleRtcp(rtcp: Uint8Array): void {
    if (this.#closed) return;
    const { ssrc } = this.published;
    const news = parseRtcp(rtcp);
    if (news.keyFrameRequests.includes(ssrc)) this.#options.onKeyFrameRequest();
    for (const lost of news.lostPackets) if (lost.ssrc === ssrc) this.#writer.resend(lost.sequence);
  }
}
