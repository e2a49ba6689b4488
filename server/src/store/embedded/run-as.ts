// PostgreSQL refuses to run as root. Where the core is root, the database runs as an existing user
// without rights, and everything it touches must be reachable by that user.
import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

export interface RunAs {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

/** The user the database shall run as; null = the core's own, which is not root. */
export function chooseRunAs(
  ownUid = process.getuid?.() ?? -1,
  passwd = () => readFileSync('/etc/passwd', 'utf8'),
): RunAs | null {
  if (ownUid !== 0) return null;
  const users = new Map<string, RunAs>();
  for (const line of passwd().split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (name && uid && gid) users.set(name, { name, uid: Number(uid), gid: Number(gid) });
  }
  const user = users.get('postgres') ?? users.get('nobody');
  if (!user || user.uid === 0)
    throw new Error(
      '以 root 运行时需要名为 postgres 或 nobody 的用户 / as root, a user named postgres or nobody is needed',
    );
  return user;
}

/** Whether `user` may walk into `path`: every folder on the way lets it pass. */
export function isReachable(path: string, user: RunAs | null): boolean {
  if (!user) return true;
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const info = statSync(folder, { throwIfNoEntry: false });
    if (info?.isDirectory()) {
      const bit = info.uid === user.uid ? 0o100 : info.gid === user.gid ? 0o010 : 0o001;
      if ((info.mode & bit) === 0) return false;
    }
    if (folder === dirname(folder)) return true;
  }
}
