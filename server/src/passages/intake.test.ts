import { FakeClock } from '@brightwall/kit/clock';
import { AppError } from '@brightwall/protocol/errors';
import type { Passage } from '@brightwall/protocol/passage';
import { beforeEach, describe, expect, it } from 'vitest';
import { delivery, picture } from '../testing/deliveries.ts';
import { GroupCommit } from './group-commit.ts';
import { NewestPassages } from './newest.ts';
import { Passages } from './passages.ts';
import type { ReadyPassage } from './ports.ts';

const a = 'a'.repeat(16);

// The store's own behaviour is tested with the real one; here it is one that can be away, or slow.
class MemoryStore {
  isAway = false;
  readonly rows = new Map<string, Passage>();
  readonly groups: number[] = [];
  readonly poison = new Set<string>();
  readonly pictures = new Map<string, Uint8Array>();

  readonly passagesPort = {
    ready: (passage: Passage) => ({ passage, elements: [] }),
    insertReady: async (ready: readonly ReadyPassage[]) => {
      const passages = ready.map(({ passage }) => passage);
      this.groups.push(passages.length);
      await new Promise(setImmediate);
      if (this.isAway) throw new Error('the database is away');
      if (passages.some(({ id }) => this.poison.has(id))) throw new AppError('bad-request', 'a row');
      const fresh = passages.filter(({ id }) => !this.rows.has(id));
      for (const passage of fresh) this.rows.set(passage.id, passage);
      return new Set(fresh.map(({ id }) => id));
    },
    newest: async (): Promise<Passage[]> => {
      if (this.isAway) throw new Error('the database is away');
      return [...this.rows.values()];
    },
  };
  readonly picturesPort = {
    sweep: async () => 0,
    put: async (pictures: readonly { hash: string; jpeg: Uint8Array }[]) => {
      for (const { hash, jpeg } of pictures) this.pictures.set(hash, jpeg);
    },
    get: async (hash: string) => this.pictures.get(hash) ?? null,
  };
}

let store: MemoryStore;
let passages: Passages;
let told: string[];
beforeEach(() => {
  store = new MemoryStore();
  told = [];
  passages = new Passages({
    passages: store.passagesPort,
    pictures: store.picturesPort,
    retentionDays: 180,
    clock: new FakeClock(Date.now()),
    log: () => {},
  });
  passages.events.on('passed', ({ id }) => told.push(id));
});
const take = (one = delivery(a)) => passages.take('edge-1', one);

