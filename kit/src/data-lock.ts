// One process of a kind per data folder. The file names the process by id and start time, so a lock that a killed
// process left behind is seen through, even after its id was given to another program.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, processFacts } from './process-facts.ts';

export class DataFolderInUse extends Error {
  readonly zh: string;
  readonly en: string;

  constructor(folder: string, pid: string) {
    const zh = `数据目录 ${folder} 正被进程 ${pid} 使用`;
    const en = `process ${pid} already uses the data folder ${folder}`;
    super(`${zh} / ${en}`);
    this.zh = zh;
    this.en = en;
  }
}

/** Takes the folder for the program of this name; the returned function gives it back. Throws DataFolderInUse. */
export function lockDataFolder(folder: string, name: 'core' | 'edge'): () => void {
  const path = join(folder, `${name}.lock`);
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
    if (pid && holder && isAlive(Number(pid)) && holder.startTicks === startTicks)
      throw new DataFolderInUse(folder, pid);
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
