// A number of SRTP consumers of one producer on one mediasoup worker, and what they cost and lose.
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:dgram';
import type { AppData, PlainTransport, Producer, Router, RtpCapabilities } from 'mediasoup/types';
import { cpuMs, readMachine } from './processes.ts';

/** Every n-th consumer's packets are read and counted. */
export const COUNTED_EVERY = 40;
/** Consumers that have just begun are given this long before the cost is read. */
const SETTLE_MS = 1500;
const MEASURE_MS = 5000;

export interface Step {
  readonly consumers: number;
  /** Share of one core the worker used. */
  readonly core: number;
  /** Share of packets lost on the way into the worker and out of it, the worse of both. */
  readonly lost: number;
  /** Share of all cores of the machine that was busy, whoever used them. */
  readonly machine: number;
}

/** Sequence numbers seen of one SSRC (RFC 3550 §A.1, without its probation). */
class Received {
  packets = 0;
  #first = -1;
  #last = -1;
  #span = 0;

  handle(sequence: number): void {
    this.packets += 1;
    if (this.#first < 0) this.#first = sequence;
    else this.#span += ((sequence - this.#last + 0x8000) & 0xffff) - 0x8000;
    this.#last = sequence;
  }

  get expected(): number {
    return this.#first < 0 ? 0 : this.#span + 1;
  }
}

export class ConsumerLoad {
  readonly #router: Router;
  readonly #producer: Producer;
  readonly #holePort: number;
  readonly #counterPort: number;
  #transports: PlainTransport<AppData>[] = [];
  #received = new Map<number, Received>();

  /** `counter` is bound; it reads the counted consumers. Nobody reads `holePort`. */
  constructor(router: Router, producer: Producer, holePort: number, counter: Socket) {
    this.#router = router;
    this.#producer = producer;
    this.#holePort = holePort;
    this.#counterPort = counter.address().port;
    counter.on('message', packet => {
      const isRtcp = packet[1]! >= 192 && packet[1]! <= 223; // RFC 5761 §4
      if (!isRtcp) this.#received.get(packet.readUInt32BE(8))?.handle(packet.readUInt16BE(2));
    });
  }

  async resize(consumers: number): Promise<void> {
    while (this.#transports.length > consumers) this.#transports.pop()?.close();
    while (this.#transports.length < consumers) this.#transports.push(await this.#add());
  }

  async measure(workerPid: number): Promise<Step> {
    await delay(SETTLE_MS);
    for (const ssrc of this.#received.keys()) this.#received.set(ssrc, new Received());
    const before = await this.#readings(workerPid);
    await delay(MEASURE_MS);
    const after = await this.#readings(workerPid);
    const passed = after.atMs - before.atMs;
    const counted = [...this.#received.values()].filter(r => r.expected > 0);
    const expected = counted.reduce((sum, r) => sum + r.expected, 0);
    const got = counted.reduce((sum, r) => sum + r.packets, 0);
    const lostIn = (after.lostIn - before.lostIn) / Math.max(1, after.packetsIn - before.packetsIn);
    return {
      consumers: this.#transports.length,
      core: (after.cpuMs - before.cpuMs) / passed,
      lost: expected === 0 ? 1 : Math.max(lostIn, 1 - got / expected),
      machine:
        (after.machine.busyMs - before.machine.busyMs) / (after.machine.totalMs - before.machine.totalMs),
    };
  }

  async #readings(workerPid: number) {
    const [stat] = await this.#producer.getStats();
    return {
      atMs: performance.now(),
      cpuMs: cpuMs(workerPid),
      machine: readMachine(),
      packetsIn: stat?.packetCount ?? 0,
      lostIn: stat?.packetsLost ?? 0,
    };
  }

  async #add(): Promise<PlainTransport> {
    const counted = this.#transports.length % COUNTED_EVERY === 0;
    const transport = await this.#router.createPlainTransport({
      listenInfo: { protocol: 'udp', ip: '127.0.0.1' },
      rtcpMux: true,
      comedia: false,
      enableSrtp: true,
      srtpCryptoSuite: 'AEAD_AES_128_GCM',
    });
    await transport.connect({
      ip: '127.0.0.1',
      port: counted ? this.#counterPort : this.#holePort,
      srtpParameters: { cryptoSuite: 'AEAD_AES_128_GCM', keyBase64: randomBytes(28).toString('base64') },
    });
    const consumer = await transport.consume({
      producerId: this.#producer.id,
      rtpCapabilities: withoutFeedback(this.#router.rtpCapabilities),
    });
    const ssrc = consumer.rtpParameters.encodings?.[0]?.ssrc;
    if (counted && ssrc !== undefined) {
      this.#received.set(ssrc, new Received());
      transport.observer.once('close', () => this.#received.delete(ssrc));
    }
    return transport;
  }
}

/**
 * Without transport-wide congestion control: no browser answers here, and unanswered packets would pile
 * up in its history for a minute each, a cost no viewer causes.
 */
function withoutFeedback(capabilities: RtpCapabilities): RtpCapabilities {
  const isFeedback = (name: string) => name === 'transport-cc' || name === 'goog-remb';
  return {
    codecs: capabilities.codecs?.map(codec => ({
      ...codec,
      rtcpFeedback: codec.rtcpFeedback?.filter(({ type }) => !isFeedback(type)),
    })),
    headerExtensions: capabilities.headerExtensions?.filter(
      ({ uri }) => !/transport-wide-cc|abs-send-time/.test(uri),
    ),
  };
}

const delay = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));
