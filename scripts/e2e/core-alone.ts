// A core without agents or cameras of its own, which a test may kill and start again under whoever uses it.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Child, startNode } from './child.ts';

export interface CoreAlone {
  /** On the plain port; the same after a restart. */
  readonly url: string;
  readonly port: number;
  readonly data: string;
  readonly firstRun: { readonly username: string; readonly password: string };
  /** Without a word to anybody, and back on the same port. */
  killAndRestart(): Promise<void>;
  close(): Promise<void>;
}

interface Facts {
  readonly firstRun: CoreAlone['firstRun'] | null;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** `city`: the map's folder, as set-up made it; `ownMap`: what map.yaml says instead of nothing. */
export async function startCoreAlone(city: string, ownMap: object = {}): Promise<CoreAlone> {
  const data = mkdtempSync(join(tmpdir(), 'brightwall-e2e-'));
  const token = randomBytes(32).toString('hex');
  const port = await freePort();
  const settings = {
    data: join(data, 'core'),
    http: { host: '127.0.0.1', port },
    edge: { token },
    media: { port: 0, workers: 1 },
    map: { dir: city, config: join(data, 'map.yaml') },
    wall: { dir: join(root, 'wall-client/dist') },
  };
  const config = join(data, 'core.yaml');
  // JSON is YAML.
  writeFileSync(config, JSON.stringify(settings));
  writeFileSync(join(data, 'map.yaml'), JSON.stringify(ownMap));
  writeFileSync(join(data, 'agent-token'), token);
  const start = () => startNode<Facts>('server/src/main.ts', ['--config', config]);
  let core: Child<Facts> = await start().catch(error => {
    rmSync(data, { recursive: true, force: true });
    throw error;
  });
  const { firstRun } = core.facts;
  if (!firstRun) throw new Error('a new core has a first run');
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    data,
    firstRun,
    async killAndRestart() {
      await core.kill();
      core = await start();
    },
    async close() {
      await core.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}
