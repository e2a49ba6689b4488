// The outbox on the disk, and nothing else of it:
//   <folder>/<cameraId>/<sequence>-<passage id>-<bytes>/   passage.json and its pictures as <hash>.jpg
//   <folder>/refused/<cameraId>-<sequence>-…/              what can never be delivered, with why.txt
//   <folder>/unfinished/                                   being written or taken away; emptied by a start
// A passage is written whole in unfinished/, synced, and moved to its place in one step: whatever stands
// in a camera's folder was acknowledged, or was about to be. All it takes to start is to read the names.
import { createHash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder, writeSynced } from '@brightwall/kit/durable-file';
import { CameraId } from '@brightwall/protocol/camera';
import type { PassageDelivery } from '@brightwall/protocol/edge-messages';
import { maxPictureBytes, SeenPassage } from '@brightwall/protocol/passage';
import { Compile } from 'typebox/compile';

export interface Entry {
  readonly cameraId: string;
  /** Over all cameras: the smaller one was put earlier. */
  readonly sequence: number;
  readonly passageId: string;
  /** What it takes of the disk, in whole blocks. */
  readonly bytes: number;
}

export interface OutboxPicture {
  /** SHA-256 of the bytes, hex. */
  readonly hash: string;
  readonly jpeg: Uint8Array;
}

interface Opened {
  readonly shelf: Shelf;
  /** Oldest first, as is `refused`. */
  readonly entries: Entry[];
  readonly refused: Entry[];
  /** Cameras' folders that could not be read, with why. */
  readonly unreadable: string[];
}

/** An entry that cannot be what was written: a disk that forgets, or somebody's hand. */
export class Damaged extends Error {}

const blockBytes = 4096;
const checkPassage = Compile(SeenPassage);
const checkCameraId = Compile(CameraId);
const entryName = /^(\d{1,15})-([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12})-(\d{1,12})$/;

/** What a passage of these files takes: each file and the folder itself in whole blocks. */
export function bytesOnDisk(sizes: readonly number[]): number {
  return [...sizes, 1].reduce((sum, size) => sum + Math.ceil(size / blockBytes) * blockBytes, 0);
}

export class Shelf {
  readonly #folder: string;
  readonly #unfinished: string;
  readonly #refused: string;
  readonly #cameraFolders = new Set<string>();

  private constructor(folder: string) {
    this.#folder = folder;
    this.#unfinished = join(folder, 'unfinished');
    this.#refused = join(folder, 'refused');
  }

