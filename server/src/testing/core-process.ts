// For tests: the core as a process of its own, with its database, that may be killed at any moment. Whatever becomes
// of the test, after end() neither of the two runs, and none is started any more.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { systemClock } from '@brightwall/kit/clock';
import { readPostmasterPid, stopLeftover } from '../store/embedded/leftover.ts';
import { edgeToken } from './test-core.ts';

const main = join(import.meta.dirname, '..', 'main.ts');

export class CoreProcess {
  readonly dataDir: string;
  readonly #config: string;
  #child: ChildProcess | null = null;
  #isOver = false;

  /** `folder`: its configuration lies there, and its data in `data/` within. */
  constructor(folder: string) {
    this.dataDir = join(folder, 'data');
    this.#config = join(folder, 'core.yaml');
    writeFileSync(
      this.#config,
      `data: ./data\nhttp: { host: 127.0.0.1, port: 0 }\nmedia: { port: 0, workers: 1 }\nedge: { token: "${edgeToken}" }\nlog: { level: fatal }\n`,
    );
  }

  /** `ready` gives its address; it rejects when the core ends before it is ready. */
  start(): { ready: Promise<string> } {
    if (this.#isOver) throw new Error('the test is over');
    const args = [main, '--config', this.#config];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#child = child;
    const ready = new Promise<string>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => reject(new Error(`the core ended: ${code ?? signal}`)));
      createInterface({ input: child.stdout }).on('line', line => {
        if (line.startsWith('READY ')) resolve((JSON.parse(line.slice(6)) as { url: string }).url);
      });
    });
    // Who kills it in its start does not wait for it.
    ready.catch(() => {});
    return { ready };
  }

  /** Resolves when it has ended. A core that is killed leaves its database running, as it does in the field. */
  async kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  /** As a power cut does, but for the disk's own cache. */
  killDatabase(): void {
    const pid = readPostmasterPid(this.#cluster);
    if (pid === null) return;
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await this.kill('SIGKILL');
    await stopLeftover(this.#cluster, systemClock);
  }

  get #cluster(): string {
    return join(this.dataDir, 'postgres', 'cluster');
  }
}
