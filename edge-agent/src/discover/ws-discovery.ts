// Finding devices by WS-Discovery: on the default interface by node-onvif's probe, on every other interface
// and for hosts named in the configuration by probes of our own (node-onvif's socket knows but one way out,
// and a camera network is mostly on an edge box's second interface).
import { randomUUID } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import type { Clock } from '@brightwall/kit/clock';
import { sleep } from '@brightwall/kit/clock';
import { maxCamerasPerAgent } from '@brightwall/protocol/edge-messages';
import onvif from 'node-onvif';
import { nodesAt, parseXml, textAt } from './xml.ts';

const group = '239.255.255.250';
const port = 3702;
/** Devices may wait up to 500 ms before they answer (WS-Discovery §2.4 APP_MAX_DELAY); a lost datagram is asked for again. */
const collectMs = 1500;
const repeatMs = 400;
const repeats = 2;
/** As long as answers come, more are waited for: simulated and real networks of thousands spread theirs. */
const quietMs = 300;
const collectAtMostMs = 10_000;
/** Answers read before others have their turn again: streams flow meanwhile. */
const readTogether = 16;
export const maxDevices = maxCamerasPerAgent;
/** A thousand devices answer within the second, 2 KB each. The system may give less (net.core.rmem_max). */
const receiveBytes = 4 * 1024 * 1024;

export interface Discovered {
  /** Endpoint reference: stable across restarts and addresses (WS-Discovery §2.6). */
  readonly urn: string;
  readonly xaddrs: readonly URL[];
  readonly scopes: readonly string[];
}

/** Multicast on all interfaces. */
export async function discoverMulticast(clock: Clock, signal: AbortSignal): Promise<Discovered[]> {
  const interfaces = Object.values(networkInterfaces()).flatMap(list =>
    (list ?? []).filter(a => a.family === 'IPv4').map(a => a.address),
  );
  const found = await Promise.all([
    probeWithNodeOnvif(),
    ...interfaces.map(address => probe({ host: group, port, from: address, clock, signal }).catch(() => [])),
  ]);
  return unique(found.flat());
}

/** Asks one host directly; an empty list when it does not answer. */
export async function probeHost(hostPort: string, clock: Clock, signal: AbortSignal): Promise<Discovered[]> {
  const url = new URL(`udp://${hostPort}`);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return unique(await probe({ host, port: Number(url.port || port), from: null, clock, signal }));
}

async function probeWithNodeOnvif(): Promise<Discovered[]> {
  const probing = onvif.startProbe();
  // It takes its error listener off once bound: a later socket error would end the process.
  onvif._udp?.once('listening', () => queueMicrotask(() => onvif._udp?.on('error', () => {})));
  const devices = await probing.catch(() => []);
  return devices.flatMap(device => toDiscovered(device.urn, device.xaddrs, device.scopes));
}

interface ProbeOptions {
  readonly host: string;
  readonly port: number;
  readonly from: string | null;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

async function probe({ host, port, from, clock, signal }: ProbeOptions): Promise<Discovered[]> {
  const packets: Buffer[] = [];
  const startMs = clock.monotonicMs();
  let heardMs = startMs;
  const socket: Socket = createSocket({ type: 'udp4', recvBufferSize: receiveBytes });
  socket.on('error', () => {});
  // Only kept here: what is not taken at once, the system's small buffer loses.
  socket.on('message', packet => {
    heardMs = clock.monotonicMs();
    if (packets.length < 2 * maxDevices) packets.push(packet);
  });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(0, from ?? undefined, resolve);
    });
    if (from) socket.setMulticastInterface(from);
    const message = probeMessage();
    for (let n = 0; n <= repeats; n++) {
      socket.send(message, port, host, () => {});
      await sleep(clock, repeatMs, signal);
    }
    await sleep(clock, collectMs - repeatMs, signal);
    while (clock.monotonicMs() - heardMs < quietMs && clock.monotonicMs() - startMs < collectAtMostMs)
      await sleep(clock, quietMs, signal);
  } finally {
    socket.close();
  }
  const found = new Map<string, Discovered>();
  for (const [n, packet] of packets.entries()) {
    if (n % readTogether === 0) await new Promise(setImmediate);
    for (const device of readProbeMatches(packet)) if (found.size < maxDevices) found.set(device.urn, device);
  }
  return [...found.values()];
}

function probeMessage(): string {
  return `<?xml version="1.0" encoding="UTF-8"?><e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:w="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" xmlns:dn="http://www.onvif.org/ver10/network/wsdl"><e:Header><w:MessageID>uuid:${randomUUID()}</w:MessageID><w:To e:mustUnderstand="true">urn:schemas-xmlsoap-org:ws:2005:04:discovery</w:To><w:Action e:mustUnderstand="true">http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</w:Action></e:Header><e:Body><d:Probe><d:Types>dn:NetworkVideoTransmitter</d:Types></d:Probe></e:Body></e:Envelope>`;
}

/** Devices in one answer; none when it is nonsense. */
export function readProbeMatches(packet: Uint8Array): Discovered[] {
  try {
    const root = parseXml(Buffer.from(packet).toString('utf8'));
    return nodesAt(root, 'Envelope', 'Body', 'ProbeMatches', 'ProbeMatch').flatMap(match =>
      toDiscovered(
        textAt(match, 'EndpointReference', 'Address') ?? '',
        (textAt(match, 'XAddrs') ?? '').split(/\s+/),
        (textAt(match, 'Scopes') ?? '').split(/\s+/),
      ),
    );
  } catch {
    return [];
  }
}

function toDiscovered(urn: string, xaddrs: readonly string[], scopes: readonly string[]): Discovered[] {
  const urls = xaddrs.slice(0, 8).flatMap(text => {
    const url = URL.canParse(text) ? new URL(text) : null;
    return url && /^https?:$/.test(url.protocol) ? [url] : [];
  });
  if (urn === '' || urn.length > 500 || urls.length === 0) return [];
  return [{ urn, xaddrs: urls, scopes: scopes.slice(0, 100).map(scope => scope.slice(0, 500)) }];
}

function unique(found: readonly Discovered[]): Discovered[] {
  return [...new Map(found.map(device => [device.urn, device])).values()].slice(0, maxDevices);
}
