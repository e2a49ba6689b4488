// PostgreSQL 18 from the npm package, as a child of the core: no download, no set-up, real fsync.
// Reached over a Unix socket in a folder only its user may enter. The database of a small site; a
// server's own PostgreSQL takes its place by `database.url`.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chownSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { type Clock, sleep } from '@brightwall/kit/clock';
import { supervise } from '@brightwall/kit/supervise';
import { findBinaries, type PostgresBinaries } from './binaries.ts';
import { clusterHome, readOrMakePassword, socketFolder } from './cluster-home.ts';
import { isPostmasterReady, stopLeftover } from './leftover.ts';
import { chooseRunAs, type RunAs } from './run-as.ts';

export interface EmbeddedPostgresOptions {
  /** The core's data folder; the cluster lies in `postgres/` within. */
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: (level: 'debug' | 'info' | 'warn' | 'error', text: string) => void;
}

export interface EmbeddedPostgres {
  readonly connection: { host: string; port: number; user: string; password: string; database: string };
  /** The process that serves now, null between two lives. */
  readonly pid: number | null;
  /** Resolves with the process that serves after `oldPid` has ended. */
  whenReadyAgain(oldPid: number): Promise<number>;
  close(): Promise<void>;
}

const user = 'brightwall';
const socketPort = 5432;
/** A recovery of a big log after a power cut may take this long. */
const readyDeadlineMs = 120_000;
const restartPolicy = { firstMs: 200, capMs: 10_000, factor: 2, jitter: 0.2, healthyMs: 30_000 };

/** Starts the database and waits until it answers; restarts it when it dies, until close(). */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { clock, log } = options;
  const runAs = chooseRunAs();
  const binaries = findBinaries(runAs);
  const home = clusterHome(resolve(options.dataDir), runAs);
  const folder = join(home, 'cluster');
  const password = readOrMakePassword(home);
  if (!existsSync(join(folder, 'PG_VERSION'))) await initialise(binaries, home, folder, password, runAs);
  const socketDir = socketFolder(home, runAs);

  const stop = new AbortController();
  let child: ChildProcess | null = null;
  let serving: number | null = null;
  const onServing = new Set<() => void>();
  let onFirstReady = () => {};
  let onFirstFailure = (_error: unknown) => {};
  const firstReady = new Promise<void>((ready, failed) => {
    onFirstReady = ready;
    onFirstFailure = failed;
  });

  const run = async (signal: AbortSignal): Promise<void> => {
    const found = await stopLeftover(folder, clock);
    if (found === 'stopped') log('warn', 'stopped a postmaster that an earlier core left behind');
    // Written after postmaster.pid, so nobody's by now. A killed postmaster leaves it; PostgreSQL would refuse to
    // start while its id exists, be it a zombie nobody collects or another program's.
    rmSync(join(socketDir, `.s.PGSQL.${socketPort}.lock`), { force: true });
    const life = spawnPostgres(binaries, folder, socketDir, runAs);
    child = life;
    const ended = new Promise<string>(done => {
      life.once('error', error => done(String(error)));
      life.once('exit', (code, by) => done(`exit ${code ?? by}`));
    });
    createInterface({ input: life.stderr! }).on('line', line => log('debug', line));
    const onStop = () => life.kill('SIGINT');
    signal.addEventListener('abort', onStop, { once: true });
    if (signal.aborted) onStop();
    const ready = await Promise.race([ended.then(() => false), waitReady(folder, life, clock)]);
    if (ready) {
      log('info', `PostgreSQL serves, pid ${life.pid}`);
      serving = life.pid ?? null;
      onFirstReady();
      for (const tell of onServing) tell();
    }
    const end = await ended;
    signal.removeEventListener('abort', onStop);
    child = null;
    serving = null;
    if (!signal.aborted) throw new Error(`PostgreSQL ended: ${end}`);
  };

  const supervised = supervise(run, {
    clock,
    backoff: restartPolicy,
    signal: stop.signal,
    onEnded: ({ error, failures, retryInMs }) => {
      log('error', `${String(error)}; again in ${Math.round(retryInMs)} ms`);
      if (failures >= 3) onFirstFailure(error);
    },
  });

  const close = async () => {
    stop.abort();
    // The postmaster may be dead already, or hang: nobody waits for it for ever.
    const patience = clock.after(8_000, () => child?.kill('SIGQUIT'));
    const impatience = clock.after(12_000, () => child?.kill('SIGKILL'));
    await supervised;
    patience.cancel();
    impatience.cancel();
    if (socketDir.startsWith(tmpdir())) rmSync(socketDir, { recursive: true, force: true });
  };

  try {
    await firstReady;
  } catch (error) {
    await close();
    throw error;
  }
  return {
    connection: { host: socketDir, port: socketPort, user, password, database: 'postgres' },
    get pid() {
      return serving;
    },
    async whenReadyAgain(oldPid) {
      while (serving === null || serving === oldPid) {
        await new Promise<void>(tell => {
          onServing.add(tell);
        });
        onServing.clear();
      }
      return serving;
    },
    close,
  };
}

async function initialise(
  binaries: PostgresBinaries,
  home: string,
  folder: string,
  password: string,
  runAs: RunAs | null,
): Promise<void> {
  // A set-up that was cut short is done anew: PG_VERSION comes with the first files, but in a folder
  // of another name until everything stands.
  const half = join(home, 'cluster.new');
  rmSync(half, { recursive: true, force: true });
  const pwfile = join(home, 'password.new');
  writeFileSync(pwfile, password, { mode: 0o600 });
  if (runAs) chownSync(pwfile, runAs.uid, runAs.gid);
  const args = [
    '-D', half, '-U', user, '--auth=scram-sha-256', `--pwfile=${pwfile}`, '--encoding=UTF8',
    '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions',
  ]; // biome-ignore format: pairs read better on one line
  try {
    await promisify(execFile)(binaries.initdb, args, { ...identity(runAs), cwd: home });
  } finally {
    rmSync(pwfile, { force: true });
  }
  renameSync(half, folder);
}

function spawnPostgres(
  binaries: PostgresBinaries,
  folder: string,
  socketDir: string,
  runAs: RunAs | null,
): ChildProcess {
  const settings = {
    listen_addresses: '',
    port: String(socketPort),
    unix_socket_directories: socketDir,
    unix_socket_permissions: '0777',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    max_connections: '60',
    shared_buffers: '128MB',
    logging_collector: 'off',
    lc_messages: 'C',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
  const args = [
    '-D',
    folder,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  // Its own process group: a Ctrl-C in the terminal goes to the core alone, which then stops in order.
  return spawn(binaries.postgres, args, {
    ...identity(runAs),
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

function identity(runAs: RunAs | null): { uid?: number; gid?: number; env: NodeJS.ProcessEnv } {
  const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' } as NodeJS.ProcessEnv;
  return runAs ? { uid: runAs.uid, gid: runAs.gid, env } : { env };
}

async function waitReady(folder: string, life: ChildProcess, clock: Clock): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < readyDeadlineMs; waitedMs += 25) {
    if (life.exitCode !== null || life.signalCode !== null) return false;
    if (isPostmasterReady(folder)) return true;
    await sleep(clock, 25);
  }
  life.kill('SIGQUIT');
  return false;
}
