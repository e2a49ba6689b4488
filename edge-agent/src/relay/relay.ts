// Passing streams on without a line of JavaScript per packet: once a camera plays, its connection is read by
// a native thread, which encrypts and sends what is published and tells us only what we ask to see. Why, and
// what it saves: docs/passing-a-stream-on.md.
import { type Addon, loadAddon } from './addon.ts';

/** Which media packets are told; all else that the camera says always is. */
export type Deliver = 'none' | 'key-frames' | 'all';

export interface RelaySourceOptions {
  /** Of the connected socket; it is duplicated, and stays its owner's. */
  readonly fd: number;
  readonly rtpChannel: number;
  readonly payloadType: number;
  readonly codec: 'h264' | 'h265' | 'other';
  readonly deliver: Deliver;
  /** What was read of an unfinished message. */
  readonly rest: Uint8Array;
  /** Whole messages of the connection, one after another. */
  readonly onBytes: (bytes: Buffer) => void;
  /** The connection ended; errno, 0 where the camera closed it. */
  readonly onEnd: (errno: number) => void;
}

export interface RelayCounts {
  readonly packets: number;
  readonly bytes: number;
  readonly frames: number;
  readonly lost: number;
  /** Rollovers and highest sequence number (RFC 3550 §6.4.1); −1 before the first packet. */
  readonly highest: number;
  readonly ssrc: number;
  readonly newestRtp: number;
  /** How long ago the newest packet came, ms; null before the first. */
  readonly ageMs: number | null;
}

export interface RelayOutputOptions {
  readonly address: string;
  readonly port: number;
  /** Session key and salt of AES-128-GCM for RTP, 16 and 12 bytes. */
  readonly key: Buffer;
  readonly salt: Buffer;
  readonly ssrc: number;
  readonly payloadType: number;
  readonly firstSequence: number;
  /** H.264 parameter sets, put before key frames that come without. */
  readonly sps: Uint8Array | null;
  readonly pps: Uint8Array | null;
  /** What comes back on the same port. */
  readonly onPacket: (packet: Buffer) => void;
}

export interface RelayOutputCounts {
  readonly packets: number;
  readonly octets: number;
  readonly resent: number;
  readonly dropped: number;
  /** Media time of the newest packet; −1 before the first. */
  readonly newestTimestamp: number;
  /** How long ago it came, ms. */
  readonly ageMs: number;
}

const deliverNumber = { none: 0, 'key-frames': 1, all: 2 } as const;
const codecNumber = { other: 0, h264: 1, h265: 2 } as const;
/** Event::Kind of native/relay.h. */
const kind = { bytes: 0, end: 1, rtcp: 2 } as const;

export class Relay {
  readonly #addon: Addon;
  readonly #sources = new Map<number, RelaySourceOptions>();
  readonly #outputs = new Map<number, RelayOutputOptions>();

  constructor(addon: Addon) {
    this.#addon = addon;
    addon.open((what, id, errno, bytes) => {
      if (what === kind.bytes) this.#sources.get(id)?.onBytes(bytes);
      else if (what === kind.end) this.#sources.get(id)?.onEnd(errno);
      else this.#outputs.get(id)?.onPacket(bytes);
    });
  }

  /** Takes the reading of a connection over. Throws the system's error where it cannot be watched. */
  source(options: RelaySourceOptions): RelaySource {
    const { fd, rtpChannel, payloadType, codec, deliver, rest } = options;
    const id = this.#addon.addSource(
      fd,
      rtpChannel,
      payloadType,
      codecNumber[codec],
      deliverNumber[deliver],
      Buffer.from(rest),
    );
    this.#sources.set(id, options);
    return new RelaySource(this.#addon, id, deliver, this.#outputs, () => this.#sources.delete(id));
  }
}

