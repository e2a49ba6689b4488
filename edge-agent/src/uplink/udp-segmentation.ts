// UDP generic segmentation offload (Linux 4.18, udp(7) UDP_SEGMENT): one send call carries many packets of one
// size, which the kernel takes apart. Node has no way to set a socket option of its own choice, hence the
// foreign calls; they are made once per socket and once per change of size, never per packet.
//
// Why: of the CPU an H.264 stream of 2 Mbit/s costs this agent, half was the send call, about 20 µs for each of
// 230 packets a second (measured with node --cpu-prof, seven streams, this project's two-core machine).
import koffi from 'koffi';

// Linux on x86-64 and arm64 alike.
const AF_INET = 2;
const AF_INET6 = 10;
const SOCK_DGRAM = 2;
const SOCK_NONBLOCK = 0o4000;
const SOCK_CLOEXEC = 0o2000000;
const SOL_UDP = 17;
const UDP_SEGMENT = 103;

interface Calls {
  socket(family: number, type: number, protocol: number): number;
  setsockopt(fd: number, level: number, name: number, value: number[], length: number): number;
}

let calls: Calls | null | undefined;

function load(): Calls | null {
  if (calls !== undefined) return calls;
  try {
    if (process.platform !== 'linux') throw new Error('Linux only');
    const libc = koffi.load(null);
    calls = {
      socket: libc.func('int socket(int family, int type, int protocol)'),
      setsockopt: libc.func('int setsockopt(int fd, int level, int name, const int *value, uint32_t length)'),
    };
  } catch {
    // Another system, or a platform without the library: packets go out one by one.
    calls = null;
  }
  return calls;
}

export interface SegmentingSocket {
  /** For dgram's bind({ fd }), which then owns and closes it. */
  readonly fd: number;
  /** What is sent in one call is cut into packets of this size; 0 ends that. False when the kernel refuses. */
  setSize(bytes: number): boolean;
}

/** A datagram socket that can segment; null where the system has no such thing. */
export function openSegmentingSocket(ipv6: boolean): SegmentingSocket | null {
  const libc = load();
  if (!libc) return null;
  const fd = libc.socket(ipv6 ? AF_INET6 : AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return null;
  return { fd, setSize: bytes => libc.setsockopt(fd, SOL_UDP, UDP_SEGMENT, [bytes], 4) === 0 };
}
