// From a real outbox over a real link to a core that is killed again and again, sometimes its database with it: in the
// end everything is kept that a core keeps which nobody kills, and nothing twice.
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { systemClock } from '@brightwall/kit/clock';
import type { PassageDelivery } from '@brightwall/protocol/edge-messages';
import { AppError } from '@brightwall/protocol/errors';
import { afterEach, expect, it } from 'vitest';
import { Outbox } from '../../../edge-agent/src/outbox/outbox.ts';
import type { CoreLink } from '../../../edge-agent/src/uplink/core-link.ts';
import { openStore } from '../store/open.ts';
import { PurposeStore } from '../store/purposes.ts';
import { UserStore } from '../store/users.ts';
import { WatchEntryStore } from '../store/watch-entries.ts';
import { CoreProcess } from '../testing/core-process.ts';
import { delivery, reading } from '../testing/deliveries.ts';
import { edgeLink } from '../testing/edge-link.ts';
import { keptIn } from '../testing/kept-tables.ts';
import { seeded } from '../testing/seeded.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { report } from '../testing/test-core.ts';

const seed = 20261125;
const kills = 20;
const perLife = 16;
/** A busy machine stores a few passages a second. */
const mostPatienceMs = 90_000;
/** The core is killed while it starts; while it stores; when it has stored, and its answer is lost. */
const moments = ['starting', 'storing', 'stored'] as const;

/** All at one gate but the last camera, too far away for a vehicle to be at both within a minute. */
const cameraIds = ['a', 'b', 'c', 'd', 'e', 'f'].map(digit => digit.repeat(16));
const far = cameraIds.at(-1)!;
const cameras = cameraIds.map(id =>
  report(id, { place: { lon: id === far ? 121 : 120, lat: 30, headingDeg: 90 } }),
);

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** Vehicles that are watched, others, and clones: each of those passes twice, so that no order of arrival matters. */
function passagesOf(count: number): PassageDelivery[] {
  const chance = seeded(seed);
  const beginMs = Date.now() - 120_000;
  return Array.from({ length: count }, (_, n) => {
    const passedMs = beginMs + n * 50;
    const pair = Math.floor(n / 12);
    const isClone = n % 12 < 2;
    const vehicle = 100 + Math.floor(chance() * 40);
    const plate = isClone ? `浙C0${1000 + pair}` : `浙${vehicle < 115 ? 'A3' : 'B7'}K${vehicle}`;
    const near = cameraIds[Math.floor(chance() * 5)]!;
    const one = delivery(n % 12 === 1 ? far : near, {
      ...{ passedMs, firstSeenMs: passedMs - 800, lastSeenMs: passedMs + 400 },
      reading: n % 31 === 30 ? null : reading(plate),
    });
    return one;
  });
}

/** An approved entry that the vehicles of 浙A3 meet; the same in every folder. */
async function watchIn(dataDir: string, [userId, purposeId, entryId]: readonly string[]): Promise<void> {
  mkdirSync(dataDir);
  const store = await openStore({ dataDir, url: undefined, clock: systemClock, log: () => {} });
  const nowMs = systemClock.epochMs();
  await new UserStore(store.db).add({
    ...{ id: userId!, username: 'anna', role: 'administrator', passwordHash: '', mustChangePassword: true },
  });
  const purpose = { reason: '被盗车辆', caseNumber: '1', unit: '城西', createdMs: nowMs };
  await new PurposeStore(store.db).add(userId!, { id: purposeId!, ...purpose });
  const entries = new WatchEntryStore(store.db);
  const look = () => ({
    ...{ id: randomUUID(), atMs: nowMs, userId: userId!, username: 'anna', address: '' },
    ...{ purposeId: purposeId!, terms: {}, action: 'watch-list' as const },
  });
  const anywhere = { kinds: [], colours: [], cameraIds: [], areas: [], hours: null, tolerant: false };
  const always = { fromMs: nowMs - 86_400_000, untilMs: nowMs + 86_400_000, reason: '被盗车辆' };
  await entries.add(entryId!, { purposeId: purposeId!, plate: '浙A3K???', ...anywhere, ...always }, look());
  await entries.step(entryId!, { from: 'applied', to: 'active', kind: 'approve', note: '' }, look());
  await store.close();
}

