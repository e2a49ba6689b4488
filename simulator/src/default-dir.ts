import { homedir } from 'node:os';
import { join } from 'node:path';
import { contentVersion } from './content/plan.ts';

/** Where encoded loops are kept unless the command line says otherwise. */
export function defaultContentDir(): string {
  return join(
    process.env.XDG_CACHE_HOME || join(homedir(), '.cache'),
    'brightwall',
    'simulator',
    `v${contentVersion}`,
  );
}
