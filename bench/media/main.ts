// npm run bench -- media [--seconds 30] [--streams 14] [--repetitions 30] [--only glass,first,passthrough,consumers]
import { parseArgs } from 'node:util';
import type { BenchResult } from '../frame.ts';
import type { MediaOptions } from './options.ts';
import { readMachine } from './processes.ts';

const parts: Record<string, (options: MediaOptions) => Promise<BenchResult>> = {
  glass: async options => (await import('./glass.ts')).measureGlass(options),
  first: async options => (await import('./first-frame.ts')).measureFirstFrame(options),
  passthrough: async options => (await import('./passthrough.ts')).measurePassthrough(options),
  consumers: async () => (await import('./consumers.ts')).measureConsumers(),
};

/** The parts run one after the other: on two cores they would measure each other. */
export async function run(args: string[]): Promise<BenchResult> {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: 'string', default: '30' },
      streams: { type: 'string', default: '14' },
      repetitions: { type: 'string', default: '32' },
      only: { type: 'string', default: Object.keys(parts).join(',') },
    },
  });
  const options = {
    seconds: count(values.seconds),
    streams: count(values.streams),
    repetitions: count(values.repetitions),
  };
  const result: BenchResult = { figures: [], notes: [] };
  for (const name of values.only.split(',')) {
    const part = parts[name];
    if (!part) throw new Error(`--only takes ${Object.keys(parts).join(', ')}; not "${name}"`);
    process.stderr.write(`media: ${name} …\n`);
    const before = readMachine();
    const { figures, notes } = await part(options);
    const after = readMachine();
    const stolen = (after.stolenMs - before.stolenMs) / (after.totalMs - before.totalMs);
    result.figures.push(...figures);
    result.notes.push(...notes);
    if (stolen > 0.02)
      result.notes.push(
        `${name}: the hypervisor took ${(stolen * 100).toFixed(0)} % of the cores meanwhile; take the figures with care.`,
      );
  }
  return result;
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`"${text}" is no positive whole number`);
  return value;
}
