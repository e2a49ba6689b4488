// npm run bench -- plates [--data DIR] [--only scenes,crops,drawn,video,cameras] [--models DIR] [--limit n] [--passes n] [--seed n]
//   [--seconds n] [--cameras n] [--roads busy,empty,night] [--no-baseline]
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { refuseToStart } from '@brightwall/kit/process';
import type { BenchResult } from '../frame.ts';
import { readMachine } from '../media/processes.ts';
import { DataError, readPlateData } from './data.ts';
import type { PlatesOptions } from './options.ts';

/** Beside the checkout, where the project's photographs lie for who has them. */
const usualData = fileURLToPath(new URL('../../../shared/data/plates', import.meta.url));

const parts = {
  stills: async (options: PlatesOptions, names: readonly string[]) =>
    (await import('./stills.ts')).measureStills(options, names),
  video: async (options: PlatesOptions) => (await import('./video.ts')).measureVideo(options),
  cameras: async (options: PlatesOptions) => (await import('./cameras.ts')).measureCameras(options),
};
const stillParts = ['scenes', 'crops', 'drawn'];
const roadNames = ['busy', 'empty', 'night'];
const partNames = [...stillParts, 'video', 'cameras'];

export async function run(args: string[]): Promise<BenchResult> {
  try {
    const { options, names, loud } = read(args);
    const result: BenchResult = { figures: [], notes: [...loud], tables: [] };
    for (const line of loud) process.stderr.write(`!! ${line}\n`);
    const stills = names.filter(name => stillParts.includes(name));
    // One after the other: on two cores they would measure each other.
    if (stills.length > 0) await add(result, 'stills', () => parts.stills(options, stills));
    if (names.includes('video')) await add(result, 'video', () => parts.video(options));
    if (names.includes('cameras')) await add(result, 'cameras', () => parts.cameras(options));
    return result;
  } catch (error) {
    if (error instanceof DataError) return refuseToStart(error.zh, error.en);
    throw error;
  }
}

async function add(result: BenchResult, name: string, part: () => Promise<BenchResult>): Promise<void> {
  process.stderr.write(`plates: ${name} …\n`);
  const before = readMachine();
  const { figures, notes, tables = [] } = await part();
  const after = readMachine();
  result.figures.push(...figures);
  result.notes.push(...notes);
  result.tables!.push(...tables);
  const part100 = (key: 'busyMs' | 'stolenMs') =>
    ((after[key] - before[key]) / (after.totalMs - before.totalMs)) * 100;
  result.notes.push(
    `${name}: all cores together were ${part100('busyMs').toFixed(0)} % busy meanwhile, whoever used them${part100('stolenMs') > 2 ? `, and the hypervisor took ${part100('stolenMs').toFixed(0)} % of them: take the times with care` : ''}.`,
  );
}

function read(args: string[]): { options: PlatesOptions; names: string[]; loud: string[] } {
  const { values } = parse(args);
  const data = values.data ?? (existsSync(usualData) ? usualData : null);
  if (data !== null) readPlateData(data); // refused now rather than after an hour
  const usual = data === null ? ['drawn', 'video', 'cameras'] : ['scenes', 'crops', 'video', 'cameras'];
  const names = values.only?.split(',') ?? usual;
  const unknown = names.find(name => !partNames.includes(name));
  if (unknown !== undefined)
    throw new DataError(
      `--only 可取 ${partNames.join('、')}，没有“${unknown}”`,
      `--only takes ${partNames.join(', ')}; not "${unknown}"`,
    );
  const roads = values.roads.split(',');
  const wrong = roads.find(road => !roadNames.includes(road));
  if (wrong !== undefined)
    throw new DataError(
      `--roads 可取 ${roadNames.join('、')}，没有“${wrong}”`,
      `--roads takes ${roadNames.join(', ')}; not "${wrong}"`,
    );
  if (data === null && names.some(name => name === 'scenes' || name === 'crops'))
    throw new DataError(
      `scenes 与 crops 需要照片：--data 文件夹（默认 ${usualData}，不存在）`,
      `scenes and crops need photographs: --data DIR (the default, ${usualData}, is not there)`,
    );
  const loud =
    data === null
      ? [
          `NO PHOTOGRAPHS 没有照片: ${usualData} is not there and no --data was given. Drawn pictures only; they say next to nothing about real plates. 仅测合成图像，不代表真实照片上的准确率。`,
        ]
      : [];
  const options: PlatesOptions = {
    data,
    models: values.models === undefined ? null : resolve(values.models),
    limit: values.limit === undefined ? Number.POSITIVE_INFINITY : count('limit', values.limit),
    baseline: !values['no-baseline'],
    passes: count('passes', values.passes),
    seed: count('seed', values.seed),
    seconds: count('seconds', values.seconds),
    cameras: count('cameras', values.cameras),
    roads,
  };
  return { options, names, loud };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        data: { type: 'string' },
        only: { type: 'string' },
        models: { type: 'string' },
        limit: { type: 'string' },
        passes: { type: 'string', default: '3' },
        seed: { type: 'string', default: '2' },
        seconds: { type: 'string', default: '60' },
        cameras: { type: 'string', default: '4' },
        roads: { type: 'string', default: roadNames.join() },
        'no-baseline': { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    const { message } = error as Error;
    throw new DataError(`参数错误：${message}`, `bad argument: ${message}`);
  }
}

function count(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new DataError(`--${name} 应为正整数`, `--${name} must be a positive whole number`);
  return value;
}
