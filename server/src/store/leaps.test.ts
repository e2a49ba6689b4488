// Two writes at once: whichever commits first, a vehicle that was in both is held against itself.
import { systemClock } from '@brightwall/kit/clock';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { delivery } from '../testing/deliveries.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { openStore, type Store } from './open.ts';
import { PassageStore } from './passages.ts';

const folder = tempFolder('leaps');
let store: Store;
beforeAll(async () => {
  store = await openStore({ dataDir: folder.path, url: undefined, clock: systemClock, log: () => {} });
});
afterAll(async () => {
  await store.close();
  folder.remove();
});

const isWaiting = async () => {
  const { rows } = await sql<{ waiting: boolean }>`
    select exists (select 1 from pg_stat_activity where wait_event_type = 'Lock') as waiting`.execute(
    store.db,
  );
  return rows[0]!.waiting;
};

for (const [when, firstMs] of [
  ['at noon', Date.UTC(2026, 10, 24, 4)],
  ['over midnight in China', Date.UTC(2026, 10, 24, 15, 59, 50)],
] as const)
  it(`one that was at two places ${when} is noticed by the later write`, async () => {
    const leap = () => ({ metres: 9_000, kmh: 3_000 });
    let held = () => {};
    let release = () => {};
    const isHeld = new Promise<void>(done => {
      held = done;
    });
    const goOn = new Promise<void>(done => {
      release = done;
    });
    const slow = new PassageStore(store.db, leap, () => async () => {
      held();
      await goOn;
      return { told: () => {} };
    });
    const [here, there] = ['a', 'b'].map(
      (letter, n) =>
        delivery(letter.repeat(16), { passedMs: firstMs + n * 20_000, edgeClockOffsetMs: null }).passage,
    );
    const first = slow.insert([here!], firstMs);
    await isHeld;
    const second = new PassageStore(store.db, leap).insert([there!], firstMs);
    await expect.poll(isWaiting).toBe(true);
    release();
    await Promise.all([first, second]);
    const { rows } = await sql<{ id: string }>`
      select first_id as id from clone_suspect where second_id = ${there!.id}`.execute(store.db);
    expect(rows).toEqual([{ id: here!.id }]);
  });