describe('the intake of passages', () => {
  it('writes many that come together in one go, and one that comes alone at once', async () => {
    await take();
    await Promise.all(Array.from({ length: 700 }, () => take()));
    expect(store.groups[0]).toBe(1);
    expect(store.groups.reduce((sum, count) => sum + count)).toBe(701);
    expect(store.groups.length).toBeLessThan(8);
    expect(Math.max(...store.groups)).toBeLessThanOrEqual(500);
    expect(passages.counts).toEqual({ stored: 701, duplicates: 0, refused: 0 });
  });

  it('refuses the one that the database cannot take, and stores those that came with it', async () => {
    const many = Array.from({ length: 9 }, () => delivery(a));
    store.poison.add(many[4]!.passage.id);
    const outcomes = await Promise.allSettled(many.map(take));
    expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual(many.map((_, n) => n !== 4));
    expect(outcomes[4]).toMatchObject({ reason: { code: 'bad-request' } });
    expect(passages.counts).toEqual({ stored: 8, duplicates: 0, refused: 1 });
  });

  it('acknowledges nothing while the database is away, and all of it once when it is back', async () => {
    const many = [delivery(a), delivery(a)];
    store.isAway = true;
    for (const outcome of await Promise.allSettled(many.map(take)))
      expect(outcome).toMatchObject({ status: 'rejected', reason: { message: 'the database is away' } });
    expect([passages.counts.stored, told]).toEqual([0, []]);
    store.isAway = false;
    await Promise.all([...many, ...many].map(take));
    expect(passages.counts).toEqual({ stored: 2, duplicates: 2, refused: 0 });
    expect(told.sort()).toEqual(many.map(({ passage }) => passage.id).sort());
  });

  it('writes no row before its pictures', async () => {
    const seen: boolean[] = [];
    const one = delivery(a);
    const insert = store.passagesPort.insertReady;
    store.passagesPort.insertReady = async rows => {
      seen.push(one.pictures.every(({ hash }) => store.pictures.has(hash)));
      return insert(rows);
    };
    await take(one);
    expect(seen).toEqual([true]);
  });

  it('finishes what it has taken when it closes, and takes no more', async () => {
    const taken = take();
    await passages.close();
    expect(store.rows.size).toBe(1);
    await taken;
    await expect(take()).rejects.toMatchObject({ code: 'overloaded' });
  });

  it('starts with an empty strip when the newest cannot be read', async () => {
    store.isAway = true;
    await passages.load();
    expect(passages.newest()).toEqual([]);
  });

  it('holds so many pictures and no more: the agent comes again', async () => {
    const one = picture(999_000);
    const pictures = { scene: one.hash, vehicle: one.hash, plate: one.hash };
    const large = Array.from({ length: 300 }, () => ({ ...delivery(a, { pictures }), pictures: [one] }));
    const outcomes = await Promise.allSettled(large.map(take));
    const codes = outcomes.map(outcome => outcome.status === 'rejected' && outcome.reason.code);
    expect(new Set(codes)).toEqual(new Set([false, 'overloaded']));
    expect(passages.counts.stored).toBe(Math.floor((256 * 1024 * 1024) / one.jpeg.length));
    await take();
  });
});

describe('the newest passages', () => {
  const at = (passedMs: number, edgeClockOffsetMs: number | null = null) =>
    delivery(a, { passedMs, edgeClockOffsetMs }).passage;

  it('are in order of when they passed by the core’s clock, whenever they come, and so many', () => {
    const newest = new NewestPassages(3);
    const [one, two, three, four] = [at(1000), at(5000, -3000), at(3000), at(0, 4000)];
    expect([three, one, four, two].map(passage => newest.add(passage))).toEqual([true, true, true, true]);
    expect(newest.all()).toEqual([four, three, two]);
    expect(newest.add(one)).toBe(false);
  });
});

describe('a group commit', () => {
  it('answers each with its own result, in the order they came', async () => {
    const order: number[] = [];
    const commit = new GroupCommit<number, string>(2, async items => {
      order.push(...items);
      return items.map(item => (item === 3 ? new Error('three') : `${item}!`));
    });
    const outcomes = await Promise.allSettled([1, 2, 3, 4, 5].map(n => commit.add(n)));
    expect(outcomes.map(outcome => (outcome.status === 'fulfilled' ? outcome.value : 'failed'))).toEqual([
      '1!',
      '2!',
      'failed',
      '4!',
      '5!',
    ]);
    expect(order).toEqual([1, 2, 3, 4, 5]);
  });

  it('makes one write ready while another is committed, and lets the rest wait for the next', async () => {
    const ends: (() => void)[] = [];
    const groups: number[][] = [];
    const commit = new GroupCommit<number, number>(10, async items => {
      groups.push([...items]);
      await new Promise<void>(done => ends.push(done));
      return items;
    });
    const all: Promise<number>[] = [];
    for (const n of [1, 2, 3, 4]) {
      all.push(commit.add(n));
      await new Promise(setImmediate);
    }
    expect(groups).toEqual([[1], [2]]);
    ends.shift()!();
    await all[0];
    await expect.poll(() => groups).toEqual([[1], [2], [3, 4]]);
    for (const end of ends) end();
    expect(await Promise.all(all)).toEqual([1, 2, 3, 4]);
  });

  it('goes on after a write that failed whole', async () => {
    let isAway = true;
    const commit = new GroupCommit<number, number>(10, async items => {
      if (isAway) throw new Error('away');
      return items;
    });
    await expect(commit.add(1)).rejects.toThrow('away');
    isAway = false;
    expect(await commit.add(2)).toBe(2);
  });
});
