// For tests: the edge's end of one published stream, over werift's SRTP, so that both ends of the wire
// were not written by the same hand.
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import type { Published, PublishRequest } from '@brightwall/protocol/edge-messages';
import { PictureLossIndication, RtcpPacketConverter, RtpPacket, SrtcpSession, SrtpSession } from 'werift-rtp';
import type { H264Source } from './h264-source.ts';

const aeadAes128Gcm = 7;

export interface SrtpSender {
  readonly published: Published;
  /** Called for each key-frame request of the core. */
  onPli: () => void;
  close(): void;
}

export function sendBySrtp(request: PublishRequest, source: Pick<H264Source, 'onPacket'>): SrtpSender {
  if (request.srtp.cryptoSuite !== 'AEAD_AES_128_GCM') throw new Error(request.srtp.cryptoSuite);
  const ssrc = randomBytes(4).readUInt32BE() | 1;
  const own = randomBytes(28);
  const core = Buffer.from(request.srtp.keyBase64, 'base64');
  const config = {
    profile: aeadAes128Gcm,
    keys: {
      localMasterKey: own.subarray(0, 16),
      localMasterSalt: own.subarray(16),
      remoteMasterKey: core.subarray(0, 16),
      remoteMasterSalt: core.subarray(16),
    },
  };
  const srtp = new SrtpSession(config);
  const srtcp = new SrtcpSession(config);
  const socket = createSocket('udp4');
  socket.on('error', () => {});
  socket.on('message', message => {
    for (const packet of RtcpPacketConverter.deSerialize(srtcp.decrypt(message)))
      if ('feedback' in packet && packet.feedback instanceof PictureLossIndication) sender.onPli();
  });
  const stop = source.onPacket(bytes => {
    // RTCP of ffmpeg (payload types 72–76 in RTP's eyes) goes to another port.
    const packet = RtpPacket.deSerialize(bytes);
    packet.header.ssrc = ssrc >>> 0;
    packet.header.payloadType = 102;
    socket.send(srtp.encrypt(packet.payload, packet.header), request.port, request.host ?? '127.0.0.1');
  });
  let closed = false;
  const sender: SrtpSender = {
    published: {
      ssrc: ssrc >>> 0,
      payloadType: 102,
      absCaptureTimeId: null,
      srtp: { cryptoSuite: 'AEAD_AES_128_GCM', keyBase64: own.toString('base64') },
      transcoded: false,
    },
    onPli: () => {},
    close() {
      if (closed) return;
      closed = true;
      stop();
      socket.close();
    },
  };
  return sender;
}
