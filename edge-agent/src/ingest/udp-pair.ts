// Two UDP ports, even for RTP and the next for RTCP (RFC 3550 §11), that hear one camera only.
import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { IngestFailure } from './failure.ts';

export interface UdpPair {
  readonly rtpPort: number;
  sendRtcp(packet: Uint8Array, port: number): void;
  /** Opens the way through a firewall between: an empty RTP packet each. */
  punch(rtpPort: number, rtcpPort: number): void;
  close(): void;
}

/** `address`: the only one packets are taken from. */
export async function openUdpPair(
  address: string,
  onRtp: (packet: Uint8Array) => void,
  onRtcp: (packet: Uint8Array) => void,
): Promise<UdpPair> {
  const type = isIPv6(address) ? 'udp6' : 'udp4';
  for (let tries = 0; tries < 20; tries++) {
    const rtp = await bind(type, 0);
    const { port } = rtp.address();
    const rtcp = port % 2 === 0 ? await bind(type, port + 1).catch(() => null) : null;
    if (!rtcp) {
      rtp.close();
      continue;
    }
    rtp.on('message', (packet, from) => from.address === address && onRtp(packet));
    rtcp.on('message', (packet, from) => from.address === address && onRtcp(packet));
    // A port the camera closed answers ICMP; the watchdog tells when nothing comes.
    rtp.on('error', () => {});
    rtcp.on('error', () => {});
    return {
      rtpPort: port,
      sendRtcp: (packet, to) => rtcp.send(packet, to, address),
      punch(rtpPort, rtcpPort) {
        const empty = Uint8Array.of(0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        rtp.send(empty, rtpPort, address);
        rtcp.send(Uint8Array.of(0x80, 201, 0, 1, 0, 0, 0, 0), rtcpPort, address);
      },
      close() {
        rtp.close();
        rtcp.close();
      },
    };
  }
  throw new IngestFailure('unreachable', 'no pair of free UDP ports');
}

function bind(type: 'udp4' | 'udp6', port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket({ type, recvBufferSize: 1024 * 1024 });
    socket.once('error', error => {
      socket.close();
      reject(error);
    });
    socket.bind(port, () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });
}
