// npm run bench -- <name> [--strict] [options of that bench]
import { type BenchResult, judge, readBudgets, report } from './frame.ts';

const benches: Record<string, () => Promise<{ run(args: string[]): Promise<BenchResult> }>> = {
  cameras: () => import('./cameras/main.ts'),
  map: () => import('./map/main.ts'),
  media: () => import('./media/main.ts'),
  plates: () => import('./plates/main.ts'),
  tracks: () => import('./tracks/main.ts'),
  watch: () => import('./watch/main.ts'),
};

const [name, ...rest] = process.argv.slice(2);
const load = name === undefined ? undefined : benches[name];
if (!name || !load) {
  process.stderr.write(
    `用法 / usage: npm run bench -- ${Object.keys(benches).join('|')} [--strict] [options]\n`,
  );
  process.exit(2);
}
const strict = rest.includes('--strict');
const bench = await load();
const { figures, notes, tables } = await bench.run(rest.filter(arg => arg !== '--strict'));
const met = report(name, judge(readBudgets()[name] ?? {}, figures), notes, tables);
process.exit(strict && !met ? 1 : 0);
