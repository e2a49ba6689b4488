// One life of one camera stream: connect, describe, set up, play, and hand on what comes until it ends.
// It never retries: it throws why it ended, and stream.ts begins another life.
import type { Clock } from '@brightwall/kit/clock';
import type { Credentials } from '../auth/http-auth.ts';
import { buildReceiverReport, parseRtcp, type SenderReport } from '../media/rtcp.ts';
import { type RtpBatch, sequenceDifference } from '../media/rtp.ts';
import type { Deliver, Relay, RelaySource } from '../relay/relay.ts';
import { IngestFailure } from './failure.ts';
import { ReorderBuffer } from './reorder.ts';
import { RtspSession } from './rtsp-session.ts';
import { parseSdp, type VideoTrack } from './sdp.ts';
import { openUdpPair, type UdpPair } from './udp-pair.ts';

/** No packet for this long is a stall: five times the slowest frame rate cameras are set to. */
const stallMs = 5000;
const tickMs = 1000;
const maxBatch = 512;

export interface SourceOptions {
  readonly url: URL;
  readonly credentials: Credentials | null;
  readonly transport: 'tcp' | 'udp' | 'auto';
  readonly clock: Clock;
  /** Reads the connection once it plays, where it is TCP; null: it is read here. */
  readonly relay: Relay | null;
  /** What is to be told of the packets that the relay reads, at its begin. */
  readonly deliver: () => Deliver;
  readonly onRelayed: (source: RelaySource) => void;
  /** Plays the stream? False ends the life after DESCRIBE, without a failure. */
  readonly onTrack: (track: VideoTrack) => boolean;
  /** PLAY was answered: packets follow. */
  readonly onPlaying: () => void;
  readonly onBatch: (batch: RtpBatch) => void;
  readonly onSenderReport: (report: SenderReport) => void;
  readonly onLost: (packets: number) => void;
  /** About once a second while it plays; throws to end the life. */
  readonly onTick: () => void;
}

export async function runSource(options: SourceOptions, signal: AbortSignal): Promise<void> {
  const life = new SourceLife(options);
  const abort = () => life.close();
  if (signal.aborted) return;
  signal.addEventListener('abort', abort, { once: true });
  try {
    await life.run();
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', abort);
    life.close();
  }
}

class SourceLife {
  #options: SourceOptions;
  #session: RtspSession;
  #udp: UdpPair | null = null;
  #track: VideoTrack | null = null;
  #relayed: RelaySource | null = null;
  /** That the relay had read when it was last asked. */
  #relayedPackets = 0;
  #serverRtcpPort = 0;
  #rtpChannel = 0;
  #bounds = new Uint32Array(maxBatch * 2);
  #count = 0;
  #data: Uint8Array = new Uint8Array(0);
  #lastSequence = -1;
  #cycles = 0;
  #lost = 0;
  #mediaSsrc = 0;
  #lastPacketMs = 0;
  #report: { middle: number; atMs: number } | null = null;
  #ssrc = (Math.random() * 0xfffffffe + 1) >>> 0;

  constructor(options: SourceOptions) {
    this.#options = options;
    this.#session = new RtspSession({
      url: options.url,
      credentials: options.credentials,
      clock: options.clock,
      onFrame: (channel, data, start, end) => {
        if (channel === this.#rtpChannel) this.#collect(data, start, end);
        else if (channel === this.#rtpChannel + 1) this.#handleRtcp(data.subarray(start, end));
      },
      onReadEnd: () => this.#flush(),
    });
  }

