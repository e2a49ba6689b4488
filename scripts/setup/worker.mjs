// mediasoup's worker, once per machine and version: the release's binary where it can be downloaded
// and runs here, else a build from source (scripts/mediasoup-worker).
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildWorker } from '../mediasoup-worker/build.mjs';
import { cache, node, root } from './paths.mjs';
import { run } from './run.mjs';

const downloadTimeoutMs = 15_000;
const mediasoup = join(root, 'node_modules', 'mediasoup');

/** The path the worker has, or will have, on this machine. Needs node_modules. */
export function workerPath() {
  if (process.env.MEDIASOUP_WORKER_BIN) return process.env.MEDIASOUP_WORKER_BIN;
  const { version } = JSON.parse(readFileSync(join(mediasoup, 'package.json'), 'utf8'));
  return join(cache, 'mediasoup', version, 'mediasoup-worker');
}

/** Whether the file there is a worker that runs on this machine: without a version it ends with 41. */
export function workerRuns(path) {
  return existsSync(path) && spawnSync(path, [], { env: {}, stdio: 'ignore' }).status === 41;
}

/**
 * mediasoup's own download, without its own build, which wants the internet: with no Python that
 * build ends at once. The script works in the folder it is started in.
 * @returns {Promise<boolean>} whether there is a worker now
 */
export async function downloadWorker(path) {
  const folder = mkdtempSync(join(tmpdir(), 'brightwall-worker-'));
  // With MEDIASOUP_WORKER_BIN set, as our tests have it, mediasoup's script fetches nothing.
  const { MEDIASOUP_WORKER_BIN: _, ...env } = process.env;
  try {
    await run(node, [join(mediasoup, 'npm-scripts.mjs'), 'postinstall'], {
      cwd: folder,
      env: { ...env, PYTHON: '/bin/false', MEDIASOUP_FORCE_WORKER_PREBUILT_DOWNLOAD: '1' },
      timeoutMs: downloadTimeoutMs,
    }).catch(() => {}); // the file tells whether it came
    const binary = join(folder, 'worker', 'out', 'Release', 'mediasoup-worker');
    if (!workerRuns(binary)) return false;
    install(binary, path);
    return true;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} path @param {(text: string, part: number) => void} progress */
export async function makeWorker(path, progress) {
  const { binary, folder } = await buildWorker({
    mediasoup,
    onProgress: (done, total) => progress(`${done}/${total}`, done / total),
  });
  try {
    install(binary, path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whole or not at all: two set-ups may end at the same time. */
function install(binary, path) {
  mkdirSync(dirname(path), { recursive: true });
  const half = `${path}.${process.pid}`;
  copyFileSync(binary, half);
  chmodSync(half, 0o755);
  renameSync(half, path);
}
