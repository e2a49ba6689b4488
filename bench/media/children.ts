// Child processes of a bench: started with a READY line, ended in the end whatever happened.
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface Child<Facts> {
  readonly pid: number;
  readonly facts: Facts;
  readonly process: ChildProcess;
  /** The newest lines of stderr, for the message when something went wrong. */
  readonly errors: readonly string[];
}

/** All children of one bench run; `close` ends them in the reverse order of their start. */
export class Children {
  #children: ChildProcess[] = [];

  /** Starts a program and waits for its `READY {json}` line. */
  async ready<Facts>(
    command: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
  ): Promise<Child<Facts>> {
    const { child, errors } = this.#spawn(command, args, env);
    const lines = createInterface({ input: child.stdout! });
    const line = await new Promise<string>((resolve, reject) => {
      const giveUp = setTimeout(() => reject(failed('was not ready in 60 s')), 60_000);
      const failed = (what: string) =>
        new Error(`${command} ${args.join(' ')} ${what}\n${errors.slice(-5).join('\n')}`);
      child.once('exit', code => reject(failed(`ended with ${code}`)));
      lines.on('line', text => {
        if (!text.startsWith('READY ')) return;
        clearTimeout(giveUp);
        resolve(text.slice('READY '.length));
      });
    });
    return { pid: child.pid!, facts: JSON.parse(line) as Facts, process: child, errors };
  }

  /** Starts a program that says nothing. */
  start(command: string, args: readonly string[]): ChildProcess {
    return this.#spawn(command, args, {}).child;
  }

  #spawn(command: string, args: readonly string[], env: NodeJS.ProcessEnv) {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    this.#children.push(child);
    const errors: string[] = [];
    createInterface({ input: child.stderr! }).on('line', line => {
      errors.push(line);
      if (errors.length > 50) errors.shift();
    });
    return { child, errors };
  }

  async close(): Promise<void> {
    for (const child of this.#children.splice(0).reverse()) await end(child);
  }
}

/** SIGTERM, then SIGKILL after 5 s. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>(resolve => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const hard = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await gone;
  clearTimeout(hard);
}
