// npm run check: format and lint, imports, types, documents, and the containers' description. Every
// check runs and says how long it took; the command fails when one of them does.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { docFaults } from './check/docs.mjs';
import { importFaults } from './check/imports.mjs';
import { npmInstall, npmMissing } from './setup/npm.mjs';
import { node, root } from './setup/paths.mjs';
import { reporter } from './setup/run.mjs';
import { command } from './setup.mjs';

/**
 * Each gives what is wrong, '' for nothing, or null where this machine cannot tell.
 * @type {{ name: string, find: () => Promise<string | null> | string | null }[]}
 */
const checks = [
  {
    name: '格式与规范 / format and lint',
    find: () => program('@biomejs/biome/bin/biome', ['check', '--error-on-warnings']),
  },
  { name: '类型 / types', find: () => program('typescript/bin/tsc', ['--noEmit', '-p', '.']) },
  { name: '引用方向 / imports', find: async () => (await importFaults()).join('\n') },
  { name: '文档 / documents', find: documents },
  { name: '容器描述 / docker compose', find: compose },
];

await command(async () => {
  if (npmMissing()) await reporter().step('npm 依赖 / npm packages', npmInstall);
  const start = performance.now();
  const failed = (await Promise.all(checks.map(show))).filter(ok => !ok).length;
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(
    failed === 0
      ? `✓ 检查通过 / all checks pass  ${seconds} s`
      : `✗ ${failed} 项检查未通过 / ${failed} checks failed  ${seconds} s`,
  );
  if (failed > 0) process.exitCode = 1;
});

async function show({ name, find }) {
  const start = performance.now();
  const fault = await Promise.resolve()
    .then(find)
    .catch(error => String(error.stack ?? error));
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (fault === null) console.log(`- ${name}：本机没有此工具，略过 / no such tool here, left out`);
  else if (fault === '') console.log(`✓ ${name}  ${seconds} s`);
  else console.log(`✗ ${name}  ${seconds} s\n${fault}\n`);
  return !fault;
}

/** A program of node_modules, on the pinned Node: what it said, when it failed. */
function program(path, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [join(root, 'node_modules', path), ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', chunk => (said = (said + chunk).slice(-200_000)));
    }
    child.on('error', reject);
    child.on('close', code => resolve(code === 0 ? '' : said.trim() || `exit ${code}`));
  });
}

function documents() {
  const listed = spawnSync('git', ['ls-files', '-co', '--exclude-standard', '*.md'], {
    cwd: root,
    encoding: 'utf8',
  });
  const files = listed.stdout.split('\n').filter(Boolean);
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return docFaults(root, files, scripts).join('\n');
}

function compose() {
  const ways = [['docker', 'compose'], ['docker-compose']];
  const works = ([name, ...rest]) => spawnSync(name, [...rest, 'version'], { stdio: 'ignore' }).status === 0;
  const way = ways.find(works);
  if (!way) return null;
  const [name, ...rest] = way;
  const args = ['--profile', 'simulator', '-f', 'docker-compose.yml', 'config', '-q'];
  const answer = spawnSync(name, [...rest, ...args], { cwd: root, encoding: 'utf8' });
  return answer.status === 0 ? '' : answer.stderr || `exit ${answer.status}`;
}
