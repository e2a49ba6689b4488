// The whole system as a user starts it (`npm run up`), on free ports and in a folder of its own.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface SimulatedCamera {
  readonly id: string;
  readonly name: string;
  readonly rtspMain: string;
  readonly rtspSub: string;
  readonly codec: 'h264' | 'h265';
}

/** The line that `up --json` prints. */
interface UpLine {
  /** On the plain port, from this machine. */
  readonly url: string;
  readonly secureUrl: string;
  readonly firstRun: { readonly username: string; readonly password: string };
  readonly simulator: { readonly controlPort: number; readonly cameras: readonly SimulatedCamera[] } | null;
  /** Beyond the first, agents are edge-2, edge-3 … */
  readonly pids: Readonly<
    Record<'simulator' | 'core' | 'edge', number> & { [agent: `edge-${number}`]: number }
  >;
}

export interface System extends UpLine {
  /** Where it keeps its data and its logs (logs/core.log, …). */
  readonly data: string;
  /** Ends it, and throws when it did not end well. */
  close(): Promise<void>;
}

/** Long enough for the first start of a database and, where nothing is set up yet, for a set-up's build. */
const READY_LIMIT_MS = 15 * 60_000;
const up = fileURLToPath(new URL('../up.mjs', import.meta.url));

/** Starts the system with `args` of `npm run up` beside those a test needs. */
export async function startSystem(args: readonly string[]): Promise<System> {
  const data = mkdtempSync(join(tmpdir(), 'brightwall-e2e-'));
  const child = spawn(process.execPath, [up, '--json', '--free-ports', '--data', data, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = () => void child.kill('SIGTERM');
  process.once('exit', end);
  const ended = new Promise<number | null>(resolve => child.once('close', code => resolve(code)));
  const said: string[] = [];
  createInterface({ input: child.stderr }).on('line', line => said.push(line));
  const close = async () => {
    end();
    const code = await ended;
    process.removeListener('exit', end);
    rmSync(data, { recursive: true, force: true });
    if (code !== 0) throw new Error(`up ended with ${code}\n${said.slice(-10).join('\n')}`);
  };
  try {
    const line = await new Promise<string>((resolve, reject) => {
      setTimeout(() => reject(new Error('up said nothing in time')), READY_LIMIT_MS).unref();
      createInterface({ input: child.stdout }).once('line', resolve);
      void ended.then(code => reject(new Error(`up ended with ${code}\n${said.slice(-20).join('\n')}`)));
    });
    return { ...(JSON.parse(line) as UpLine), data, close };
  } catch (error) {
    await close().catch(() => {});
    throw error;
  }
}

/** The newest lines of a process's log, for the message of a test that failed. */
export function logTail({ data }: System, process: 'core' | 'edge' | 'simulator', lines = 40): string {
  return readFileSync(join(data, 'logs', `${process}.log`), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(-lines)
    .join('\n');
}
