import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { FakeClock } from '@brightwall/kit/clock';
import type { PassageDelivery } from '@brightwall/protocol/edge-messages';
import { AppError } from '@brightwall/protocol/errors';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testPassage } from '../testing/passages.ts';
import { until } from '../testing/until.ts';
import { Outbox, type OutboxOptions } from './outbox.ts';

const a = 'a'.repeat(16);
const b = 'b'.repeat(16);
const dayMs = 86_400_000;

let folder: string;
let clock: FakeClock;
let outboxes: Outbox[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'brightwall-outbox-'));
  clock = new FakeClock(Date.now());
  outboxes = [];
});
afterEach(async () => {
  for (const outbox of outboxes) await outbox.close();
  rmSync(folder, { recursive: true });
});

/** The core, as far as the outbox sees it. */
class Core {
  readonly got: PassageDelivery[] = [];
  inFlight = 0;
  mostInFlight = 0;
  answer: (delivery: PassageDelivery) => Promise<void> = async () => {};

  readonly deliver = async (delivery: PassageDelivery): Promise<void> => {
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    try {
      await this.answer(delivery);
      this.got.push(delivery);
    } finally {
      this.inFlight -= 1;
    }
  };

  idsOf(cameraId: string): string[] {
    return this.got.filter(({ passage }) => passage.cameraId === cameraId).map(({ passage }) => passage.id);
  }
}

async function openOutbox(core: Core, change: Partial<OutboxOptions> = {}): Promise<Outbox> {
  const outbox = await Outbox.open({
    folder,
    maxBytes: 1e9,
    maxAgeMs: 30 * dayMs,
    deliver: core.deliver,
    clock,
    log: () => {},
    ...change,
  });
  outboxes.push(outbox);
  return outbox;
}

async function put(
  outbox: Outbox,
  cameraId: string,
  count = 1,
  passedMs: number = clock.epochMs(),
): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    const { passage, pictures } = testPassage(cameraId, passedMs);
    await outbox.put(passage, pictures);
    ids.push(passage.id);
  }
  return ids;
}

const entriesOf = (cameraId: string) => readdirSync(join(folder, cameraId));
const isEmpty = (outbox: Outbox) => outbox.held.passages === 0;