  /** Opens the folder, made if it is not there, and reads what it holds, oldest first. */
  static async open(folder: string): Promise<Opened> {
    const shelf = new Shelf(folder);
    await rm(shelf.#unfinished, { recursive: true, force: true });
    for (const path of [folder, shelf.#unfinished, shelf.#refused])
      await mkdir(path, { recursive: true, mode: 0o700 });
    await syncFolder(folder);
    const entries: Entry[] = [];
    const unreadable: string[] = [];
    for (const cameraId of await foldersIn(folder)) {
      if (!checkCameraId.Check(cameraId)) continue;
      try {
        for (const name of await foldersIn(join(folder, cameraId))) entries.push(...entryOf(cameraId, name));
      } catch (error) {
        unreadable.push(String(error));
      }
    }
    const refused = (await foldersIn(shelf.#refused)).flatMap(name =>
      entryOf(name.slice(0, 16), name.slice(17)),
    );
    const byAge = (a: Entry, b: Entry) => a.sequence - b.sequence;
    return { shelf, entries: entries.sort(byAge), refused: refused.sort(byAge), unreadable };
  }

  /** Resolves when it is on the disk for good. */
  async put(sequence: number, passage: SeenPassage, given: readonly OutboxPicture[]): Promise<Entry> {
    const pictures = [...new Map(given.map(picture => [picture.hash, picture])).values()];
    const json = Buffer.from(JSON.stringify(passage));
    const bytes = bytesOnDisk([json.length, ...pictures.map(({ jpeg }) => jpeg.length)]);
    const entry = { cameraId: passage.cameraId, sequence, passageId: passage.id, bytes };
    const unfinished = join(this.#unfinished, nameOf(entry));
    try {
      await mkdir(unfinished, { mode: 0o700 });
      await Promise.all([
        writeSynced(join(unfinished, 'passage.json'), json),
        ...pictures.map(({ hash, jpeg }) => writeSynced(join(unfinished, `${hash}.jpg`), jpeg)),
      ]);
      await syncFolder(unfinished);
      const cameraFolder = await this.#cameraFolder(passage.cameraId);
      await rename(unfinished, this.#pathOf(entry));
      await syncFolder(cameraFolder);
    } catch (error) {
      await rm(unfinished, { recursive: true, force: true }).catch(() => {});
      throw error;
    }
    return entry;
  }

  /** Throws Damaged when it is not what was put. */
  async read(entry: Entry): Promise<PassageDelivery> {
    const folder = this.#pathOf(entry);
    const json = await readWhole(join(folder, 'passage.json'));
    const passage = parse(json.toString());
    if (passage.id !== entry.passageId || passage.cameraId !== entry.cameraId)
      throw new Damaged('passage.json is of another passage');
    const pictures = await Promise.all(
      [...new Set(Object.values(passage.pictures))].map(async hash => {
        const jpeg = await readWhole(join(folder, `${hash}.jpg`));
        if (jpeg.length > maxPictureBytes || createHash('sha256').update(jpeg).digest('hex') !== hash)
          throw new Damaged(`${hash}.jpg has another content`);
        return { hash, jpeg };
      }),
    );
    return { passage, pictures };
  }

  /** Takes it away; one that is gone already is no failure. */
  async remove(entry: Entry): Promise<void> {
    await this.#discard(this.#pathOf(entry), nameOf(entry));
  }

  /** Moves it out of the way, with the reason beside it. */
  async refuse(entry: Entry, why: string): Promise<void> {
    const path = this.#pathOf(entry);
    await writeFile(join(path, 'why.txt'), `${why}\n`).catch(() => {});
    await rename(path, this.#refusedPathOf(entry));
  }

  async removeRefused(entry: Entry): Promise<void> {
    await this.#discard(this.#refusedPathOf(entry), nameOf(entry));
  }

  /** In one step out of its place, so that no half of it is ever found there. */
  async #discard(path: string, name: string): Promise<void> {
    const away = join(this.#unfinished, `${name}.gone`);
    try {
      await rename(path, away);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw error;
    }
    await rm(away, { recursive: true, force: true });
  }

  async #cameraFolder(cameraId: string): Promise<string> {
    const folder = join(this.#folder, cameraId);
    if (this.#cameraFolders.has(cameraId)) return folder;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await syncFolder(this.#folder);
    this.#cameraFolders.add(cameraId);
    return folder;
  }

  #pathOf(entry: Entry): string {
    return join(this.#folder, entry.cameraId, nameOf(entry));
  }

  #refusedPathOf(entry: Entry): string {
    return join(this.#refused, `${entry.cameraId}-${nameOf(entry)}`);
  }
}

function nameOf({ sequence, passageId, bytes }: Entry): string {
  return `${sequence}-${passageId}-${bytes}`;
}

/** None for a name that is none of ours. */
function entryOf(cameraId: string, name: string): Entry[] {
  const [, sequence, passageId, bytes] = entryName.exec(name) ?? [];
  if (!passageId || !checkCameraId.Check(cameraId)) return [];
  return [{ cameraId, sequence: Number(sequence), passageId, bytes: Number(bytes) }];
}

async function foldersIn(folder: string): Promise<string[]> {
  const found: Dirent[] = await readdir(folder, { withFileTypes: true });
  return found.filter(one => one.isDirectory()).map(one => one.name);
}

/** The errors of a file that is not as it was left; others (too many open files) may pass. */
const lostCodes = ['ENOENT', 'ENOTDIR', 'EISDIR', 'EIO', 'EUCLEAN', 'EBADMSG', 'ELOOP'];

async function readWhole(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw lostCodes.includes(code) ? new Damaged(`${code}: ${path}`) : error;
  }
}

function parse(text: string): SeenPassage {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Damaged('passage.json is cut off');
  }
  if (!checkPassage.Check(value)) throw new Damaged('passage.json is no passage');
  return value;
}
