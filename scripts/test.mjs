// npm test: sets up what is missing, then runs every test. Arguments go to vitest:
//   npm test -- kit/src        npm test -- --project unit
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { childEnv, node, root } from './setup/paths.mjs';
import { command, setup } from './setup.mjs';

await command(async () => {
  const { worker } = await setup({ forTests: true });
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const child = spawn(node, [vitest, 'run', ...process.argv.slice(2)], {
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
