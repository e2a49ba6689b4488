// The edge agent's native relay (edge-agent/native), compiled for this machine when its sources have changed.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { run } from './run.mjs';
import { hashOf } from './wall.mjs';

const folder = join('edge-agent', 'native');
const made = join(root, folder, 'build');
const stamp = join(made, '.made-of');
const addon = join(made, 'relay.node');
// A library that Node loads, with nothing of its own to be found: OpenSSL's functions are Node's, C++'s are inside.
const flags = [
  '-std=c++17',
  '-O2',
  '-fPIC',
  '-shared',
  '-Wall',
  '-Wextra',
  '-Wconversion',
  '-pthread',
  '-static-libstdc++',
  '-static-libgcc',
];

/** Debian's names of what compiling it needs. */
export const relayPackages = [{ name: 'g++', command: 'g++' }, { name: 'libssl-dev' }];

const sources = () => readdirSync(join(root, folder)).filter(name => /\.(cc|h)$/.test(name));

function hash() {
  const files = sources().map(name => join(folder, name));
  return `${process.arch} ${flags.join(' ')} ${hashOf(files)}`;
}

export function relayStale() {
  return !existsSync(addon) || !existsSync(stamp) || readFileSync(stamp, 'utf8') !== hash();
}

/** Needs node_modules and relayPackages. */
export async function buildRelay() {
  const madeOf = hash();
  mkdirSync(made, { recursive: true });
  // Whole or not at all: an agent may be running on the one that is there.
  const half = `${addon}.${process.pid}`;
  await run('g++', [
    ...flags,
    ...['-I', join(root, 'node_modules', 'node-api-headers', 'include')],
    ...sources()
      .filter(name => name.endsWith('.cc'))
      .map(name => join(root, folder, name)),
    ...['-o', half],
  ]);
  renameSync(half, addon);
  writeFileSync(stamp, madeOf);
}
