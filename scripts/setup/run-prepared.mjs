// A program of ours that needs everything set up: tests, benches.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { command, setup } from '../setup.mjs';
import { childEnv, node, root } from './paths.mjs';

/**
 * Sets up what is missing, then runs a program on the pinned Node in this terminal; its exit code becomes ours.
 * @param {string[]} path from the repository's root
 * @param {string[]} args
 */
export function runPrepared(path, args) {
  return command(async () => {
    const { worker } = await setup({ forTests: true });
    const child = spawn(node, [join(root, ...path), ...args], {
      cwd: root,
      env: childEnv(worker),
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    process.exitCode = await new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', code => resolve(code ?? 1));
    });
  });
}
