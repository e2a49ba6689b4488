// Pictures of passages as files under their content's hash: <folder>/ab/cd/abcd….jpg. A file that has
// its name is whole: it is written in <folder>/unfinished, which a start empties, and then moved.
import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder, writeSynced } from '@brightwall/kit/durable-file';

export class PictureFiles {
  readonly #folder: string;
  readonly #unfinished: string;
  /** Folders that are known to last; 65,793 at most. */
  readonly #folders = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
    this.#unfinished = join(folder, 'unfinished');
    rmSync(this.#unfinished, { recursive: true, force: true });
    mkdirSync(this.#unfinished, { recursive: true, mode: 0o700 });
  }

  /** Resolves when all of them are on the disk; a picture that is there already costs no write. */
  async put(pictures: readonly { hash: string; jpeg: Uint8Array }[]): Promise<void> {
    const folders = await Promise.all(
      pictures.map(async ({ hash, jpeg }) => {
        const path = this.#pathOf(hash);
        await this.#makeFolder(dirname(path));
        if ((await sizeOf(path)) !== jpeg.length) await this.#write(path, jpeg);
        return dirname(path);
      }),
    );
    // Also where nothing was written: a crash may have come between the name and its sync.
    await Promise.all([...new Set(folders)].map(syncFolder));
  }

  async get(hash: string): Promise<Uint8Array | null> {
    try {
      return await readFile(this.#pathOf(hash));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  #pathOf(hash: string): string {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new RangeError(`no picture's name: ${hash}`);
    return join(this.#folder, hash.slice(0, 2), hash.slice(2, 4), `${hash}.jpg`);
  }

  /** A new folder's name is in its parent, and the parent's in its own. */
  async #makeFolder(folder: string): Promise<void> {
    if (this.#folders.has(folder)) return;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const parent = dirname(folder);
    await syncFolder(parent);
    if (!this.#folders.has(parent)) await syncFolder(dirname(parent));
    this.#folders.add(parent).add(folder);
  }

  /** Two agents may bring the same picture at once: each writes its own, and either may win. */
  async #write(path: string, jpeg: Uint8Array): Promise<void> {
    const part = join(this.#unfinished, randomUUID());
    try {
      await writeSynced(part, jpeg);
      await rename(part, path);
    } catch (error) {
      await rm(part, { force: true }).catch(() => {});
      throw error;
    }
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return -1;
    throw error;
  }
}
