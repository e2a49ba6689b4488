// A process's log on disk, bounded: at its limit it becomes <name>.log.1 and a new one begins.
import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';

const limitBytes = 32 * 1024 * 1024;

/** @param {string} path @param {number} [limit] bytes */
export function logFile(path, limit = limitBytes) {
  let file = openSync(path, 'a');
  let size = fstatSync(file).size;
  let closed = false;
  return {
    path,
    /** @param {string | Buffer} chunk */
    write(chunk) {
      if (closed) return;
      if (size >= limit) {
        closeSync(file);
        renameSync(path, `${path}.1`);
        file = openSync(path, 'a');
        size = 0;
      }
      size += writeSync(file, chunk);
    },
    close() {
      if (!closed) closeSync(file);
      closed = true;
    },
  };
}
