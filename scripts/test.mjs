// npm test: sets up what is missing, then runs every test. Arguments go to vitest:
//   npm test -- kit/src        npm test -- --project unit
import { runPrepared } from './setup/run-prepared.mjs';

await runPrepared(['node_modules', 'vitest', 'vitest.mjs'], ['run', ...process.argv.slice(2)]);