describe('the outbox', () => {
  it('sends what it is given while the core is there, with its pictures, and forgets it', async () => {
    const core = new Core();
    const outbox = await openOutbox(core);
    outbox.handleLinkUp();
    const one = testPassage(a, clock.epochMs());
    await outbox.put(one.passage, one.pictures);
    await until(() => isEmpty(outbox), 'sent');
    expect(core.got[0]!.passage).toEqual(one.passage);
    expect(core.got[0]!.pictures.map(({ hash, jpeg }) => [hash, [...jpeg]])).toEqual(
      one.pictures.map(({ hash, jpeg }) => [hash, [...jpeg]]),
    );
    await until(() => readdirSync(join(folder, 'unfinished')).length === 0, 'taken away');
    expect(entriesOf(a)).toEqual([]);
    expect(outbox.held).toEqual({ passages: 0, bytes: 0, refused: 0, oldestMs: null });
    expect(outbox.counts).toMatchObject({ put: 1, sent: 1 });
  });

  it('keeps everything while the core is away, over a restart too, and then sends each camera in order', async () => {
    const core = new Core();
    const before = await openOutbox(core);
    const firstA = await put(before, a, 3);
    const firstB = await put(before, b, 2);
    await before.close();
    expect(core.got).toEqual([]);

    const outbox = await openOutbox(core);
    expect(outbox.held.passages).toBe(5);
    const many = await Promise.all(Array.from({ length: 12 }, () => put(outbox, a)));
    outbox.handleLinkUp();
    const lastB = await put(outbox, b, 2);
    await until(() => isEmpty(outbox), 'all sent');
    expect(core.idsOf(a)).toEqual([...firstA, ...many.flat()]);
    expect(core.idsOf(b)).toEqual([...firstB, ...lastB]);
  });

  it('has one of a camera on its way, and four in all', async () => {
    const core = new Core();
    const outbox = await openOutbox(core);
    const ids = Array.from({ length: 10 }, (_, n) => n.toString(16).repeat(16));
    for (const id of ids) await put(outbox, id, 3);
    let most = 0;
    const perCamera = new Map<string, number>();
    core.answer = async ({ passage: { cameraId } }) => {
      perCamera.set(cameraId, (perCamera.get(cameraId) ?? 0) + 1);
      most = Math.max(most, ...perCamera.values());
      await until(() => core.mostInFlight === 4, 'four on their way');
      perCamera.set(cameraId, perCamera.get(cameraId)! - 1);
    };
    outbox.handleLinkUp();
    await until(() => isEmpty(outbox), 'all sent');
    expect([core.got.length, most, core.mostInFlight]).toEqual([30, 1, 4]);
  });

  it('tries again with patience what the core cannot take now, and lets other cameras by', async () => {
    const core = new Core();
    const outbox = await openOutbox(core);
    let tries = 0;
    core.answer = async ({ passage }) => {
      if (passage.cameraId === a && tries++ < 3) throw new AppError('overloaded');
    };
    const ids = await put(outbox, a, 2);
    await put(outbox, b, 2);
    outbox.handleLinkUp();
    await until(() => core.idsOf(b).length === 2 && tries === 1, 'b sent');
    for (const wanted of [2, 3, 4]) {
      await until(() => clock.pending > 1, 'a retry is due');
      await clock.advance(60_000);
      await until(() => tries >= wanted, `try ${wanted}`);
    }
    await until(() => isEmpty(outbox), 'all sent');
    expect(core.idsOf(a)).toEqual(ids);
  });

  it('does not send twice what was on its way when the link broke and came back', async () => {
    const core = new Core();
    const outbox = await openOutbox(core);
    const ids = await put(outbox, a, 2);
    let letGo = () => {};
    core.answer = () => new Promise(done => (letGo = () => done()));
    outbox.handleLinkUp();
    await until(() => core.inFlight === 1, 'on its way');
    outbox.handleLinkDown();
    outbox.handleLinkUp();
    letGo();
    await until(() => core.got.length === 1 && core.inFlight === 1, 'the next on its way');
    letGo();
    await until(() => isEmpty(outbox), 'all sent');
    expect(core.idsOf(a)).toEqual(ids);
  });

  it('moves aside what the core refuses for good, with the reason, and goes on', async () => {
    const core = new Core();
    const outbox = await openOutbox(core);
    const [bad, good] = await put(outbox, a, 2);
    core.answer = async ({ passage }) => {
      if (passage.id === bad) throw new AppError('bad-request', '/passedMs');
    };
    outbox.handleLinkUp();
    await until(() => isEmpty(outbox) && outbox.held.refused === 1, 'through');
    expect(core.idsOf(a)).toEqual([good]);
    const [name] = readdirSync(join(folder, 'refused'));
    expect(name).toContain(bad);
    expect(readFileSync(join(folder, 'refused', name!, 'why.txt'), 'utf8')).toBe('bad-request: /passedMs\n');
    expect((await openOutbox(new Core())).held).toMatchObject({ passages: 0, refused: 1 });
  });

  it('keeps of the refused a tenth of its size, the newest', async () => {
    const core = new Core();
    const outbox = await openOutbox(core, { maxBytes: 420_000 });
    core.answer = async () => {
      throw new AppError('bad-request');
    };
    outbox.handleLinkUp();
    const ids = await put(outbox, a, 8);
    const kept = () =>
      readdirSync(join(folder, 'refused')).map(name => ids.findIndex(id => name.includes(id)));
    await until(() => kept().sort().join() === '6,7', 'the two newest kept');
    expect(outbox.counts.refused).toBe(8);
    expect(outbox.held).toMatchObject({ passages: 0, refused: 2 });
  });

  it('passes over what is damaged or strange', async () => {
    const writer = await openOutbox(new Core());
    const ids = await put(writer, a, 6);
    await writer.close();
    const [cut, other, gone, picture, swapped] = ids.map(id =>
      join(folder, a, entriesOf(a).find(name => name.includes(id))!),
    );
    truncateSync(join(cut!, 'passage.json'), 40);
    writeFileSync(join(other!, 'passage.json'), '{"id":7}');
    rmSync(join(gone!, 'passage.json'));
    const jpegs = readdirSync(picture!).filter(name => name.endsWith('.jpg'));
    writeFileSync(join(picture!, jpegs[0]!), '');
    writeFileSync(join(swapped!, 'passage.json'), JSON.stringify(testPassage(a).passage));
    mkdirSync(join(folder, a, 'lost+found'));
    mkdirSync(join(folder, 'not a camera'));
    writeFileSync(join(folder, b), 'a file where a folder should be');
    mkdirSync(join(folder, 'unfinished', 'half'));

    const core = new Core();
    const outbox = await openOutbox(core);
    outbox.handleLinkUp();
    await until(() => isEmpty(outbox) && outbox.held.refused === 5, 'through');
    expect(core.idsOf(a)).toEqual([ids[5]]);
    expect(outbox.counts).toMatchObject({ sent: 1, damaged: 5, refused: 0 });
    await until(() => readdirSync(join(folder, 'unfinished')).length === 0, 'taken away');
    await expect(put(outbox, b)).rejects.toThrow();
    expect(outbox.counts.failed).toBe(1);
  });

  it('when full, drops the oldest of all cameras, counts them and says so', async () => {
    const said: string[] = [];
    const core = new Core();
    const outbox = await openOutbox(core, { maxBytes: 100_000, log: (_level, text) => said.push(text) });
    const ids = [...(await put(outbox, a, 2)), ...(await put(outbox, b, 2)), ...(await put(outbox, a, 2))];
    expect(outbox.held.bytes).toBeLessThanOrEqual(100_000);
    const kept = outbox.held.passages;
    expect(kept).toBeGreaterThan(1);
    expect(outbox.counts.dropped).toBe(6 - kept);
    expect(said.filter(text => text.includes('dropped'))).toHaveLength(1);
    outbox.handleLinkUp();
    await until(() => isEmpty(outbox), 'sent');
    expect(core.got.map(({ passage }) => passage.id).sort()).toEqual(ids.slice(6 - kept).sort());
  });

  it('drops what has become too old, but not what a wrong clock dated', async () => {
    const core = new Core();
    const outbox = await openOutbox(core);
    await put(outbox, a, 2, clock.epochMs());
    const [undated] = await put(outbox, b, 1, 5_000);
    await clock.advance(29 * dayMs);
    const [fresh] = await put(outbox, a, 1, clock.epochMs());
    expect(outbox.held.passages).toBe(4);
    await clock.advance(2 * dayMs);
    await until(() => outbox.held.passages === 2, 'the old dropped');
    outbox.handleLinkUp();
    await until(() => isEmpty(outbox), 'sent');
    expect([core.idsOf(a), core.idsOf(b), outbox.counts.dropped]).toEqual([[fresh], [undated], 2]);
  });

  it('takes nothing and sends nothing once it is closed', async () => {
    const core = new Core();
    const outbox = await openOutbox(core);
    await put(outbox, a);
    await outbox.close();
    await outbox.close();
    outbox.handleLinkUp();
    await expect(put(outbox, a)).rejects.toThrow('closed');
    expect([core.got, clock.pending]).toEqual([[], 0]);
  });

  it('loses nothing that was acknowledged when its process is killed at any moment, twelve times', async () => {
    const child = new URL('../testing/outbox-child.ts', import.meta.url).pathname;
    const acknowledged = new Map<string, string[]>([
      [a, []],
      [b, []],
    ]);
    for (let life = 0; life < 12; life++) {
      const filler = spawn(process.execPath, [child, folder, a, b], { stdio: ['ignore', 'pipe', 'inherit'] });
      // Somewhere in its n-th passage: what it writes next is cut off wherever it is.
      let left = 1 + ((life * 7) % 11);
      for await (const line of createInterface({ input: filler.stdout })) {
        const [word, cameraId, id] = line.split(' ');
        if (word === 'put') acknowledged.get(cameraId!)!.push(id!);
        if (word === 'put' && --left === 0) filler.kill('SIGKILL');
      }
      if (filler.exitCode === null && filler.signalCode === null) await once(filler, 'exit');
    }
    const core = new Core();
    const outbox = await openOutbox(core, { maxAgeMs: 1000 * dayMs });
    outbox.handleLinkUp();
    await until(() => isEmpty(outbox), 'all sent', 20_000);
    expect(outbox.counts).toMatchObject({ damaged: 0, refused: 0 });
    for (const [cameraId, ids] of acknowledged) {
      const sent = core.idsOf(cameraId);
      expect(new Set(sent).size).toBe(sent.length);
      // Besides those, only what was whole but not yet said.
      expect(sent.filter(id => ids.includes(id))).toEqual(ids);
      expect(sent.length - ids.length).toBeLessThanOrEqual(12);
    }
  }, 60_000);
});
