// One of our processes on its own, by its READY line.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Child<Facts> {
  readonly facts: Facts;
  close(): Promise<void>;
  /** Without giving it a chance to end anything. */
  kill(): Promise<void>;
}

/** `script` is relative to the repository. */
export async function startNode<Facts>(script: string, args: readonly string[]): Promise<Child<Facts>> {
  const file = fileURLToPath(new URL(`../../${script}`, import.meta.url));
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  const said: string[] = [];
  createInterface({ input: child.stderr }).on('line', line => said.push(line));
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', text => text.startsWith('READY ') && resolve(text));
    void ended.then(([code]) =>
      reject(new Error(`${script} ended with ${code}\n${said.slice(-5).join('\n')}`)),
    );
  });
  return {
    facts: JSON.parse(line.slice('READY '.length)) as Facts,
    async close() {
      child.kill('SIGTERM');
      await ended;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
