// npm run up: sets up what is missing, then runs the whole system on this machine: simulated cameras,
// the core, and the edge agents that share the cameras. Ctrl-C stops them in reverse order.
import { existsSync, mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { childEnv, root } from './setup/paths.mjs';
import { reporter } from './setup/run.mjs';
import { command, setup } from './setup.mjs';
import { startChild } from './up/child.mjs';
import { agentsFor, agentToken, coreSettings, edgeName, edgeSettings, writeConfig } from './up/config.mjs';
import { FlagError, help, parseFlags } from './up/flags.mjs';
import { keepChild } from './up/kept-child.mjs';

/**
 * Packets pass and are gone: a young generation of 2 MiB stays in the processor's cache, and took a fifth
 * less CPU per stream and half the memory of Node's 16 MiB (npm run bench -- media --only passthrough).
 */
const edgeNodeFlags = ['--max-semi-space-size=2'];

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stopping.abort());
const asked = new Promise(done =>
  stopping.signal.addEventListener('abort', () => done(null), { once: true }),
);

await command(async () => {
  const flags = read();
  if (!flags) return;
  // With --json, stdout carries that one line and nothing else.
  const out = flags.json ? process.stderr : process.stdout;
  const made = await setup({ simulator: flags.simulator, out });
  const running = [];
  try {
    await start(flags, made, running, out);
    const failure = await Promise.race([asked, ...running.map(child => child.ended)]);
    if (failure) throw failure;
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
  } finally {
    for (const child of running.reverse()) await child.stop();
  }
});
process.exit();

function read() {
  try {
    const flags = parseFlags(process.argv.slice(2));
    if (!flags.help) return flags;
    process.stdout.write(help);
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
  return null;
}

async function start(flags, made, running, out) {
  const say = reporter(out);
  const yaml = await import('yaml'); // set-up has just made sure of it
  const data = resolve(flags.data);
  // Started by root, the database runs as another user, who must be able to pass through.
  mkdirSync(data, { recursive: true, mode: 0o711 });
  mkdirSync(join(data, 'logs'), { recursive: true, mode: 0o700 });
  const token = agentToken(data);
  const env = childEnv(made.worker);
  const launch = (name, title, args, begin = startChild) =>
    say.step(title, async () => {
      if (stopping.signal.aborted) throw stopping.signal.reason;
      const log = join(data, 'logs', `${name}.log`);
      const child = await begin({ name, args, env, log, signal: stopping.signal });
      running.push(child);
      return child;
    });

  const agents = agentsFor(flags, availableParallelism());
  const simulator = flags.simulator
    ? await launch(
        'simulator',
        `模拟摄像机 / simulated cameras: ${flags.cameras}`,
        simulatorArgs(flags, made, agents),
      )
    : null;

  const coreFile = writeConfig('core', data, coreSettings(flags, { data, token, city: made.city }), yaml);
  const core = await launch('core', '中心服务 / core', [main('server'), '--config', coreFile]);

  const url = reachable(core.ready.url);
  const places = { data, token, coreUrl: url };
  // One agent's end takes a part of the city's cameras away, no more.
  const kept = options => keepChild(options, how => out.write(`${how}\n`));
  const edges = [];
  for (let agent = 0; agent < agents; agent++) {
    const name = edgeName(agent);
    const settings = edgeSettings(flags, places, simulator?.ready ?? null, agent);
    const file = writeConfig('edge', data, settings, yaml, name);
    const title = agents === 1 ? '边缘代理 / edge agent' : `边缘代理 / edge agent ${agent + 1}/${agents}`;
    const args = [...edgeNodeFlags, main('edge-agent'), '--config', file];
    edges.push(await launch(name, title, args, agents === 1 ? startChild : kept));
  }

  const { firstRun, secureUrl } = core.ready;
  if (flags.json) {
    const pids = Object.fromEntries(running.map(child => [child.name, child.pid]));
    const line = {
      url,
      secureUrl,
      firstRun,
      edge: edges[0].ready,
      simulator: simulator?.ready ?? null,
      pids,
    };
    process.stdout.write(`${JSON.stringify(line)}\n`);
    return;
  }
  const login = firstRun
    ? `登录 log in: ${firstRun.username} / ${firstRun.password}（首次登录须修改密码 / to be changed at first log-in）`
    : '请用您的密码登录 / log in with your password';
  say.say(`雪亮墙 Brightwall: ${url}  局域网 network: ${secureUrl}  ${login}`);
}

function main(workspace) {
  return join(root, workspace, 'src', 'main.ts');
}

function simulatorArgs(flags, made, segments) {
  const places = join(made.city, 'places.json');
  const ports = flags.freePorts
    ? ['--rtsp-port', '0', '--http-port', '0', '--control-port', '0', '--discovery-port', '0']
    : [];
  return [
    main('simulator'),
    ...['--cameras', String(flags.cameras), '--host', '127.0.0.1', '--content', made.content],
    ...['--segments', String(segments)],
    ...ports,
    ...(existsSync(places) ? ['--places', places] : []),
  ];
}

/** An address that this machine itself can open: "every interface" is none. */
function reachable(url) {
  return url.replace(/\/\/(0\.0\.0\.0|\[::\])(?=[:/]|$)/, '//127.0.0.1');
}
