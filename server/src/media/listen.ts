// Where a worker takes browsers in: one port number for UDP and TCP on every address of the machine, so
// that a firewall needs one rule per worker.
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { types } from 'mediasoup';

/**
 * What the kernel may hold for a socket, bytes. A key frame of a 4K camera comes as several hundred packets
 * at once; the default of 208 KiB lost some of each. Linux cuts this to net.core.rmem_max and wmem_max.
 */
export const socketBuffers = { recvBufferSize: 4_194_304, sendBufferSize: 4_194_304 };

/** The machine's IPv4 addresses, loopback last: a browser tries candidates in this order. */
export function ownAddresses(interfaces = networkInterfaces()): string[] {
  const ipv4 = Object.values(interfaces)
    .flatMap(addresses => addresses ?? [])
    .filter(address => address.family === 'IPv4');
  const outer = ipv4.filter(address => !address.internal && !address.address.startsWith('169.254.'));
  return [...new Set([...outer.map(address => address.address), '127.0.0.1'])];
}

/**
 * The n-th announced address stands for the machine's n-th own one (NAT, container). Without announced
 * addresses the machine's own are told.
 */
export function listenInfos(
  port: number,
  announced: readonly string[],
  own = ownAddresses(),
): types.TransportListenInfo[] {
  if (announced.length > own.length)
    throw new Error(
      `media.announcedAddresses 有 ${announced.length} 个，本机只有 ${own.length} 个地址 / ` +
        `media.announcedAddresses has ${announced.length} entries, this machine has ${own.length} addresses`,
    );
  return own.flatMap((ip, index) => {
    const announcedAddress = announced[index];
    if (announced.length > 0 && announcedAddress === undefined) return [];
    return (['udp', 'tcp'] as const).map(protocol => ({
      protocol,
      ip,
      port,
      ...(protocol === 'udp' && socketBuffers),
      ...(announcedAddress !== undefined && announcedAddress !== ip && { announcedAddress }),
    }));
  });
}

/** A port number that is free for UDP and TCP now. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const server = createServer();
    await new Promise<void>((done, failed) => server.once('error', failed).listen(0, '0.0.0.0', done));
    const { port } = server.address() as { port: number };
    const socket = createSocket('udp4');
    const isFree = await new Promise<boolean>(done => {
      socket.once('error', () => done(false));
      socket.bind(port, '0.0.0.0', () => done(true));
    });
    socket.close();
    await new Promise<void>(done => server.close(() => done()));
    if (isFree) return port;
  }
  throw new Error('没有空闲端口 / no free port');
}
