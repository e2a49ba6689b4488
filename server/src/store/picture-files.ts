// Pictures of passages as files under their content's hash: <folder>/ab/cd/abcd….jpg. A file that has
// its name is whole: it is written in <folder>/unfinished, which a start empties, and then moved. When it was
// modified is when the newest passage was that names it, to the day: by that a sweep knows what nobody names.
import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync, type Stats } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder } from '@brightwall/kit/durable-file';
import type { Picture, PicturesPort } from '../passages/ports.ts';

const dayMs = 86_400_000;
/** Files that a sweep has in hand at once: few, so that passages coming in are not kept waiting. */
const sweptAtOnce = 16;

export class PictureFiles implements PicturesPort {
  readonly #folder: string;
  readonly #unfinished: string;
  /** Folders that are known to last; 65,793 at most. */
  readonly #folders = new Set<string>();

  /** A disk that fails is seen in each write. */
  readonly available = true;

  constructor(folder: string) {
    this.#folder = folder;
    this.#unfinished = join(folder, 'unfinished');
    rmSync(this.#unfinished, { recursive: true, force: true });
    mkdirSync(this.#unfinished, { recursive: true, mode: 0o700 });
  }

  /** Resolves when all of them are on the disk; a picture that is there already costs no write. */
  async put(pictures: readonly Picture[], namedMs: number): Promise<void> {
    const folders = await Promise.all(
      pictures.map(async ({ hash, jpeg }) => {
        const path = this.#pathOf(hash);
        await this.#makeFolder(dirname(path));
        await this.#putOne(path, jpeg, namedMs);
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

  close(): void {}

  async sweep(hashes: readonly string[], keptFromMs: number): Promise<number> {
    let deleted = 0;
    for (let at = 0; at < hashes.length; at += sweptAtOnce) {
      const some = hashes.slice(at, at + sweptAtOnce);
      const done = await Promise.all(some.map(hash => this.#sweepOne(this.#pathOf(hash), keptFromMs)));
      deleted += done.filter(Boolean).length;
    }
    return deleted;
  }

  async #putOne(path: string, jpeg: Uint8Array, namedMs: number): Promise<void> {
    const there = await statOf(path);
    const newestMs = Math.max(namedMs, there?.mtimeMs ?? 0);
    if (there?.size !== jpeg.length) return this.#write(path, jpeg, newestMs);
    if (there.mtimeMs >= Math.floor(namedMs / dayMs) * dayMs) return;
    try {
      const file = await open(path, 'r+');
      try {
        await file.utimes(newestMs / 1000, newestMs / 1000);
        await file.sync();
      } finally {
        await file.close();
      }
      // Swept away meanwhile, and not put back: its name leads nowhere.
      if (await statOf(path)) return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    await this.#write(path, jpeg, newestMs);
  }

  /** Taken out of sight first: a passage that names it in this very moment then finds it gone, or is seen here. */
  async #sweepOne(path: string, keptFromMs: number): Promise<boolean> {
    const isOld = (there: Stats | null) => there !== null && there.mtimeMs < keptFromMs;
    if (!isOld(await statOf(path))) return false;
    const aside = join(this.#unfinished, randomUUID());
    try {
      await rename(path, aside);
    } catch (error) {
      // Another sweep was quicker.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
      throw error;
    }
    if (isOld(await statOf(aside))) {
      await rm(aside);
      return true;
    }
    await rename(aside, path);
    return false;
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
  async #write(path: string, jpeg: Uint8Array, namedMs: number): Promise<void> {
    const part = join(this.#unfinished, randomUUID());
    try {
      const file = await open(part, 'w', 0o600);
      try {
        await file.writeFile(jpeg);
        await file.utimes(namedMs / 1000, namedMs / 1000);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(part, path);
    } catch (error) {
      await rm(part, { force: true }).catch(() => {});
      throw error;
    }
  }
}

async function statOf(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
