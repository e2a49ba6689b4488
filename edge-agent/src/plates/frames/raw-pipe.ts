// A pipe that a child writes raw pictures to, read straight into memory of ours. A child's own stdout allocates 64 KB
// for each read: of the six megabytes a second of one camera, the garbage collector took as much time as the tracker.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, constants, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface RawPipe {
  /** For the child's stdio. */
  readonly writeFd: number;
  /** The child has its end now: ours is given up, so that the pipe ends with the child. */
  handleSpawned(): void;
  close(): void;
}

/** `target`: where the next bytes go, asked before each read; `onRead`: so many of it are filled. Throws when the system gives none. */
export function openRawPipe(target: () => Uint8Array, onRead: (bytes: number) => void): RawPipe {
  const path = join(tmpdir(), `brightwall-${randomUUID()}`);
  execFileSync('mkfifo', ['-m', '600', path], { stdio: 'ignore' });
  let readFd: number | null = null;
  let writeFd: number | null = null;
  try {
    // Not blocking: there is no writer yet.
    readFd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    writeFd = openSync(path, constants.O_WRONLY);
  } catch (error) {
    if (readFd !== null) closeSync(readFd);
    throw error;
  } finally {
    rmSync(path, { force: true });
  }
  let spawned = false;
  const giveUp = () => {
    if (!spawned) closeSync(writeFd);
    spawned = true;
  };
  const socket = new Socket({
    fd: readFd,
    readable: true,
    writable: false,
    onread: {
      buffer: target,
      callback: bytes => {
        onRead(bytes);
        return true;
      },
    },
  });
  // The child is told of by its own 'exit'.
  socket.on('error', () => {});
  return {
    writeFd,
    handleSpawned: giveUp,
    close: () => {
      giveUp();
      socket.destroy();
    },
  };
}
