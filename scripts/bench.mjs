// npm run bench -- <name> [options]: sets up what is missing, then measures the built processes.
import { runPrepared } from './setup/run-prepared.mjs';

await runPrepared(['bench', 'main.ts'], process.argv.slice(2));