  async run(): Promise<void> {
    const { url, transport, onTrack } = this.#options;
    const plain = new URL(url);
    plain.username = '';
    plain.password = '';
    await this.#session.connect();
    const described = await this.#session.request('DESCRIBE', plain.href, { Accept: 'application/sdp' });
    if (described.status === 404 || described.status === 454)
      throw new IngestFailure(
        'bad-stream',
        `the camera has no stream at ${plain.pathname} (${described.status})`,
      );
    expectOk('DESCRIBE', described);
    const base = described.headers.get('content-base')?.[0] ?? described.headers.get('content-location')?.[0];
    const track = parseSdp(described.body, base && /^rtsps?:\/\//i.test(base) ? base : plain.href);
    this.#track = track;
    if (!onTrack(track)) return;
    const timeoutS = await this.#setup(track, transport);
    expectOk('PLAY', await this.#session.request('PLAY', track.sessionUrl, { Range: 'npt=0.000-' }));
    this.#lastPacketMs = this.#options.clock.monotonicMs();
    this.#handOver(track);
    this.#options.onPlaying();
    await Promise.race([this.#session.ended(), this.#watch(track, timeoutS)]);
  }

  #handOver(track: VideoTrack): void {
    const { relay, deliver, onRelayed } = this.#options;
    if (!relay || this.#udp) return;
    this.#relayed = this.#session.relay(relay, {
      rtpChannel: this.#rtpChannel,
      payloadType: track.payloadType,
      codec: track.codec,
      deliver: deliver(),
    });
    if (this.#relayed) onRelayed(this.#relayed);
  }

  close(): void {
    this.#closed = true;
    this.#wake?.();
    this.#session.close(this.#track?.sessionUrl);
    this.#udp?.close();
    this.#udp = null;
  }
  #closed = false;
  #wake: (() => void) | null = null;

  /** SETUP by TCP, or by UDP where the camera has only that (461) or the configuration says so. Gives the session's timeout, s. */
  async #setup(track: VideoTrack, transport: SourceOptions['transport']): Promise<number> {
    if (transport !== 'udp') {
      const response = await this.#session.request('SETUP', track.controlUrl, {
        Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1',
      });
      if (response.status !== 461 || transport === 'tcp') {
        expectOk('SETUP', response);
        const channel = /interleaved=(\d+)/.exec(response.headers.get('transport')?.[0] ?? '')?.[1];
        this.#rtpChannel = Number(channel ?? 0);
        return sessionTimeoutS(response.headers.get('session')?.[0]);
      }
    }
    const address = this.#session.remoteAddress;
    if (!address) throw new IngestFailure('unreachable', 'the connection is gone');
    const reorder = new ReorderBuffer(packet => {
      this.#collect(packet, 0, packet.length);
      this.#flush();
    });
    this.#udp = await openUdpPair(
      address,
      packet => reorder.handlePacket(packet),
      packet => this.#handleRtcp(packet),
    );
    const port = this.#udp.rtpPort;
    const response = await this.#session.request('SETUP', track.controlUrl, {
      Transport: `RTP/AVP;unicast;client_port=${port}-${port + 1}`,
    });
    expectOk('SETUP', response);
    const server = /server_port=(\d+)-(\d+)/.exec(response.headers.get('transport')?.[0] ?? '');
    this.#serverRtcpPort = Number(server?.[2] ?? 0);
    if (server) this.#udp.punch(Number(server[1]), Number(server[2]));
    this.#rtpChannel = -10;
    return sessionTimeoutS(response.headers.get('session')?.[0]);
  }

  /** Once a second: stalled? keep-alive due? receiver report due? */
  async #watch(track: VideoTrack, timeoutS: number): Promise<void> {
    const { clock, onTick } = this.#options;
    let keepAliveMs = clock.monotonicMs();
    let reportMs = keepAliveMs;
    while (!this.#closed) {
      await new Promise<void>(resolve => {
        // All streams at the same moment: one waking a second, not one for each.
        const timer = clock.after(tickMs - (clock.monotonicMs() % tickMs), resolve);
        this.#wake = () => {
          timer.cancel();
          resolve();
        };
      });
      if (this.#closed) return;
      const nowMs = clock.monotonicMs();
      this.#askRelay(nowMs);
      if (nowMs - this.#lastPacketMs > stallMs)
        throw new IngestFailure('stalled', `no packet for ${stallMs / 1000} s`);
      if (nowMs - keepAliveMs > timeoutS * 500) {
        keepAliveMs = nowMs;
        // Cameras without GET_PARAMETER answer 4xx or 501, which keeps the session alive just as well.
        this.#session.request('GET_PARAMETER', track.sessionUrl).catch(() => {});
      }
      if (nowMs - reportMs > 5000 && this.#highestSequence >= 0) {
        reportMs = nowMs;
        this.#sendReceiverReport(nowMs);
      }
      onTick();
    }
  }

  #askRelay(nowMs: number): void {
    if (!this.#relayed) return;
    const { packets } = this.#relayed.counts();
    // It came since the last look, a second ago: a stall is noticed by as much later.
    if (packets > this.#relayedPackets) this.#lastPacketMs = nowMs;
    this.#relayedPackets = packets;
  }

  /** With rollovers (RFC 3550 §6.4.1); −1 before the first packet. */
  get #highestSequence(): number {
    if (this.#relayed) return this.#relayed.counts().highest;
    return this.#lastSequence < 0 ? -1 : ((this.#cycles & 0xffff) * 65536 + this.#lastSequence) >>> 0;
  }

  #collect(data: Uint8Array, start: number, end: number): void {
    if (end - start < 12 || data[start]! >> 6 !== 2) return;
    if ((data[start + 1]! & 0x7f) !== this.#track?.payloadType) return;
    if (!this.#relayed) this.#countSequence((data[start + 2]! << 8) | data[start + 3]!);
    if (this.#count === maxBatch) this.#flush();
    this.#data = data;
    this.#bounds[this.#count * 2] = start;
    this.#bounds[this.#count * 2 + 1] = end;
    this.#count += 1;
  }

  /** What the relay counts where it reads. */
  #countSequence(sequence: number): void {
    if (this.#lastSequence >= 0) {
      const step = sequenceDifference(sequence, this.#lastSequence);
      if (step > 1 && step < 1000) {
        this.#lost += step - 1;
        this.#options.onLost(step - 1);
      }
      if (sequence < this.#lastSequence && step > 0) this.#cycles += 1;
    }
    this.#lastSequence = sequence;
  }

  #flush(): void {
    if (this.#count === 0) return;
    const batch = { data: this.#data, bounds: this.#bounds, count: this.#count };
    this.#count = 0;
    this.#lastPacketMs = this.#options.clock.monotonicMs();
    const at = batch.bounds[0]!;
    const d = batch.data;
    this.#mediaSsrc = ((d[at + 8]! << 24) | (d[at + 9]! << 16) | (d[at + 10]! << 8) | d[at + 11]!) >>> 0;
    this.#options.onBatch(batch);
  }

  #handleRtcp(packet: Uint8Array): void {
    const news = parseRtcp(packet);
    for (const report of news.senderReports) {
      this.#report = { middle: report.ntpMiddle, atMs: this.#options.clock.monotonicMs() };
      this.#options.onSenderReport(report);
    }
  }

  #sendReceiverReport(nowMs: number): void {
    const report = buildReceiverReport({
      ownSsrc: this.#ssrc,
      mediaSsrc: this.#relayed?.counts().ssrc ?? this.#mediaSsrc,
      highestSequence: this.#highestSequence,
      lost: this.#lost + (this.#relayed?.counts().lost ?? 0),
      lastSrMiddle: this.#report?.middle ?? 0,
      delaySinceSr: this.#report ? Math.round(((nowMs - this.#report.atMs) * 65536) / 1000) : 0,
    });
    if (this.#udp) {
      if (this.#serverRtcpPort) this.#udp.sendRtcp(report, this.#serverRtcpPort);
    } else this.#session.sendFrame(this.#rtpChannel + 1, report);
  }
}

function expectOk(method: string, response: { status: number; reason: string }): void {
  if (response.status >= 200 && response.status < 300) return;
  throw new IngestFailure('bad-answer', `${method}: ${response.status} ${response.reason}`);
}

/** "Session: id;timeout=60"; 60 s when not said (RFC 2326 §12.37). */
function sessionTimeoutS(session: string | undefined): number {
  const said = Number(/timeout=(\d+)/.exec(session ?? '')?.[1] ?? 60);
  return Math.min(600, Math.max(4, said || 60));
}
