// RTP packets as cameras make them, written apart from the code under test.
import type { AccessUnit } from '../media/access-unit.ts';
import type { RtpBatch } from '../media/rtp.ts';

export class TestPacketiser {
  sequence = 65_000;
  ssrc = 0x1234_5678;

  packet(payload: Uint8Array, timestamp: number, marker: boolean): Buffer {
    const out = Buffer.alloc(12 + payload.length);
    out[0] = 0x80;
    out[1] = (marker ? 0x80 : 0) | 96;
    out.writeUInt16BE(this.sequence, 2);
    this.sequence = (this.sequence + 1) & 0xffff;
    out.writeUInt32BE(timestamp >>> 0, 4);
    out.writeUInt32BE(this.ssrc, 8);
    out.set(payload, 12);
    return out;
  }

  /** A picture in H.264 packets: small NAL units as they are, large ones as FU-A. */
  unit(unit: AccessUnit, room = 1388): Buffer[] {
    return unit.nals.flatMap((nal, n) => {
      const last = n === unit.nals.length - 1;
      if (nal.length <= room) return [this.packet(nal, unit.rtp90k, last)];
      const pieces: Buffer[] = [];
      for (let at = 1; at < nal.length; at += room - 2) {
        const end = Math.min(nal.length, at + room - 2);
        const flags = (at === 1 ? 0x80 : 0) | (end === nal.length ? 0x40 : 0);
        const head = Uint8Array.of((nal[0]! & 0xe0) | 28, flags | (nal[0]! & 0x1f));
        pieces.push(
          this.packet(Buffer.concat([head, nal.subarray(at, end)]), unit.rtp90k, last && end === nal.length),
        );
      }
      return pieces;
    });
  }
}

/** Packets as one read hands them over. */
export function batchOf(packets: readonly Uint8Array[]): RtpBatch {
  const bounds = new Uint32Array(packets.length * 2);
  let at = 0;
  for (const [i, packet] of packets.entries()) {
    bounds[i * 2] = at;
    at += packet.length;
    bounds[i * 2 + 1] = at;
  }
  return { data: Buffer.concat(packets), bounds, count: packets.length };
}
