// For tests: a database with passages in it, and somebody who may look at them.
import { FakeClock, systemClock } from '@brightwall/kit/clock';
import { uuidV7 } from '@brightwall/kit/uuid';
import type { Passage } from '@brightwall/protocol/passage';
import type { PassageSearch as Terms } from '@brightwall/protocol/search';
import { Looks } from '../audit/looks.ts';
import type { Looker } from '../audit/ports.ts';
import type { Database } from '../store/database.ts';
import { openStore } from '../store/open.ts';
import { PassageStore } from '../store/passages.ts';
import { PurposeStore } from '../store/purposes.ts';
import { UserStore } from '../store/users.ts';
import { tempFolder } from './temp-folder.ts';

/** Noon of a day, so that neither a span of hours nor a clock's offset leaves it. */
export const noonMs = Date.UTC(2026, 10, 24, 12);

export interface TestHistory {
  readonly db: Database;
  readonly looks: Looks;
  readonly looker: Looker;
  readonly purposeId: string;
  /** Another user, without a purpose of his own. */
  readonly other: Looker;
  insert(passages: readonly Passage[]): Promise<void>;
  /** Everything of the day before noon, everywhere, newest first. */
  terms(change?: Partial<Terms>): Terms;
  close(): Promise<void>;
}

export async function testHistory(name: string): Promise<TestHistory> {
  const folder = tempFolder(name);
  const { db, close } = await openStore({
    dataDir: folder.path,
    url: undefined,
    clock: systemClock,
    log: () => {},
  });
  const users = new UserStore(db);
  const lookers = ['chen', 'wang'].map(username => ({ userId: uuidV7(noonMs), username, address: '::1' }));
  for (const { userId, username } of lookers)
    await users.add({
      id: userId,
      username,
      role: 'administrator',
      passwordHash: '-',
      mustChangePassword: false,
    });
  const [looker, other] = lookers as [Looker, Looker];
  const looks = new Looks({ purposes: new PurposeStore(db), clock: new FakeClock(noonMs) });
  const { id: purposeId } = await looks.addPurpose(looker.userId, {
    reason: '盗窃案车辆排查',
    caseNumber: 'A2026-1124',
    unit: '示范市局一大队',
  });
  const store = new PassageStore(db);
  return {
    ...{ db, looks, looker, other, purposeId },
    insert: async passages => void (await store.insert(passages, noonMs)),
    terms: change => ({
      ...{ purposeId, plates: [], tolerant: false, fromMs: noonMs - 43_200_000, toMs: noonMs },
      ...{ cameraIds: [], colours: [], kinds: [], directions: [], limit: 100, after: null },
      ...change,
    }),
    async close() {
      await close();
      folder.remove();
    },
  };
}
