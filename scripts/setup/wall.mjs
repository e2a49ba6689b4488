// The wall's page, built by Vite into wall-client/dist when what it is made of has changed.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { childEnv, node, root } from './paths.mjs';
import { run } from './run.mjs';

const made = join(root, 'wall-client', 'dist');
const stamp = join(made, '.made-of');
const sources = [
  'wall-client/src',
  'wall-client/public',
  'wall-client/index.html',
  'wall-client/vite.config.ts',
  'wall-client/package.json',
  'protocol/src',
  'kit/src',
  'package-lock.json',
];

/** One hash over names and contents of files and folders, tests left out. */
export function hashOf(paths, base = root) {
  const hash = createHash('sha256');
  const visit = path => {
    const full = join(base, path);
    if (!existsSync(full)) return;
    if (statSync(full).isDirectory()) {
      for (const name of readdirSync(full).sort()) visit(join(path, name));
    } else if (!/\.test\.tsx?$/.test(path)) {
      hash.update(path).update('\0').update(readFileSync(full)).update('\0');
    }
  };
  for (const path of paths) visit(path);
  return hash.digest('hex');
}

export function wallStale() {
  return !existsSync(stamp) || readFileSync(stamp, 'utf8') !== hashOf(sources);
}

export async function buildWall() {
  const hash = hashOf(sources); // before the build: a file saved during it makes the next one run
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  // Tests build it too, and their NODE_ENV would make of it a page that libraries cut down for tests.
  const env = { ...childEnv(), NODE_ENV: 'production' };
  await run(node, [vite, 'build'], { cwd: join(root, 'wall-client'), env });
  writeFileSync(stamp, hash);
}