export class RelaySource {
  readonly #addon: Addon;
  readonly #id: number;
  readonly #outputs: Map<number, RelayOutputOptions>;
  readonly #forget: () => void;
  readonly #numbers = new Float64Array(9);
  #deliver: Deliver;
  #closed = false;

  constructor(
    addon: Addon,
    id: number,
    deliver: Deliver,
    outputs: Map<number, RelayOutputOptions>,
    forget: () => void,
  ) {
    this.#addon = addon;
    this.#id = id;
    this.#deliver = deliver;
    this.#outputs = outputs;
    this.#forget = forget;
  }

  deliver(what: Deliver): void {
    if (this.#closed || what === this.#deliver) return;
    this.#deliver = what;
    this.#addon.setDeliver(this.#id, deliverNumber[what]);
  }

  /** Since the source began. */
  counts(): RelayCounts {
    const numbers = this.#numbers;
    if (!this.#closed) this.#addon.readSource(this.#id, numbers);
    const [packets, bytes, frames, lost, highest, ssrc, newestRtp, ageMs] = numbers as unknown as number[];
    return {
      packets: packets!,
      bytes: bytes!,
      frames: frames!,
      lost: lost!,
      highest: packets! > 0 ? highest! : -1,
      ssrc: ssrc!,
      newestRtp: newestRtp!,
      ageMs: packets! > 0 ? ageMs! : null,
    };
  }

  /** Sends the camera's packets on from the next one. Throws the system's error where the address cannot be reached. */
  output(options: RelayOutputOptions): RelayOutput {
    const { address, port, key, salt, ssrc, payloadType, firstSequence, sps, pps } = options;
    const bytes = (set: Uint8Array | null) => Buffer.from(set ?? []);
    const id = this.#addon.addOutput(
      this.#id,
      address,
      port,
      key,
      salt,
      ssrc,
      payloadType,
      firstSequence,
      bytes(sps),
      bytes(pps),
    );
    this.#outputs.set(id, options);
    return new RelayOutput(this.#addon, id, () => this.#outputs.delete(id));
  }

  /** Reads no more; what is still told is not heard. Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.counts();
    this.#closed = true;
    this.#forget();
    this.#addon.removeSource(this.#id);
  }
}

export class RelayOutput {
  readonly #addon: Addon;
  readonly #id: number;
  readonly #forget: () => void;
  readonly #numbers = new Float64Array([0, 0, 0, 0, -1, 0]);
  #closed = false;

  constructor(addon: Addon, id: number, forget: () => void) {
    this.#addon = addon;
    this.#id = id;
    this.#forget = forget;
  }

  counts(): RelayOutputCounts {
    const numbers = this.#numbers;
    if (!this.#closed) this.#addon.readOutput(this.#id, numbers);
    const [packets, octets, resent, dropped, newestTimestamp, ageMs] = numbers as unknown as number[];
    return {
      packets: packets!,
      octets: octets!,
      resent: resent!,
      dropped: dropped!,
      newestTimestamp: newestTimestamp!,
      ageMs: ageMs!,
    };
  }

  /** Media time `timestamp` was captured at `epochMs`: written on the first packet of each picture from now on. */
  setCapture(timestamp: number, epochMs: number, clockRate: number): void {
    if (!this.#closed) this.#addon.setCapture(this.#id, timestamp, epochMs, clockRate);
  }

  /** Nothing happens when the packet is too old. */
  resend(sequence: number): void {
    if (!this.#closed) this.#addon.resend(this.#id, sequence);
  }

  /** Anything else by the same port: SRTCP. */
  send(packet: Uint8Array): void {
    if (!this.#closed) this.#addon.send(this.#id, Buffer.from(packet));
  }

  /** Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.counts();
    this.#closed = true;
    this.#forget();
    this.#addon.removeOutput(this.#id);
  }
}

let shared: Relay | null = null;

/** The process's one relay. Throws where the native part was not compiled for this machine. */
export function openRelay(): Relay {
  shared ??= new Relay(loadAddon());
  return shared;
}
