import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import * as yaml from 'yaml';
import { parseConfig as parseEdge } from '../../edge-agent/src/config.ts';
import { loadConfig as loadCore } from '../../server/src/config.ts';
import { root } from '../setup/paths.mjs';
import { startChild } from './child.mjs';
import {
  agentsFor,
  agentToken,
  cameraOf,
  coreSettings,
  edgeSettings,
  merge,
  writeConfig,
} from './config.mjs';
import { parseFlags } from './flags.mjs';
import { keepChild } from './kept-child.mjs';
import { logFile } from './log-file.mjs';

const folder = mkdtempSync(join(tmpdir(), 'brightwall-up-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the flags of up', () => {
  it('have defaults that need nothing said', () => {
    expect(parseFlags([])).toMatchObject({
      port: 8080,
      cameras: 16,
      simulator: true,
      camera: [],
      data: 'data',
    });
  });

  it('take any number of cameras', () => {
    const { camera, simulator } = parseFlags([
      '--no-simulator',
      '--camera',
      'rtsp://a/1',
      '--camera',
      'rtsp://b/2',
    ]);
    expect(camera).toEqual(['rtsp://a/1', 'rtsp://b/2']);
    expect(simulator).toBe(false);
  });

  it.each([
    ['--port', 'x'],
    ['--port', '70000'],
    ['--cameras', '0'],
    ['--camera', 'http://a'],
    ['--fly', ''],
  ])('refuse %s %s', (flag, value) => {
    expect(() => parseFlags([flag, value])).toThrow(/参数有误/);
  });
});

describe('the configurations that up writes', () => {
  const flags = { ...parseFlags(['--free-ports', '--camera', 'rtsp://me:p%40ss@10.0.0.9:554/live']) };

  it('keep a camera’s password out of its address', () => {
    expect(cameraOf('rtsp://me:p%40ss@10.0.0.9:554/live', 0)).toEqual({
      name: '10.0.0.9:554 1',
      main: 'rtsp://10.0.0.9:554/live',
      username: 'me',
      password: 'p@ss',
    });
  });

  it('send the agent to the core and to the simulator, in the agent’s own words', () => {
    const places = { data: folder, token: 'a-token-of-some-length', coreUrl: 'http://127.0.0.1:1' };
    const settings = edgeSettings(flags, places, { discoveryPorts: [5], username: 'admin', password: 'x' });
    const file = writeConfig('edge', folder, settings, yaml);
    expect(parseEdge(readFileSync(file, 'utf8'), file)).toMatchObject({
      core: { url: 'http://127.0.0.1:1', token: 'a-token-of-some-length' },
      data: join(folder, 'edge'),
      onvif: {
        multicast: false,
        probe: ['127.0.0.1:5'],
        credentials: [{ username: 'admin', password: 'x' }],
      },
      cameras: [{ main: 'rtsp://10.0.0.9:554/live', username: 'me', password: 'p@ss' }],
    });
  });

  it('share thousands of cameras among agents, two a core', () => {
    const of = (cameras: number, cores = 2) => agentsFor({ cameras, simulator: true }, cores);
    expect([of(16), of(32), of(500), of(1000), of(5000), of(5000, 8), of(10_000, 1)]).toEqual([
      1, 1, 1, 2, 4, 10, 4,
    ]);
    expect(agentsFor({ cameras: 5000, simulator: false }, 2)).toBe(1);
  });

  it('tell the second agent apart from the first, and give it a network segment of its own', () => {
    const many = parseFlags(['--free-ports', '--cameras', '1000', '--camera', 'rtsp://10.0.0.9/live']);
    const places = { data: folder, token: 'a-token-of-some-length', coreUrl: 'http://127.0.0.1:1' };
    const simulator = { discoveryPorts: [5, 6], username: 'admin', password: 'x' };
    const file = writeConfig('edge', folder, edgeSettings(many, places, simulator, 1), yaml, 'edge-2');
    expect(parseEdge(readFileSync(file, 'utf8'), file)).toMatchObject({
      agentId: 'edge-2',
      data: join(folder, 'edge-2'),
      onvif: { multicast: false, probe: ['127.0.0.1:6'] },
      plates: { enabled: false },
      cameras: [],
    });
  });

  it('lie over the documented defaults, readable by this user alone', () => {
    const settings = coreSettings(flags, { data: folder, token: agentToken(folder), city: '/city' });
    const file = writeConfig('core', folder, settings, yaml);
    expect(loadCore(file, {})).toMatchObject({
      http: { port: 0 },
      media: { port: 0 },
      map: { dir: '/city' },
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it.each(['core.yaml', 'docker/core.yaml'])('rest on a config/%s that the core accepts', name => {
    expect(() => loadCore(join(root, 'config', name), {})).not.toThrow();
  });

  it.each(['edge.yaml', 'docker/edge.yaml'])('rest on a config/%s that the agent accepts', name => {
    const file = join(root, 'config', name);
    expect(() => parseEdge(readFileSync(file, 'utf8'), file)).not.toThrow();
  });

  it('merge objects and replace anything else', () => {
    expect(merge({ a: { b: 1, c: 2 }, d: [1] }, { a: { b: 3 }, d: [] })).toEqual({
      a: { b: 3, c: 2 },
      d: [],
    });
  });

  it('keep one agent token, made once and secret', () => {
    const token = agentToken(folder);
    expect(token).toMatch(/^[0-9a-f]{64}$/);
    expect(agentToken(folder)).toBe(token);
    expect(statSync(join(folder, 'agent-token')).mode & 0o777).toBe(0o600);
  });
});

describe('a process under up', () => {
  const script = (name: string, text: string) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  const start = (name: string, text: string) =>
    startChild({
      name,
      args: [script(`${name}.mjs`, text)],
      env: process.env,
      log: join(folder, `${name}.log`),
    });

  it('is up when it says READY, and stops when asked', async () => {
    const child = await start(
      'good',
      `console.error('log line');
       setInterval(() => {}, 1000);
       process.on('SIGTERM', () => process.exit(0));
       console.log('READY {"port":5}');`,
    );
    expect(child.ready).toEqual({ port: 5 });
    await child.stop();
    await child.stop();
    expect((await child.ended).message).toContain('code 0');
    expect(readFileSync(join(folder, 'good.log'), 'utf8')).toBe('log line\n');
  });

  it('of which there are several is started again when it ends, until it is asked to stop', async () => {
    const ends: string[] = [];
    const pidFile = join(folder, 'kept.pid');
    const options = {
      name: 'kept',
      args: [
        script(
          'kept.mjs',
          `import { appendFileSync } from 'node:fs';
           appendFileSync(${JSON.stringify(pidFile)}, process.pid + '\\n');
           setInterval(() => {}, 1000);
           console.log('READY {}');`,
        ),
      ],
      env: process.env,
      log: join(folder, 'kept.log'),
    };
    const child = await keepChild(options, how => ends.push(how));
    const pids = () => readFileSync(pidFile, 'utf8').trim().split('\n').map(Number);
    process.kill(child.pid!, 'SIGKILL');
    await expect.poll(() => pids().length, { timeout: 15_000 }).toBe(2);
    expect(ends).toEqual([expect.stringContaining('SIGKILL')]);
    await child.stop();
    expect(() => process.kill(pids()[1]!, 0)).toThrow('ESRCH');
  }, 30_000);

  it('that ends before it is up is reported with its log and last words', async () => {
    const failing = start('bad', `console.error('端口被占用 / port in use'); process.exit(2);`);
    await expect(failing).rejects.toThrow(/bad.*code 2.*bad\.log.*port in use/s);
  });
});

describe('a log file', () => {
  it('begins anew at its limit and keeps one older', () => {
    const path = join(folder, 'x.log');
    const log = logFile(path, 10);
    for (const text of ['0123456789', 'abc', 'def']) log.write(text);
    log.close();
    log.close();
    expect(readFileSync(path, 'utf8')).toBe('abcdef');
    expect(readFileSync(`${path}.1`, 'utf8')).toBe('0123456789');
    expect(existsSync(`${path}.2`)).toBe(false);
  });
});
