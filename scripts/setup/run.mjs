// Running commands, and saying what is being done and how long it took.
import { spawn } from 'node:child_process';

/** A failure whose message is for the user as it stands: no stack is shown. */
export class SetupError extends Error {}

/**
 * Runs a command. What it says is kept and shown only when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void, timeoutMs?: number }} [options]
 * @returns {Promise<void>}
 */
export function run(command, args, options = {}) {
  const { cwd, env, onLine = () => {}, timeoutMs } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const timer = timeoutMs && setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    let tail = '';
    let rest = '';
    const take = chunk => {
      tail = (tail + chunk).slice(-6000);
      const lines = (rest + chunk).slice(-65536).split(/[\r\n]+/);
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.on('error', error => reject(new SetupError(`${command}: ${error.message}`)));
    child.on('close', (code, signal) => {
      clearTimeout(timer || undefined);
      if (code === 0) resolve();
      else reject(new SetupError(`${command} ${args.join(' ')} → ${code ?? signal}\n${tail.trimEnd()}`));
    });
  });
}

/**
 * Says what happens: one line a step with its time, and progress in between (in place on a terminal,
 * a line every fifth elsewhere).
 * @param {NodeJS.WriteStream} out
 */
export function reporter(out = process.stdout) {
  return {
    /** @param {string} line */
    say(line) {
      out.write(`${line}\n`);
    },
    /**
     * @template T
     * @param {string} name 中文 / English
     * @param {(progress: (text: string, part: number) => void) => Promise<T> | T} work
     * @param {(result: T) => string} [note] what to say behind the name
     * @returns {Promise<T>}
     */
    async step(name, work, note = () => '') {
      const start = performance.now();
      const seconds = () => `${((performance.now() - start) / 1000).toFixed(1)} s`;
      let fifth = 0;
      const progress = (text, part) => {
        if (out.isTTY) out.write(`\r\x1b[K… ${name}  ${text}  ${seconds()}`);
        else if (Math.floor(part * 5) > fifth) {
          fifth = Math.floor(part * 5);
          out.write(`… ${name}  ${text}  ${seconds()}\n`);
        }
      };
      if (out.isTTY) out.write(`… ${name}`);
      const clear = out.isTTY ? '\r\x1b[K' : '';
      try {
        const result = await work(progress);
        const said = note(result);
        out.write(`${clear}✓ ${name}${said ? `  ${said}` : ''}  ${seconds()}\n`);
        return result;
      } catch (error) {
        out.write(`${clear}✗ ${name}  ${seconds()}\n`);
        throw error;
      }
    },
  };
}
