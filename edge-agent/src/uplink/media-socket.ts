// The UDP socket of one published stream: SRTP out, SRTCP both ways on the same port. Connected, so that the
// kernel looks the route up once and packets from elsewhere never reach us.
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { openSegmentingSocket } from './udp-segmentation.ts';

/** The kernel takes 64 segments (128 in newer ones) and 64 KiB in one call. */
const maxSegments = 40;

export interface MediaSocket {
  /** Hands packets to the kernel at once; a full socket buffer loses them, as the network would. */
  send(packets: readonly Uint8Array[]): void;
  readonly dropped: number;
  close(): void;
}

export async function openMediaSocket(
  host: string,
  port: number,
  onMessage: (packet: Uint8Array) => void,
): Promise<MediaSocket> {
  const { address, family } = await lookup(host);
  const socket = createSocket({ type: family === 6 ? 'udp6' : 'udp4', sendBufferSize: 1024 * 1024 });
  let segmenting = openSegmentingSocket(family === 6);
  let size = 0;
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    const connect = () =>
      socket.connect(port, address, () => {
        socket.off('error', reject);
        resolve();
      });
    if (segmenting) socket.bind({ fd: segmenting.fd }, connect);
    else connect();
  });
  let open = true;
  let dropped = 0;
  // ICMP "port unreachable" while the core restarts; the link tells when it is gone for good.
  socket.on('error', (error: NodeJS.ErrnoException) => {
    dropped += 1;
    // A path or a device that takes no segments (small MTU, no checksums): packets go one by one from here on.
    if (segmenting && (error.code === 'EIO' || error.code === 'EINVAL' || error.code === 'EMSGSIZE')) {
      segmenting.setSize(0);
      segmenting = null;
    }
  });
  socket.on('message', onMessage);

  /** True when what is sent next in one call will be cut into packets of `bytes`. */
  const segmentBy = (bytes: number): boolean => {
    if (size === bytes) return true;
    if (!segmenting?.setSize(bytes)) return false;
    size = bytes;
    return true;
  };

  return {
    send(packets) {
      if (!open) return;
      for (let from = 0; from < packets.length; ) {
        const end = segmenting ? runEnd(packets, from) : from + 1;
        const first = packets[from]!;
        if (end - from > 1 && segmentBy(first.length)) {
          socket.send(packets.slice(from, end));
          from = end;
        } else {
          // Alone it must not be cut either: the size set may be smaller than it.
          if (size > 0 && first.length > size) segmentBy(first.length);
          socket.send(first);
          from += 1;
        }
      }
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

/** One past the last packet that can go with the one at `from`: equal sizes, and a shorter one at the end. */
function runEnd(packets: readonly Uint8Array[], from: number): number {
  const bytes = packets[from]!.length;
  let end = from + 1;
  while (end < packets.length && end - from < maxSegments && packets[end]!.length === bytes) end += 1;
  if (end < packets.length && end - from < maxSegments && packets[end]!.length < bytes) end += 1;
  return end;
}
