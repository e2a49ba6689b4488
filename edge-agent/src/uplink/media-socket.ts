// The UDP socket of one published stream: SRTP out, SRTCP both ways on the same port. Connected, so that the
// kernel looks the route up once and packets from elsewhere never reach us.
import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';

export interface MediaSocket {
  /** Hands the bytes to the kernel at once; a full socket buffer loses the packet, as the network would. */
  send(bytes: Uint8Array): void;
  readonly dropped: number;
  close(): void;
}

export async function openMediaSocket(
  address: string,
  port: number,
  onMessage: (packet: Uint8Array) => void,
): Promise<MediaSocket> {
  const socket: Socket = createSocket({
    type: isIPv6(address) ? 'udp6' : 'udp4',
    sendBufferSize: 1024 * 1024,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.connect(port, address, () => {
      socket.off('error', reject);
      resolve();
    });
  });
  let open = true;
  let dropped = 0;
  // ICMP "port unreachable" while the core restarts; the link tells when it is gone for good.
  socket.on('error', () => {
    dropped += 1;
  });
  socket.on('message', onMessage);
  return {
    send(bytes) {
      if (open) socket.send(bytes);
    },
    get dropped() {
      return dropped;
    },
    close() {
      if (!open) return;
      open = false;
      socket.close();
    },
  };
}
