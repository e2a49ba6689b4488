// Makes a fresh clone ready: Debian's packages, npm's, mediasoup's worker, the agent's native relay, the
// simulator's pictures, the demo city and the wall's page. Each step first asks whether there is anything to do, so a second
// run takes well under a second and needs no network. Plain Node 20, no dependency.
//
//   node scripts/setup.mjs [--tests] [--no-simulator]
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPackages } from './mediasoup-worker/build.mjs';
import { npmInstall, npmMissing } from './setup/npm.mjs';
import { installPackages, missingPackages, systemPackages, testPackages } from './setup/packages.mjs';
import { cache, childEnv, city, node, root } from './setup/paths.mjs';
import { buildRelay, relayPackages, relayStale } from './setup/relay.mjs';
import { reporter, run, SetupError } from './setup/run.mjs';
import { buildWall, hashOf, wallStale } from './setup/wall.mjs';
import { downloadWorker, makeWorker, workerPath, workerRuns } from './setup/worker.mjs';

/**
 * @param {{ forTests?: boolean, simulator?: boolean, out?: NodeJS.WriteStream }} [options]
 *   forTests: also what only the tests need (Chromium, GStreamer); simulator: its pictures and city
 * @returns {Promise<{ worker: string, content: string, city: string }>} where the made things are
 */
export async function setup({ forTests = false, simulator = true, out = process.stdout } = {}) {
  const say = reporter(out);
  const start = performance.now();
  needNode20();

  if (npmMissing()) await say.step('npm 依赖 / npm packages', npmInstall);

  const worker = workerPath();
  let needBuild = !workerRuns(worker);
  if (needBuild) {
    needBuild = !(await say.step(
      'mediasoup worker：下载 / download',
      () => downloadWorker(worker),
      got => (got ? '' : '下载不到，改为本机编译 / not to be had, building it here'),
    ));
  }

  await debian(say, [
    ...(forTests ? testPackages : []),
    ...(needBuild ? buildPackages.map(name => ({ name })) : []),
    ...(relayStale() ? relayPackages : []),
  ]);

  if (needBuild) {
    await say.step('mediasoup worker：编译，约 4 分钟 / build, about 4 minutes', progress =>
      makeWorker(worker, progress),
    );
    if (!workerRuns(worker)) throw new SetupError(`${worker} 无法运行 / does not run`);
  }

  if (relayStale()) await say.step('转发组件 / the native relay', buildRelay);

  const content = contentFolder();
  if (simulator && !existsSync(join(content, 'manifest.json'))) {
    await draw(
      say,
      worker,
      '模拟摄像机画面 / the simulator’s pictures',
      'simulator/src/content/main.ts',
      content,
    );
  }

  // Drawn in seconds, so anything that changes in its generator draws it anew.
  const cityStamp = join(city, '.made-of');
  const cityHash = hashOf(['scripts/demo-city']);
  if (!existsSync(cityStamp) || readFileSync(cityStamp, 'utf8') !== cityHash) {
    await draw(say, worker, '演示城市 / the demo city', 'scripts/demo-city/main.ts', city);
    writeFileSync(cityStamp, cityHash);
  }

  if (wallStale()) await say.step('大屏页面 / the wall’s page', buildWall);

  say.say(`✓ 准备就绪 / set up  ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return { worker, content, city };
}

/** Runs a generator of ours that writes into a folder of the cache, showing the last line it said. */
function draw(say, worker, name, script, folder) {
  return say.step(name, progress =>
    run(node, [join(root, script), '--out', folder], {
      cwd: root,
      env: childEnv(worker),
      onLine: line => progress(line.slice(0, 60), 0),
    }),
  );
}

/** Named by the version that the generator declares: encoding takes minutes, so only a new one is drawn. */
function contentFolder() {
  const file = join(root, 'simulator', 'src', 'content', 'plan.ts');
  const version = /\bcontentVersion\s*=\s*'?(\w+)/.exec(readFileSync(file, 'utf8'))?.[1];
  if (!version) throw new SetupError(`${file}: contentVersion?`);
  return join(cache, 'simulator', `v${version}`);
}

async function debian(say, more) {
  const missing = missingPackages([...systemPackages, ...more]);
  const required = missing.filter(item => !item.optional);
  const optional = missing.filter(item => item.optional);
  const names = items => items.map(item => item.name).join(' ');
  if (required.length > 0) {
    await say.step(`系统软件包 / Debian packages: ${names(required)}`, progress =>
      installPackages(missing, line => progress(line.slice(0, 60), 0)),
    );
  } else if (optional.length > 0) {
    try {
      await say.step(`系统软件包 / Debian packages: ${names(optional)}`, () => installPackages(optional));
    } catch (error) {
      say.say(`! 未安装，相关测试将跳过 / not installed, their tests will be skipped: ${names(optional)}`);
      say.say(error.message);
    }
  }
}

function needNode20() {
  if (Number(process.versions.node.split('.')[0]) >= 20) return;
  throw new SetupError(`需要 Node 20 或更高版本 / needs Node 20 or later (this is ${process.version})`);
}

/**
 * For the commands: runs `work`; a failure meant for the user is shown without a stack.
 * @param {() => Promise<void>} work
 */
export async function command(work) {
  try {
    await work();
  } catch (error) {
    process.stderr.write(`\n${error instanceof SetupError ? error.message : error.stack}\n`);
    process.exitCode = 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const flags = process.argv.slice(2);
  await command(async () => {
    await setup({ forTests: flags.includes('--tests'), simulator: !flags.includes('--no-simulator') });
  });
}
