// Files that are whole or not there, also after the power went: written under another name, synced,
// renamed, and the folder synced, because a name is the folder's data.
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Makes the names in a folder last. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Writes a file and its content to the disk; its name lasts once its folder is synced. */
export async function writeSynced(path: string, content: Uint8Array | string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Puts a file in place, over the one there; at any moment the old or the new one is there, whole. `sibling`: the name it has until then, in the same folder. */
export async function replaceFile(
  path: string,
  content: Uint8Array | string,
  sibling = `${path}.part`,
): Promise<void> {
  try {
    await writeSynced(sibling, content);
    await rename(sibling, path);
  } catch (error) {
    await rm(sibling, { force: true }).catch(() => {});
    throw error;
  }
  await syncFolder(dirname(path));
}
