// Writes H.264 RTP packets of one outgoing stream: our SSRC, payload type and sequence, the capture time now and
// then on the first packet of a frame, nothing longer than the path takes. SRTP and the socket come right after.
import { h264Nal } from '../media/h264.ts';
import { writeNtp } from '../media/rtcp.ts';
import { timestampDifference, writeU32 } from '../media/rtp.ts';
import { batchPackets, PacketRing, type SrtpSender } from './srtp-sender.ts';

/**
 * Longest SRTP packet sent: with IP, UDP, PPPoE and what the core's WebRTC leg adds it fits 1500. Not
 * shorter: cameras fill packets to 1400 bytes, and each would be cut into a long and a tiny one.
 */
const maxPacketBytes = 1452;
const tagBytes = 16;
const extensionBytes = 16;
/** abs-capture-time: http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time, RFC 8285 one-byte form. */
export const absCaptureTimeId = 1;
/** It asks for one a second at least; a page that joins later sees one this soon. 0.5 s. */
const captureEvery90k = 45_000;

export interface RtpWriterOptions {
  readonly ssrc: number;
  readonly payloadType: number;
  readonly firstSequence: number;
  readonly srtp: SrtpSender;
  /** `bytes` are only valid during the call. */
  readonly send: (bytes: Uint8Array) => void;
  /** Edge epoch ms at which a media time was captured; null when nobody knows. */
  readonly captureMs: (rtpTimestamp: number) => number | null;
}

export class RtpWriter {
  packets = 0;
  octets = 0;
  resent = 0;
  #options: RtpWriterOptions;
  #sequence: number;
  #ring = new PacketRing();
  /** Slot of the first packet that is not sent yet, and how many there are. */
  #first = 0;
  #waiting = 0;
  #timestamp = -1;
  /** Media time of the last picture that carries its capture time. */
  #toldTimestamp = -1;

  constructor(options: RtpWriterOptions) {
    this.#options = options;
    this.#sequence = options.firstSequence;
  }

  /** Leaves a hole in the sequence where the camera's had one, so that the receiver sees the loss. */
  skip(packets: number): void {
    this.#sequence = (this.#sequence + packets) & 0xffff;
  }

  /** One RTP payload (a NAL unit, STAP-A or FU-A), cut again where it is too long. Call flush() after a batch. */
  write(data: Uint8Array, start: number, end: number, timestamp: number, marker: boolean): void {
    const room = maxPacketBytes - tagBytes - 12 - extensionBytes;
    if (end - start <= room) {
      this.#packet(data, start, end, timestamp, marker, -1, 0);
      return;
    }
    const type = data[start]! & 0x1f;
    if (type === h264Nal.stapA) {
      this.#splitAggregate(data, start, end, timestamp, marker);
      return;
    }
    const fragment = type === h264Nal.fuA;
    const indicator = (data[start]! & 0xe0) | h264Nal.fuA;
    const old = fragment ? data[start + 1]! : 0xc0 | type;
    let at = start + (fragment ? 2 : 1);
    const first = at;
    while (at < end) {
      const next = Math.min(end, at + room - 2);
      const header = (old & 0x1f) | (at === first ? old & 0x80 : 0) | (next === end ? old & 0x40 : 0);
      this.#packet(data, at, next, timestamp, marker && next === end, indicator, header);
      at = next;
    }
  }

  /** SPS and PPS in one packet, before a key frame that came without. */
  writeParameterSets(sps: Uint8Array, pps: Uint8Array, timestamp: number): void {
    const payload = new Uint8Array(5 + sps.length + pps.length);
    payload.set([h264Nal.stapA | (sps[0]! & 0x60), sps.length >> 8, sps.length & 0xff]);
    payload.set(sps, 3);
    payload.set([pps.length >> 8, pps.length & 0xff], 3 + sps.length);
    payload.set(pps, 5 + sps.length);
    this.write(payload, 0, payload.length, timestamp, false);
  }

  /** Protects and sends what was written. */
  flush(): void {
    const count = this.#waiting;
    if (count === 0) return;
    const first = this.#first;
    this.#waiting = 0;
    this.#first = (first + count) & (this.#ring.slots - 1);
    this.#options.srtp.protect(this.#ring, first, count);
    for (let n = 0; n < count; n++) this.#options.send(this.#ring.packet(first + n));
  }

  /** Sends a packet again that the core missed; nothing happens when it is too old. */
  resend(sequence: number): void {
    const { bytes, slots, lengths } = this.#ring;
    for (let n = 0; n < slots; n++) {
      const at = this.#ring.offset(n);
      if (lengths[n] === 0 || ((bytes[at + 2]! << 8) | bytes[at + 3]!) !== sequence) continue;
      this.resent += 1;
      this.#options.send(this.#ring.packet(n));
      return;
    }
  }

  /** A receiver counts on from the last one by media time: once in a while is enough. */
  #timeIsDue(timestamp: number): boolean {
    const since90k = timestampDifference(timestamp, this.#toldTimestamp);
    return this.#toldTimestamp < 0 || since90k < 0 || since90k >= captureEvery90k;
  }

  #splitAggregate(data: Uint8Array, start: number, end: number, timestamp: number, marker: boolean): void {
    let at = start + 1;
    while (at + 2 < end) {
      const next = at + 2 + ((data[at]! << 8) | data[at + 1]!);
      if (next > end) return;
      this.write(data, at + 2, next, timestamp, marker && next === end);
      at = next;
    }
  }

  /** `indicator` ≥ 0: an FU-A packet with that first byte and `header` as second. */
  #packet(
    data: Uint8Array,
    start: number,
    end: number,
    timestamp: number,
    marker: boolean,
    indicator: number,
    header: number,
  ): void {
    const { bytes, lengths, headerLengths, slots } = this.#ring;
    const slot = (this.#first + this.#waiting) & (slots - 1);
    const base = this.#ring.offset(slot);
    let at = base + 12;
    let first = 0x80;
    if (timestamp !== this.#timestamp) {
      this.#timestamp = timestamp;
      const captureMs = this.#timeIsDue(timestamp) ? this.#options.captureMs(timestamp) : null;
      if (captureMs !== null) {
        this.#toldTimestamp = timestamp;
        first = 0x90;
        writeU32(bytes, at, 0xbede_0003);
        bytes[at + 4] = (absCaptureTimeId << 4) | 7;
        writeNtp(bytes, at + 5, captureMs);
        bytes.fill(0, at + 13, at + 16);
        at += extensionBytes;
      }
    }
    bytes[base] = first;
    bytes[base + 1] = (marker ? 0x80 : 0) | this.#options.payloadType;
    bytes[base + 2] = this.#sequence >> 8;
    bytes[base + 3] = this.#sequence;
    writeU32(bytes, base + 4, timestamp);
    writeU32(bytes, base + 8, this.#options.ssrc);
    this.#sequence = (this.#sequence + 1) & 0xffff;
    headerLengths[slot] = at - base;
    if (indicator >= 0) {
      bytes[at] = indicator;
      bytes[at + 1] = header;
      at += 2;
    }
    bytes.set(start === 0 && end === data.length ? data : data.subarray(start, end), at);
    lengths[slot] = at + end - start - base;
    this.packets += 1;
    this.octets += end - start;
    this.#waiting += 1;
    if (this.#waiting === batchPackets) this.flush();
  }
}
