// The npm packages of package-lock.json, in node_modules.
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { node, root } from './paths.mjs';
import { run } from './run.mjs';

/**
 * Whether node_modules holds what the lockfile asks for: npm writes what it installed to
 * node_modules/.package-lock.json, so a hand-run `npm install` counts too.
 * @param {{ packages: Record<string, { version?: string, link?: boolean, optional?: boolean }> }} lock
 * @param {{ packages: Record<string, { version?: string }> } | null} installed
 */
export function npmUpToDate(lock, installed) {
  if (!installed) return false;
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true; // ourselves
    const have = installed.packages[path];
    if (!have) return wanted.optional === true; // another platform's
    return wanted.link === true || have.version === wanted.version;
  });
}

export function npmMissing() {
  const read = file => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null);
  const lock = read(join(root, 'package-lock.json'));
  const installed = read(join(root, 'node_modules', '.package-lock.json'));
  return !existsSync(node) || !npmUpToDate(lock, installed);
}

export async function npmInstall() {
  // The pinned Node is inside the folder that npm is about to remove: leave it off npm's own path.
  const path = (process.env.PATH ?? '')
    .split(delimiter)
    .filter(folder => !folder.endsWith(join('node_modules', '.bin')))
    .join(delimiter);
  await run('npm', ['ci', '--no-fund', '--no-audit'], { cwd: root, env: { ...process.env, PATH: path } });
}
