// npm run bench -- <name> [options]: sets up what is missing, then measures the built processes.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { childEnv, node, root } from './setup/paths.mjs';
import { command, setup } from './setup.mjs';

await command(async () => {
  const { worker } = await setup({ forTests: true });
  const child = spawn(node, [join(root, 'bench', 'main.ts'), ...process.argv.slice(2)], {
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
