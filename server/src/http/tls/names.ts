// By which names and addresses the core can be reached from the network it stands in.
import { hostname, networkInterfaces } from 'node:os';

/** DNS names and IP addresses; `more` are those a person gave. Link-local IPv6 (fe80::) names no host elsewhere. */
export function reachableNames(more: readonly string[]): string[] {
  const addresses = Object.values(networkInterfaces())
    .flatMap(each => each ?? [])
    .map(({ address }) => address)
    .filter(address => !address.startsWith('fe80:'));
  const host = hostname().toLowerCase();
  const isDnsName = /^[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?$/.test(host);
  return [...new Set(['localhost', ...(isDnsName ? [host] : []), ...addresses, ...more])];
}

/** What a person types on another machine; null where there is no network but this machine's own. */
export function lanAddress(): string | null {
  const outside = Object.values(networkInterfaces())
    .flatMap(each => each ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4');
  return outside[0]?.address ?? null;
}
