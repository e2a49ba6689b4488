// All cameras, told to a page that has just come: in parts, each when the page has taken the one before, so that
// neither end stands still while a hundred thousand go over. What changes meanwhile is told between the parts, and
// each part is of the moment it is sent.
import type { Camera, Site } from '@brightwall/protocol/camera';
import { toColumns } from '@brightwall/protocol/camera-columns';
import type { WallSocketConnection } from './serve-page.ts';

export interface SnapshotSource {
  sites(): Site[];
  ids(): string[];
  camerasOf(ids: readonly string[]): Camera[];
}

/** 600 KB of JSON, some 10 ms at either end. */
export const camerasPerPart = 4000;

/** Resolves when the page has them all, or is gone. */
export async function sendSnapshot(socket: WallSocketConnection, source: SnapshotSource): Promise<void> {
  const ids = source.ids();
  const gone = new Promise(resolve => socket.once('disconnect', resolve));
  for (let from = 0; from === 0 || from < ids.length; from += camerasPerPart) {
    const next = from + camerasPerPart;
    const part = {
      sites: source.sites(),
      cameras: toColumns(source.camerasOf(ids.slice(from, next))),
      first: from === 0,
      last: next >= ids.length,
    };
    const taken = new Promise<void>(resolve => socket.emit('snapshot', part, resolve));
    if (part.last) return;
    await Promise.race([taken, gone]);
    if (!socket.connected) return;
  }
}
