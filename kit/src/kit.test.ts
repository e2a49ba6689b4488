import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backoffDelayMs } from './backoff.ts';
import { BoundedQueue } from './bounded-queue.ts';
import { FakeClock, sleep } from './clock.ts';
import { DataFolderInUse, lockDataFolder } from './data-lock.ts';
import { replaceFile } from './durable-file.ts';
import { Emitter } from './emitter.ts';
import { supervise } from './supervise.ts';
import { uuidV7, uuidV7Ms } from './uuid.ts';

const policy = { firstMs: 100, capMs: 1000, factor: 2, jitter: 0.5, healthyMs: 5000 };

describe('backoff', () => {
  it('doubles from the first delay to the cap', () => {
    const full = [1, 2, 3, 4, 5, 50].map(n => backoffDelayMs(policy, n, () => 1));
    expect(full).toEqual([100, 200, 400, 800, 1000, 1000]);
  });

  it('spreads the random share only', () => {
    expect(backoffDelayMs(policy, 1, () => 0)).toBe(50);
  });
});

describe('supervise', () => {
  it('starts a failed life again after the backoff and stops with its signal', async () => {
    const clock = new FakeClock();
    const stop = new AbortController();
    const startsMs: number[] = [];
    const done = supervise(
      async () => {
        startsMs.push(clock.monotonicMs());
        throw new Error('unplugged');
      },
      { clock, backoff: policy, signal: stop.signal, random: () => 1 },
    );
    await clock.advance(700);
    expect(startsMs).toEqual([0, 100, 300, 700]);
    stop.abort();
    await clock.advance(10_000);
    await done;
    expect(startsMs).toHaveLength(4);
    expect(clock.pending).toBe(0);
  });

  it('forgets old failures after a healthy life', async () => {
    const clock = new FakeClock();
    const stop = new AbortController();
    const delays: number[] = [];
    let life = 0;
    const done = supervise(
      async signal => {
        life += 1;
        if (life === 3) await sleep(clock, 6000, signal);
        throw new Error('end');
      },
      {
        clock,
        backoff: policy,
        signal: stop.signal,
        random: () => 1,
        onEnded: end => delays.push(end.retryInMs),
      },
    );
    await clock.advance(6400);
    expect(delays.slice(0, 4)).toEqual([100, 200, 100, 200]);
    stop.abort();
    await clock.advance(0);
    await done;
  });
});

describe('sleep', () => {
  it('rejects with the reason when it is aborted, and leaves no timer', async () => {
    const clock = new FakeClock();
    const stop = new AbortController();
    const slept = sleep(clock, 1000, stop.signal);
    stop.abort(new Error('closing'));
    await expect(slept).rejects.toThrow('closing');
    expect(clock.pending).toBe(0);
  });
});

describe('BoundedQueue', () => {
  it('drops the oldest and counts it', () => {
    const queue = new BoundedQueue<number>(2);
    for (const n of [1, 2, 3]) queue.push(n);
    expect([queue.shift(), queue.shift(), queue.shift()]).toEqual([2, 3, undefined]);
    expect(queue.dropped).toBe(1);
  });
});

describe('Emitter', () => {
  it('stops calling a listener that was taken away', () => {
    const events = new Emitter<{ tick: [n: number] }>();
    const seen: number[] = [];
    const off = events.on('tick', n => seen.push(n));
    events.emit('tick', 1);
    off();
    events.emit('tick', 2);
    expect(seen).toEqual([1]);
    expect(events.listenerCount('tick')).toBe(0);
  });
});

describe('uuidV7', () => {
  it('is the one of RFC 9562 A.6, and says when it was made', () => {
    const chance = Uint8Array.from(Buffer.from('0000000000000cc398c4dc0c0c07398f', 'hex'));
    const id = uuidV7(0x017f22e279b0, bytes => bytes.set(chance));
    expect(id).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
    expect(uuidV7Ms(id)).toBe(0x017f22e279b0);
  });

  it('sorts by time and differs at the same time', () => {
    const ids = [1, 2, 70_000, 1_800_000_000_000].map(ms => uuidV7(ms));
    expect([...ids].sort()).toEqual(ids);
    expect(uuidV7(5)).not.toBe(uuidV7(5));
  });
});

describe('replaceFile', () => {
  it('replaces a file whole, and leaves the old one when it cannot', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'brightwall-kit-'));
    const path = join(folder, 'a.json');
    await replaceFile(path, 'one');
    await replaceFile(path, 'two');
    await expect(replaceFile(path, 'three', join(folder, 'missing', 'x'))).rejects.toThrow('ENOENT');
    expect([readFileSync(path, 'utf8'), readdirSync(folder)]).toEqual(['two', ['a.json']]);
    rmSync(folder, { recursive: true });
  });
});

describe('a data folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'brightwall-lock-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('belongs to one process of a kind at a time', () => {
    const unlock = lockDataFolder(folder, 'core');
    expect(() => lockDataFolder(folder, 'core')).toThrow(DataFolderInUse);
    lockDataFolder(folder, 'edge')();
    unlock();
    lockDataFolder(folder, 'core')();
    expect(existsSync(join(folder, 'core.lock'))).toBe(false);
  });

  it('is free again when its process was killed, even if the process id lives on in another program', () => {
    for (const left of ['999999999 1', `${process.pid} 1`, '', 'nonsense']) {
      writeFileSync(join(folder, 'core.lock'), left);
      lockDataFolder(folder, 'core')();
    }
  });
});
