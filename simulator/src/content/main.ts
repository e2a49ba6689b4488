// Draws and encodes the simulator's loops: node simulator/src/content/main.ts --out DIR [--seed 1] [--loops id,id]
import { parseArgs } from 'node:util';
import { refuseToStart } from '@brightwall/kit/process';
import { defaultContentDir } from '../default-dir.ts';
import { ensureContent } from './build.ts';
import { haveFfmpeg } from './encode.ts';

const options = { out: { type: 'string' }, seed: { type: 'string' }, loops: { type: 'string' } } as const;
const values = readArguments();
if (!(await haveFfmpeg())) refuseToStart('找不到 ffmpeg', 'ffmpeg is not installed');
const startedMs = performance.now();
await ensureContent({
  dir: values.out ?? defaultContentDir(),
  seed: Number(values.seed ?? 1),
  only: values.loops?.split(','),
  onProgress: text => process.stdout.write(`${text}\n`),
});
process.stdout.write(`${((performance.now() - startedMs) / 1000).toFixed(1)} s\n`);

function readArguments() {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return refuseToStart(
      `参数错误：${(error as Error).message}`,
      `bad argument: ${(error as Error).message}`,
    );
  }
}
