// Tiles as files, one each, bounded in bytes: the longest unused go first. What is asked for is touched.
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** So much is freed at once, that not every tile asks for room. */
const freedPart = 0.1;

export class TileShelf {
  readonly #folder: string;
  readonly #maxBytes: number;
  /** Null until the files there have been counted. */
  #bytes: number | null = null;
  #work: Promise<void> = Promise.resolve();
  #serial = 0;

  constructor(folder: string, maxBytes: number) {
    this.#folder = folder;
    this.#maxBytes = maxBytes;
  }

  /** `writtenMs`: when it came from its source. */
  async get(name: string): Promise<{ bytes: Buffer; writtenMs: number } | null> {
    const path = join(this.#folder, name);
    try {
      const [bytes, { mtimeMs, mtime }] = await Promise.all([readFile(path), stat(path)]);
      await utimes(path, new Date(), mtime);
      return { bytes, writtenMs: mtimeMs };
    } catch {
      return null;
    }
  }

  /** A disk that is full is no reason to show no map: it is not kept then. */
  async put(name: string, bytes: Buffer): Promise<void> {
    const path = join(this.#folder, name);
    try {
      await mkdir(dirname(path), { recursive: true });
      // Whoever reads it meanwhile reads the old one whole.
      const beside = `${path}.${process.pid}.${this.#serial++}`;
      await writeFile(beside, bytes);
      await rename(beside, path);
    } catch {
      return;
    }
    this.#work = this.#work.then(() => this.#count(bytes.length)).catch(() => {});
    await this.#work;
  }

  async #count(added: number): Promise<void> {
    if (this.#bytes !== null) this.#bytes += added;
    if (this.#bytes !== null && this.#bytes <= this.#maxBytes) return;
    const files = await this.#files();
    this.#bytes = files.reduce((sum, { size }) => sum + size, 0);
    if (this.#bytes <= this.#maxBytes) return;
    files.sort((a, b) => a.usedMs - b.usedMs);
    for (const { path, size } of files) {
      if (this.#bytes <= this.#maxBytes * (1 - freedPart)) break;
      await rm(path, { force: true });
      this.#bytes -= size;
    }
  }

  async #files(): Promise<{ path: string; size: number; usedMs: number }[]> {
    const entries = await readdir(this.#folder, { recursive: true, withFileTypes: true });
    const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
    const facts = await Promise.all(
      files.map(async path => {
        const found = await stat(path).catch(() => null);
        return found && { path, size: found.size, usedMs: found.atimeMs };
      }),
    );
    return facts.filter(file => file !== null);
  }
}
