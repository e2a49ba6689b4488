// RTCP a camera sends (RFC 3550 §6.4.1, §6.5, §6.6).

const ntpEpochOffsetS = 2_208_988_800;

export interface SenderReport {
  readonly ssrc: number;
  /** The device's clock, epoch ms with fraction. */
  readonly epochMs: number;
  readonly rtpTimestamp: number;
  readonly packets: number;
  readonly octets: number;
}

/** Sender report followed by the mandatory SDES CNAME. */
export function senderReport(report: SenderReport, cname: string): Buffer {
  const sr = Buffer.alloc(28);
  sr[0] = 0x80;
  sr[1] = 200;
  sr.writeUInt16BE(6, 2);
  sr.writeUInt32BE(report.ssrc, 4);
  const seconds = Math.floor(report.epochMs / 1000);
  sr.writeUInt32BE((seconds + ntpEpochOffsetS) >>> 0, 8);
  sr.writeUInt32BE(Math.floor(((report.epochMs / 1000) % 1) * 2 ** 32) >>> 0, 12);
  sr.writeUInt32BE(report.rtpTimestamp, 16);
  sr.writeUInt32BE(report.packets >>> 0, 20);
  sr.writeUInt32BE(report.octets >>> 0, 24);
  return Buffer.concat([sr, sdes(report.ssrc, cname)]);
}

function sdes(ssrc: number, cname: string): Buffer {
  const name = Buffer.from(cname.slice(0, 255));
  const length = Math.ceil((8 + 2 + name.length + 1) / 4) * 4;
  const packet = Buffer.alloc(length);
  packet[0] = 0x81;
  packet[1] = 202;
  packet.writeUInt16BE(length / 4 - 1, 2);
  packet.writeUInt32BE(ssrc, 4);
  packet[8] = 1;
  packet[9] = name.length;
  name.copy(packet, 10);
  return packet;
}
