// One access unit as it goes over the wire, packetised once and shared by every camera and session:
// only header fields differ, and they are written into a copy.

const interleavedBytes = 4;
const rtpBytes = 12;

export interface RtpFrame {
  /** "$ channel length" + RTP header + payload, packet after packet; variable fields zero. */
  readonly template: Buffer;
  /** Where each packet's "$" stands. */
  readonly starts: readonly number[];
  readonly key: boolean;
}

export interface RtpStamp {
  readonly channel: number;
  readonly payloadType: number;
  /** Of the first packet. */
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
}

export function buildFrame(payloads: readonly Buffer[], key: boolean): RtpFrame {
  const starts: number[] = [];
  let size = 0;
  for (const payload of payloads) {
    starts.push(size);
    size += interleavedBytes + rtpBytes + payload.length;
  }
  const template = Buffer.alloc(size);
  payloads.forEach((payload, i) => {
    const at = starts[i]!;
    template[at] = 0x24;
    template.writeUInt16BE(rtpBytes + payload.length, at + 2);
    template[at + 4] = 0x80;
    template[at + 5] = i === payloads.length - 1 ? 0x80 : 0;
    payload.copy(template, at + interleavedBytes + rtpBytes);
  });
  return { template, starts, key };
}

/** A sendable copy. For UDP cut it with `datagrams`. */
export function stampFrame(frame: RtpFrame, stamp: RtpStamp): Buffer {
  const bytes = Buffer.allocUnsafe(frame.template.length);
  frame.template.copy(bytes);
  for (let i = 0; i < frame.starts.length; i++) {
    const at = frame.starts[i]!;
    bytes[at + 1] = stamp.channel;
    bytes[at + 5] = bytes[at + 5]! | stamp.payloadType;
    bytes.writeUInt16BE((stamp.sequence + i) & 0xffff, at + 6);
    bytes.writeUInt32BE(stamp.timestamp, at + 8);
    bytes.writeUInt32BE(stamp.ssrc, at + 12);
  }
  return bytes;
}

/** The RTP packets of a stamped frame, without the interleaving prefix. */
export function datagrams(frame: RtpFrame, stamped: Buffer): Buffer[] {
  return frame.starts.map((at, i) =>
    stamped.subarray(at + interleavedBytes, frame.starts[i + 1] ?? stamped.length),
  );
}
