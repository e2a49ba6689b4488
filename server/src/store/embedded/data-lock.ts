// One core per data folder. The file names the process by id and start time, so a lock that a killed
// core left behind is seen through, even after its id was given to another program.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, processFacts } from './process-facts.ts';

export class DataFolderInUse extends Error {}

/** Takes the folder; the returned function gives it back. */
export function lockDataFolder(folder: string): () => void {
  const path = join(folder, 'core.lock');
  const mine = `${process.pid} ${processFacts(process.pid)?.startTicks ?? ''}`;
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(path, mine, { flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 2) throw error;
    }
    const [pid, startTicks] = readOrEmpty(path).split(' ');
    const holder = pid ? processFacts(Number(pid)) : null;
    if (holder && isAlive(Number(pid)) && holder.startTicks === startTicks)
      throw new DataFolderInUse(
        `数据目录 ${folder} 正被进程 ${pid} 使用 / process ${pid} already uses the data folder ${folder}`,
      );
    rmSync(path, { force: true });
  }
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
