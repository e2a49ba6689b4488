// From a real outbox over a real link to a core that is killed again and again: in the end each passage
// is in the database once with the hit it is on the watch list, and its pictures are on the disk.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { systemClock } from '@brightwall/kit/clock';
import { AppError } from '@brightwall/protocol/errors';
import { sql } from 'kysely';
import { afterEach, expect, it } from 'vitest';
import { Outbox } from '../../../edge-agent/src/outbox/outbox.ts';
import { CoreLink } from '../../../edge-agent/src/uplink/core-link.ts';
import { openStore } from '../store/open.ts';
import { PurposeStore } from '../store/purposes.ts';
import { UserStore } from '../store/users.ts';
import { WatchEntryStore } from '../store/watch-entries.ts';
import { delivery } from '../testing/deliveries.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { edgeToken, report } from '../testing/test-core.ts';

const ids = ['a', 'b', 'c', 'd', 'e', 'f'].map(digit => digit.repeat(16));
const kills = 4;

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

async function startCore(config: string): Promise<ChildProcess> {
  const main = join(import.meta.dirname, '..', 'main.ts');
  const child = spawn(process.execPath, [main, '--config', config], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(createInterface({ input: child.stdout }), 'line');
  return child;
}

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

/** An approved entry that every passage of this test meets. */
async function watchFor(plate: string, dataDir: string): Promise<void> {
  mkdirSync(dataDir);
  const store = await openStore({ dataDir, url: undefined, clock: systemClock, log: () => {} });
  const nowMs = systemClock.epochMs();
  const [userId, purposeId, entryId] = [randomUUID(), randomUUID(), randomUUID()];
  await new UserStore(store.db).add({
    ...{ id: userId, username: 'anna', role: 'administrator', passwordHash: '', mustChangePassword: true },
  });
  const purpose = { reason: '被盗车辆', caseNumber: '1', unit: '城西', createdMs: nowMs };
  await new PurposeStore(store.db).add(userId, { id: purposeId, ...purpose });
  const entries = new WatchEntryStore(store.db);
  const look = () => ({
    ...{ id: randomUUID(), atMs: nowMs, userId, username: 'anna', address: '', purposeId, terms: {} },
    action: 'watch-list' as const,
  });
  const anywhere = { kinds: [], colours: [], cameraIds: [], areas: [], hours: null, tolerant: false };
  const always = { fromMs: nowMs - 86_400_000, untilMs: nowMs + 86_400_000, reason: '被盗车辆' };
  await entries.add(entryId, { purposeId, plate, ...anywhere, ...always }, look());
  await entries.step(entryId, { from: 'applied', to: 'active', kind: 'approve', note: '' }, look());
  await store.close();
}

it('every passage is stored once and raises its alert once, whenever the core is killed', async () => {
  const folder = tempFolder('once');
  ends.push(() => folder.remove());
  const port = await freePort();
  const config = join(folder.path, 'core.yaml');
  writeFileSync(
    config,
    `data: ./data\nhttp: { host: 127.0.0.1, port: ${port} }\nmedia: { port: 0, workers: 1 }\nedge: { token: "${edgeToken}" }\nlog: { level: fatal }\n`,
  );
  const dataDir = join(folder.path, 'data');
  await watchFor('浙A3K???', dataDir);
  let core = await startCore(config);
  ends.push(() => (core.exitCode === null && core.signalCode === null ? kill(core, 'SIGKILL') : undefined));

  const unused = async () => {
    throw new AppError('camera-unavailable');
  };
  const link = new CoreLink({
    url: `http://127.0.0.1:${port}`,
    agentId: 'edge-1',
    token: edgeToken,
    clock: systemClock,
    requests: {
      hello: () => ({ name: 'box', cameras: ids.map(id => report(id)) }),
      publish: unused,
      startHls: unused,
      startFeed: unused,
      discover: unused,
      readPicture: unused,
      unpublish: () => {},
      stopHls: () => {},
      stopFeed: () => {},
      setPlateSetup: async () => {},
      watchPlates: () => {},
      wantThumbnails: () => {},
    },
  });
  const outbox = await Outbox.open({
    folder: join(folder.path, 'outbox'),
    maxBytes: 1e9,
    maxAgeMs: 1e9,
    deliver: one => link.passage(one),
    clock: systemClock,
    log: () => {},
  });
  link.events.on('greeted', () => outbox.handleLinkUp());
  link.events.on('disconnected', () => outbox.handleLinkDown());
  const stop = new AbortController();
  const linked = link.run(stop.signal);
  ends.push(async () => {
    stop.abort();
    await linked;
    await outbox.close();
  });

  const put: string[] = [];
  const hashes: string[] = [];
  const fill = async (count: number) => {
    for (let n = 0; n < count; n++) {
      const { passage, pictures } = delivery(ids[n % ids.length]!);
      await outbox.put(passage, pictures);
      put.push(passage.id);
      hashes.push(...pictures.map(({ hash }) => hash));
    }
  };
  const until = (done: () => boolean) => expect.poll(done, { interval: 2, timeout: 30_000 }).toBe(true);
  for (let life = 0; life < kills; life++) {
    // In the middle of it, a different one each time: deliveries go on while the outbox is being filled.
    const { sent } = outbox.counts;
    const filled = fill(40);
    await until(() => outbox.counts.sent >= sent + 5 + life * 3);
    await kill(core, 'SIGKILL');
    await filled;
    await fill(10);
    core = await startCore(config);
  }
  await until(() => outbox.held.passages === 0);
  await kill(core, 'SIGTERM');
  expect(outbox.counts).toMatchObject({ put: put.length, refused: 0, damaged: 0, dropped: 0 });

  const store = await openStore({ dataDir, url: undefined, clock: systemClock, log: () => {} });
  ends.push(() => store.close());
  const { rows } = await sql<{ id: string }>`select id from passages`.execute(store.db);
  expect(rows.map(({ id }) => id).sort()).toEqual(put.sort());
  const hits = await sql<{ passage_id: string }>`select passage_id from watch_hit`.execute(store.db);
  expect(hits.rows.map(({ passage_id }) => passage_id).sort()).toEqual(put);
  // One vehicle, within five minutes.
  const alerts = await sql<{ hits: number }>`select hits from watch_alert`.execute(store.db);
  expect(alerts.rows).toEqual([{ hits: put.length }]);
  const pictures = join(dataDir, 'pictures');
  for (const hash of hashes)
    expect(existsSync(join(pictures, hash.slice(0, 2), hash.slice(2, 4), `${hash}.jpg`))).toBe(true);
}, 180_000);
