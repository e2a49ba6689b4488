// node scripts/demo-city/main.ts --out DIR [--seed N]: writes the demo city and prints what it wrote.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeCity } from './city.ts';

function refuse(zh: string, en: string): never {
  process.stderr.write(`${zh} / ${en}\n`);
  process.exit(2);
}

function options(): { out: string; seed: number } {
  let values: { out?: string; seed?: string };
  try {
    values = parseArgs({ options: { out: { type: 'string' }, seed: { type: 'string' } } }).values;
  } catch (error) {
    refuse(`参数有误：${(error as Error).message}`, `Bad arguments: ${(error as Error).message}`);
  }
  const seed = Number(values.seed ?? '1');
  if (!Number.isSafeInteger(seed) || seed < 0)
    refuse('--seed 须为非负整数', '--seed takes a whole number that is not negative');
  if (!values.out) refuse('缺少 --out 目录', '--out DIR is missing');
  return { out: values.out, seed };
}

const { out, seed } = options();
const startedAt = performance.now();
const files = makeCity(seed);
let bytes = 0;
for (const [name, text] of files) {
  const path = join(out, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  bytes += Buffer.byteLength(text);
}
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
process.stdout.write(
  `示范市 / demo city: ${files.size} files, ${(bytes / 1e6).toFixed(1)} MB, ${seconds} s → ${out}\n`,
);
