// Where a session's packets go: its TCP connection, interleaved, or a pair of UDP ports.
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import type { Socket } from 'node:net';
import { datagrams, type RtpFrame } from './rtp-frame.ts';

export interface Transport {
  /** False when the frame was dropped because the reader is behind. `bytes` is the stamped frame. */
  sendFrame(frame: RtpFrame, bytes: Buffer): boolean;
  sendRtcp(packet: Buffer): void;
  /** Interleaved channel of RTP; 0 for UDP. */
  readonly channel: number;
  readonly header: string;
  close(): void;
}

/** About two seconds of a main stream: a reader further behind than that loses frames. */
const maxQueuedBytes = 768 * 1024;

export function interleavedTransport(
  socket: Socket,
  channel: number,
  rtcpChannel: number,
  ssrc: number,
): Transport {
  return {
    channel,
    header: `RTP/AVP/TCP;unicast;interleaved=${channel}-${rtcpChannel};ssrc=${hex(ssrc)}`,
    sendFrame(_frame, bytes) {
      if (socket.destroyed || socket.writableLength > maxQueuedBytes) return false;
      socket.write(bytes);
      return true;
    },
    sendRtcp(packet) {
      if (socket.destroyed || socket.writableLength > maxQueuedBytes) return;
      const head = Buffer.from([0x24, rtcpChannel, packet.length >> 8, packet.length & 255]);
      socket.write(Buffer.concat([head, packet]));
    },
    close() {},
  };
}

/** Binds two ports of ours, the first even as RFC 3550 §11 asks; `onRtcp` hears the client's reports. */
export async function udpTransport(
  localAddress: string,
  remoteAddress: string,
  rtpPort: number,
  rtcpPort: number,
  ssrc: number,
  onRtcp: () => void,
): Promise<Transport> {
  const [rtp, rtcp] = await bindPair(localAddress);
  const ignore = () => {};
  rtp.on('error', ignore);
  rtcp.on('error', ignore);
  rtcp.on('message', onRtcp);
  let closed = false;
  return {
    channel: 0,
    header: `RTP/AVP;unicast;client_port=${rtpPort}-${rtcpPort};server_port=${rtp.address().port}-${rtcp.address().port};ssrc=${hex(ssrc)}`,
    sendFrame(frame, bytes) {
      if (closed) return false;
      for (const packet of datagrams(frame, bytes)) rtp.send(packet, rtpPort, remoteAddress, ignore);
      return true;
    },
    sendRtcp(packet) {
      if (!closed) rtcp.send(packet, rtcpPort, remoteAddress, ignore);
    },
    close() {
      if (closed) return;
      closed = true;
      rtp.close();
      rtcp.close();
    },
  };
}

async function bindPair(address: string): Promise<[UdpSocket, UdpSocket]> {
  for (let tries = 0; tries < 50; tries++) {
    const rtp = await bind(address, 0);
    const { port } = rtp.address();
    const rtcp = port % 2 === 0 ? await bind(address, port + 1).catch(() => null) : null;
    if (rtcp) return [rtp, rtcp];
    rtp.close();
  }
  throw new Error('no pair of free UDP ports');
}

function bind(address: string, port: number): Promise<UdpSocket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket({ type: 'udp4', sendBufferSize: 1 << 20 });
    socket.once('error', reject);
    socket.bind(port, address, () => {
      socket.removeListener('error', reject);
      resolve(socket);
    });
  });
}

function hex(ssrc: number): string {
  return ssrc.toString(16).toUpperCase().padStart(8, '0');
}
