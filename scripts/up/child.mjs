// One of our processes as `up` sees it: it says READY once, logs on stderr, and ends on SIGTERM.
import { spawn } from 'node:child_process';
import { node, root } from '../setup/paths.mjs';
import { SetupError } from '../setup/run.mjs';
import { logFile } from './log-file.mjs';

const readyTimeoutMs = 120_000; // the first start makes a database
const stopTimeoutMs = 15_000;
/** A simulator of 10,000 cameras names each in its READY line, in 350 characters. */
const maxLineChars = 8_000_000;

/**
 * Starts a process and waits until it serves.
 * @param {{ name: string, args: string[], env: NodeJS.ProcessEnv, log: string, signal?: AbortSignal }} options
 *   args: the script and its flags; signal: stop waiting for READY
 */
export async function startChild({ name, args, env, log: logPath, signal }) {
  const log = logFile(logPath);
  // A group of its own: a Ctrl-C in the terminal reaches `up` alone, which stops them in order.
  const child = spawn(node, args, { cwd: root, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let lastWords = '';
  child.stderr.on('data', chunk => {
    log.write(chunk);
    lastWords = (lastWords + chunk).slice(-2000);
  });

  /** @type {Promise<string>} how it ended */
  const ended = new Promise(resolve => {
    child.on('error', error => resolve(error.message));
    child.on('close', (code, sig) => resolve(sig ?? `code ${code}`));
  });
  void ended.then(() => log.close());

  const failure = how =>
    new SetupError(
      `${name} 已退出（${how}），日志：${logPath}\n${name} ended (${how}); its log: ${logPath}\n` +
        lastWords.trimEnd().split('\n').slice(-5).join('\n'),
    );

  async function stop() {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    child.kill('SIGTERM');
    const timer = setTimeout(() => killGroup(child.pid), stopTimeoutMs);
    await ended;
    clearTimeout(timer);
  }

  try {
    const ready = await Promise.race([
      readyLine(child, log, signal),
      ended.then(how => Promise.reject(failure(how))),
    ]);
    return { name, pid: child.pid, ready, ended: ended.then(failure), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Resolves with what stands behind READY; whatever else stdout says goes to the log. */
function readyLine(child, log, signal) {
  return new Promise((resolve, reject) => {
    let rest = '';
    const timer = setTimeout(
      () => reject(new SetupError(`${log.path}: ${readyTimeoutMs / 1000} 秒内未就绪 / not ready in time`)),
      readyTimeoutMs,
    );
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    child.stdout.setEncoding('utf8').on('data', chunk => {
      const lines = (rest + chunk).split('\n');
      rest = (lines.pop() ?? '').slice(-maxLineChars);
      for (const line of lines) {
        if (!line.startsWith('READY ')) {
          log.write(`${line}\n`);
          continue;
        }
        clearTimeout(timer);
        try {
          resolve(JSON.parse(line.slice(6)));
        } catch (error) {
          reject(error);
        }
      }
    });
    child.on('close', () => clearTimeout(timer));
  });
}

function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // it ended in between
  }
}
