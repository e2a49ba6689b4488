// The discovery socket of the cameras of one network segment. Each answers for itself, one datagram each; answers are spread
// over time so that the asker's receive buffer holds them (ONVIF Core §7.3.3 asks for a delay as well).
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import type { Clock, Timer } from '@brightwall/kit/clock';
import type { Camera } from '../camera.ts';
import { endpointOf, scopesOf } from '../onvif/facts.ts';
import { matches, type Probe, probeMatch, readProbe } from './messages.ts';

const group = '239.255.255.250';
const answersPerBurst = 10;
const burstEveryMs = 10;
/** Probes being answered at once; a flood of more is not served. */
const maxRounds = 32;
const rememberedProbes = 256;

export interface DiscoveryOptions {
  readonly clock: Clock;
  readonly cameras: readonly Camera[];
  xaddr(camera: Camera): string;
}

interface Round {
  readonly probe: Probe;
  readonly to: RemoteInfo;
  next: number;
}

export class DiscoveryResponder {
  #options: DiscoveryOptions;
  #socket: Socket | null = null;
  #rounds: Round[] = [];
  #seen = new Set<string>();
  #timer: Timer | null = null;

  constructor(options: DiscoveryOptions) {
    this.#options = options;
  }

  get port(): number {
    return this.#socket?.address().port ?? 0;
  }

  async listen(port: number): Promise<void> {
    const socket = createSocket({ type: 'udp4', reuseAddr: true });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(port, '0.0.0.0', () => {
        socket.removeListener('error', reject);
        resolve();
      });
    });
    socket.on('error', () => {});
    socket.on('message', (bytes, from) => this.#handleMessage(bytes, from));
    for (const address of ipv4Addresses()) {
      try {
        socket.addMembership(group, address);
      } catch {
        // An interface without multicast: unicast probes still arrive.
      }
    }
    this.#socket = socket;
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#rounds.length = 0;
    this.#socket?.close();
    this.#socket = null;
  }

  #handleMessage(bytes: Buffer, to: RemoteInfo): void {
    const probe = bytes.length <= 8192 ? readProbe(bytes.toString('utf8')) : null;
    if (!probe || this.#rounds.length >= maxRounds) return;
    // Askers repeat a probe on every interface; one message is answered once to each place it came from.
    const id = `${to.address}:${to.port} ${probe.messageId}`;
    if (probe.messageId !== '' && this.#seen.has(id)) return;
    this.#seen.add(id);
    if (this.#seen.size > rememberedProbes) this.#seen.delete(this.#seen.values().next().value!);
    this.#rounds.push({ probe, to, next: 0 });
    this.#timer ??= this.#options.clock.after(burstEveryMs, () => this.#burst());
  }

  #burst(): void {
    this.#timer = null;
    const { cameras, xaddr, clock } = this.#options;
    const round = this.#rounds[0];
    if (!round) return;
    for (let sent = 0; sent < answersPerBurst && round.next < cameras.length; round.next++) {
      const camera = cameras[round.next]!;
      const scopes = scopesOf(camera);
      if (!camera.plugged || !matches(round.probe, scopes)) continue;
      const answer = probeMatch(round.probe, endpointOf(camera), scopes, xaddr(camera));
      this.#socket?.send(answer, round.to.port, round.to.address, () => {});
      sent += 1;
    }
    if (round.next >= cameras.length) this.#rounds.shift();
    if (this.#rounds.length > 0) this.#timer = clock.after(burstEveryMs, () => this.#burst());
  }
}

function ipv4Addresses(): string[] {
  return Object.values(networkInterfaces()).flatMap(list =>
    (list ?? []).filter(a => a.family === 'IPv4').map(a => a.address),
  );
}
