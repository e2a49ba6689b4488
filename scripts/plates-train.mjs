// npm run plates:train -- [--data DIR] [--smoke] [--model recogniser|detector|all] [--out DIR] [--seed N] [--minutes N]
// Trains the plate models. Makes a Python environment in the user's cache the first time. Nothing in
// the repository is overwritten: what comes out is said at the end, and taken over by hand.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { cache, node, root } from './setup/paths.mjs';
import { reporter, run, SetupError } from './setup/run.mjs';
import { command } from './setup.mjs';

const venv = join(cache, 'training-venv');
const python = join(venv, 'bin', 'python');
const requirements = join(root, 'models', 'training-requirements.txt');
const models = { detector: 'plate-detector', recogniser: 'plate-recogniser' };

await command(async () => {
  const options = read(process.argv.slice(2));
  await environment();
  for (const name of options.models) {
    const out = join(options.out, models[name]);
    mkdirSync(out, { recursive: true });
    console.log(`训练 / training ${models[name]} → ${out}`);
    const args = [...options.common, '--out', out];
    await python3(join(models[name], 'training', 'train.py'), [
      ...args,
      ...(await extra(name, options, out)),
    ]);
    if (name === 'recogniser' && existsSync(join(options.data ?? '', 'crops.csv')) && !options.smoke)
      await calibrate(options);
  }
  console.log(
    `✓ 完成。满意后将 .onnx 与各 .json 复制到 models/ 下同名目录 / done. When you like the figures, copy the .onnx and the .json files into the folder of that name in models/: ${options.out}`,
  );
});

function read(argv) {
  let values;
  try {
    ({ values } = parseArgs({
      args: argv,
      options: {
        data: { type: 'string' },
        smoke: { type: 'boolean', default: false },
        model: { type: 'string', default: 'all' },
        out: { type: 'string', default: join(cache, 'trained') },
        seed: { type: 'string', default: '1' },
        minutes: { type: 'string' },
        'from-scratch': { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    throw new SetupError(`参数有误 / bad arguments: ${error.message}`);
  }
  if (values.model !== 'all' && !(values.model in models)) {
    throw new SetupError(
      '--model 只能是 recogniser、detector 或 all / --model is recogniser, detector or all',
    );
  }
  for (const name of ['seed', 'minutes']) {
    if (values[name] !== undefined && !/^\d{1,6}$/.test(values[name])) {
      throw new SetupError(`--${name} 应为整数 / --${name} is a whole number`);
    }
  }
  const data = values.data && resolve(values.data);
  if (data && !existsSync(join(data, 'crops.csv')) && !existsSync(join(data, 'scenes.json'))) {
    throw new SetupError(
      `${data} 中没有 crops.csv 或 scenes.json / has neither crops.csv nor scenes.json (see docs/plates.md)`,
    );
  }
  const common = ['--seed', values.seed];
  if (data) common.push('--data', data);
  if (values.smoke) common.push('--smoke');
  if (values.minutes) common.push('--minutes', values.minutes);
  return {
    models: values.model === 'all' ? Object.keys(models) : [values.model],
    out: resolve(values.out),
    common,
    data,
    smoke: values.smoke,
    fromScratch: values['from-scratch'],
  };
}

/** Both go on from the published weights; for the recogniser PP-OCRv4 checks the guesses that come without truth. */
async function extra(name, { data, smoke, fromScratch }, out) {
  if (smoke) return [];
  if (name === 'detector')
    return fromScratch ? [] : ['--from', join(root, 'models', models.detector, 'plate-detector.onnx')];
  const args = ['--cache', join(cache, 'trained', 'cache')];
  if (!fromScratch)
    args.push('--continue-from', join(root, 'models', models.recogniser, 'plate-recogniser.onnx'));
  const second = join(root, 'node_modules', '@gutenye', 'ocr-models', 'assets');
  if (data && existsSync(join(data, 'unlabelled', 'guesses.csv')) && existsSync(second)) {
    const file = join(out, 'second-opinion.csv');
    await python3(join(models.recogniser, 'training', 'second_opinion.py'), [data, second, file]);
    args.push('--second', file);
  }
  return args;
}

/** Without it no reading of the new weights would claim to be near certain. */
async function calibrate({ data, out }) {
  const program = join(root, 'edge-agent', 'src', 'plates', 'reader', 'calibrate', 'main.ts');
  await ran(node, [program, '--data', data, '--models', out]);
}

async function environment() {
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  const stamp = join(venv, '.made-of');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const found = spawnSync(
    'python3',
    ['-c', 'import sys, venv, ensurepip; print(sys.version_info >= (3, 10))'],
    {
      encoding: 'utf8',
    },
  );
  if (found.stdout?.trim() !== 'True') {
    throw new SetupError(
      '需要 Python 3.10 以上及 venv：apt-get install python3-venv / Needs Python 3.10 or later with venv: apt-get install python3-venv',
    );
  }
  rmSync(venv, { recursive: true, force: true });
  await reporter().step(
    '训练环境（PyTorch，约 1 GB）/ training environment (PyTorch, about 1 GB)',
    async progress => {
      const onLine = line => progress(line.slice(0, 60), 0);
      await run('python3', ['-m', 'venv', venv], { onLine });
      try {
        await run(python, ['-m', 'pip', 'install', '--retries', '1', '-r', requirements], { onLine });
      } catch (error) {
        rmSync(venv, { recursive: true, force: true });
        throw new SetupError(
          '安装 PyTorch 失败：pip 无法从所配置的软件源取得软件包。请检查网络，或用 PIP_INDEX_URL、PIP_FIND_LINKS 指向可用的源后重试。\n' +
            'PyTorch could not be installed: pip got no packages from the source it is set to. Check the network, or point PIP_INDEX_URL or PIP_FIND_LINKS to one that works, and try again.\n\n' +
            error.message.slice(-1500),
        );
      }
    },
  );
  writeFileSync(stamp, wanted);
}

/** Runs a program under models/. */
function python3(file, args) {
  return ran(python, ['-u', join(root, 'models', file), ...args]);
}

/** Runs a program in this terminal; throws when it fails. */
async function ran(program, args) {
  const child = spawn(program, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => child.kill(signal));
  const code = await new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', done);
  });
  if (code !== 0)
    throw new SetupError(
      `训练未完成（退出码 ${code}）/ training did not finish (exit ${code}): ${args.join(' ')}`,
    );
}