/** Carries everything to a core that is killed so many times; gives its data folder and how often an answer was lost. */
async function carry(
  name: string,
  deliveries: readonly PassageDelivery[],
  kills: number,
  ids: readonly string[],
): Promise<{ dataDir: string; lost: number }> {
  const folder = tempFolder(`once-${name}`);
  ends.push(() => folder.remove());
  const core = new CoreProcess(folder.path);
  ends.push(() => core.end());
  await watchIn(core.dataDir, ids);

  const now = { link: null as CoreLink | null, begun: 0, answered: 0, killAtAnswer: Infinity, lost: 0 };
  const outbox = await Outbox.open({
    ...{
      folder: join(folder.path, 'outbox'),
      maxBytes: 1e9,
      maxAgeMs: 1e9,
      clock: systemClock,
      log: () => {},
    },
    async deliver(one) {
      const { link } = now;
      if (!link) throw new AppError('agent-offline');
      now.begun += 1;
      await link.passage(one);
      now.answered += 1;
      if (now.answered < now.killAtAnswer) return;
      void core.kill('SIGKILL');
      now.lost += 1;
      throw new AppError('agent-offline');
    },
  });
  ends.push(() => outbox.close());

  /** While `life` lasts the agent is linked to the core. */
  const linkTo = (url: string, life: AbortSignal): Promise<void> => {
    const link = edgeLink(url, cameras);
    link.events.on('greeted', () => outbox.handleLinkUp());
    Object.assign(now, { link, begun: 0, answered: 0 });
    return link.run(life).finally(() => {
      now.link = null;
      outbox.handleLinkDown();
    });
  };
  const until = (done: () => boolean) =>
    expect.poll(done, { interval: 1, timeout: mostPatienceMs }).toBe(true);

  const chance = seeded(seed + 1);
  let startMs = 0;
  const filled: Promise<void>[] = [];
  const fill = async (some: readonly PassageDelivery[]) => {
    for (const { passage, pictures } of some) await outbox.put(passage, pictures);
  };
  for (let life = 0; life < kills; life++) {
    // Deliveries go on while the outbox is being filled.
    filled.push(fill(deliveries.slice(life * perLife, (life + 1) * perLife)));
    const moment = moments[life === 0 ? 1 : Math.floor(chance() * moments.length)]!;
    const [when, after, whether] = [chance(), chance(), chance()];
    const begunMs = performance.now();
    const { ready } = core.start();
    if (moment === 'starting') await wait(when * startMs);
    else {
      const stop = new AbortController();
      now.killAtAnswer = moment === 'stored' ? 1 + Math.floor(when * 12) : Infinity;
      const linked = linkTo(await ready, stop.signal);
      startMs = performance.now() - begunMs;
      if (moment === 'stored') await until(() => now.answered >= now.killAtAnswer);
      else {
        await until(() => now.begun >= 1 + Math.floor(when * 12));
        await wait(after * 15);
      }
      await core.kill('SIGKILL');
      stop.abort();
      await linked;
    }
    await core.kill('SIGKILL');
    if (whether < 0.25) core.killDatabase();
  }
  await Promise.all(filled);
  now.killAtAnswer = Infinity;
  const stop = new AbortController();
  const linked = linkTo(await core.start().ready, stop.signal);
  await fill(deliveries.slice(kills * perLife));
  await until(() => outbox.held.passages === 0);
  stop.abort();
  await linked;
  await core.kill('SIGTERM');
  expect(outbox.counts).toMatchObject({ put: deliveries.length, refused: 0, damaged: 0, dropped: 0 });
  return { dataDir: core.dataDir, lost: now.lost };
}

it(`a core that is killed ${kills} times keeps what a core keeps that is not`, async () => {
  const deliveries = passagesOf((kills + 1) * perLife);
  const ids = [randomUUID(), randomUUID(), randomUUID()];
  const killed = await carry('killed', deliveries, kills, ids);
  expect(killed.lost).toBeGreaterThan(2);
  const spared = await carry('spared', deliveries, 0, ids);
  const kept = await keptIn(killed.dataDir);
  expect(kept).toEqual(await keptIn(spared.dataDir));

  const idsOf = (rows: readonly string[], key: string) => rows.map(row => JSON.parse(row)[key]).sort();
  expect(idsOf(kept.passages!, 'id')).toEqual(deliveries.map(({ passage }) => passage.id).sort());
  const watched = deliveries.filter(({ passage }) => passage.reading?.text.startsWith('浙A3K'));
  expect(idsOf(kept.watch_hit!, 'passage_id')).toEqual(watched.map(({ passage }) => passage.id).sort());
  expect(kept.pictures).toEqual(
    deliveries.flatMap(one => one.pictures.map(({ hash }) => `${hash}.jpg`)).sort(),
  );
  const clones = Map.groupBy(
    deliveries.filter(({ passage }) => passage.reading?.text.startsWith('浙C')),
    ({ passage }) => passage.reading!.text,
  );
  expect(kept.clone_suspect).toHaveLength([...clones.values()].filter(pair => pair.length === 2).length);
}, 600_000);
