// One stream on its way to the core: H.264 by SRTP, sender reports beside it, key-frame requests back.
import { randomBytes, randomInt } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import type { Clock, Timer } from '@brightwall/kit/clock';
import type { Published, PublishRequest, Srtp } from '@brightwall/protocol/edge-messages';
import { buildSenderReport, parseRtcp } from '../media/rtcp.ts';
import type { Outlet, OutletCounts, OutletOptions } from './outlet.ts';
import { absCaptureTimeId } from './rtp-writer.ts';
import { SrtcpSession } from './srtcp.ts';
import { srtpLengths } from './srtp-keys.ts';

const payloadType = 102;
/** The core needs a report now and then to tell the stream lives; RFC 3550 §6.2 asks for 5 s at most. */
const reportEveryMs = 2000;
/** Until the first packet has gone out: the first report follows it closely. */
const firstReportEveryMs = 100;

export interface PublicationOptions {
  readonly request: PublishRequest;
  readonly host: string;
  readonly clock: Clock;
  readonly captureMs: (rtpTimestamp: number) => number | null;
  readonly onKeyFrameRequest: () => void;
  readonly openOutlet: (options: OutletOptions) => Outlet | Promise<Outlet>;
}

export class Publication {
  readonly published: Omit<Published, 'transcoded'>;
  #options: PublicationOptions;
  #outlet: Outlet;
  #srtcp: SrtcpSession;
  #timer: Timer;
  #closed = false;

  /** Opens the way to the core; rejects when its host is not known. */
  static async open(options: PublicationOptions): Promise<Publication> {
    const { request, host } = options;
    const core = new SrtcpSession(request.srtp);
    const { cryptoSuite } = request.srtp;
    const { key, salt } = srtpLengths[cryptoSuite];
    const srtp: Srtp = { cryptoSuite, keyBase64: randomBytes(key + salt).toString('base64') };
    const ssrc = randomBytes(4).readUInt32BE() || 1;
    const { address } = await lookup(host);
    let self: Publication | null = null;
    const outlet = await options.openOutlet({
      address,
      port: request.port,
      ssrc,
      payloadType,
      srtp,
      firstSequence: randomInt(0x8000),
      onPacket: packet => {
        const plain = core.unprotect(packet);
        if (plain && self) self.#handleRtcp(plain);
      },
    });
    self = new Publication(options, outlet, { ssrc, payloadType, absCaptureTimeId, srtp });
    return self;
  }

  private constructor(options: PublicationOptions, outlet: Outlet, published: Omit<Published, 'transcoded'>) {
    this.#options = options;
    this.#outlet = outlet;
    this.published = published;
    this.#srtcp = new SrtcpSession(published.srtp);
    this.#timer = options.clock.after(firstReportEveryMs, () => this.#reportLater());
  }

  counts(): OutletCounts {
    return this.#outlet.counts();
  }

  /** Maps media time to the edge's wall clock for the core. False before the first packet. */
  sendReport(): boolean {
    const { packets, octets, newestTimestamp, ageMs } = this.#outlet.counts();
    if (this.#closed || newestTimestamp < 0) return false;
    const { clock, captureMs } = this.#options;
    const report = buildSenderReport({
      ssrc: this.published.ssrc,
      epochMs: captureMs(newestTimestamp) ?? clock.epochMs() - ageMs,
      rtpTimestamp: newestTimestamp,
      packets,
      octets,
    });
    this.#outlet.send(this.#srtcp.protect(report));
    return true;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#timer.cancel();
    this.#outlet.close();
  }

  #reportLater(): void {
    const { clock } = this.#options;
    // All publications at the same moment: one waking, not one for each.
    const waitMs = this.sendReport()
      ? reportEveryMs - (clock.monotonicMs() % reportEveryMs)
      : firstReportEveryMs;
    this.#timer = clock.after(waitMs, () => this.#reportLater());
  }

  #handleRtcp(rtcp: Uint8Array): void {
    if (this.#closed) return;
    const { ssrc } = this.published;
    const news = parseRtcp(rtcp);
    if (news.keyFrameRequests.includes(ssrc)) this.#options.onKeyFrameRequest();
    for (const lost of news.lostPackets) if (lost.ssrc === ssrc) this.#outlet.resend(lost.sequence);
  }
}
