// Builds mediasoup's worker from the sources in node_modules with Debian's own libraries, for
// machines that cannot reach mediasoup's release downloads or its build's six subprojects.
// Plain Node 20, no dependency: set-up runs it before anything else works.
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../setup/run.mjs';
import { applyPatch, patches } from './patch.mjs';

const replacements = join(dirname(fileURLToPath(import.meta.url)), 'subprojects');

/** Debian's names of what the build needs. */
export const buildPackages = [
  'g++',
  'pkg-config',
  'meson',
  'ninja-build',
  'libssl-dev',
  'libuv1-dev',
  'libsrtp2-dev',
  'libabsl-dev',
  'libflatbuffers-dev',
  'flatbuffers-compiler-dev',
  'flatbuffers-compiler',
];

/**
 * Builds and returns the path of the stripped binary in a temporary folder, and that folder for the
 * caller to remove.
 * @param {{ mediasoup: string, onProgress?: (done: number, total: number) => void }} options
 *   mediasoup: its folder in node_modules
 * @returns {Promise<{ binary: string, folder: string }>}
 */
export async function buildWorker({ mediasoup, onProgress = () => {} }) {
  const folder = mkdtempSync(join(tmpdir(), 'brightwall-worker-'));
  const stop = () => rmSync(folder, { recursive: true, force: true });
  try {
    const source = join(folder, 'worker');
    cpSync(join(mediasoup, 'worker'), source, { recursive: true });
    replaceSubprojects(source);
    for (const patch of patches) {
      const file = join(source, patch.file);
      writeFileSync(file, applyPatch(readFileSync(file, 'utf8'), patch));
    }
    const out = join(folder, 'out');
    await run('meson', [
      'setup',
      out,
      source,
      '--buildtype',
      'release',
      '-Db_ndebug=true',
      '--wrap-mode',
      'nodownload',
    ]);
    const onLine = line => {
      const step = /^\[(\d+)\/(\d+)\]/.exec(line);
      if (step) onProgress(Number(step[1]), Number(step[2]));
    };
    await run('ninja', ['-C', out, 'mediasoup-worker'], { onLine });
    const binary = join(out, 'mediasoup-worker');
    await run('strip', [binary]);
    return { binary, folder };
  } catch (error) {
    stop();
    throw error;
  }
}

/** Puts our folder where each wrap file would have unpacked its download. */
function replaceSubprojects(source) {
  const subprojects = join(source, 'subprojects');
  for (const wrap of readdirSync(subprojects).filter(name => name.endsWith('.wrap'))) {
    const replacement = join(replacements, basename(wrap, '.wrap'));
    if (!existsSync(replacement)) continue; // catch2 and wingetopt: tests and Windows
    const directory = /^directory\s*=\s*(\S+)/m.exec(readFileSync(join(subprojects, wrap), 'utf8'));
    if (!directory) throw new Error(`${wrap}: no directory line`);
    cpSync(replacement, join(subprojects, directory[1]), { recursive: true });
  }
}
