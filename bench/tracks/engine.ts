// One database under measure: the core's own classes on it, and somebody who may look.
import { systemClock } from '@brightwall/kit/clock';
import { uuidV7 } from '@brightwall/kit/uuid';
import { Looks } from '../../server/src/audit/looks.ts';
import { Analyses } from '../../server/src/passages/analysis/analyses.ts';
import { asTheCrowFlies } from '../../server/src/passages/analysis/distances.ts';
import { greatCircle } from '../../server/src/passages/analysis/great-circle.ts';
import { impossibleLeap } from '../../server/src/passages/analysis/impossible-leap.ts';
import type { Looker } from '../../server/src/passages/ports.ts';
import { PassageSearch } from '../../server/src/passages/search/passage-search.ts';
import { AnalysisStore } from '../../server/src/store/analysis/analysis-store.ts';
import type { Database } from '../../server/src/store/database.ts';
import { openStore } from '../../server/src/store/open.ts';
import { PassageHistory } from '../../server/src/store/passage-history.ts';
import { type Alongside, PassageStore } from '../../server/src/store/passages.ts';
import { PurposeStore } from '../../server/src/store/purposes.ts';
import { UserStore } from '../../server/src/store/users.ts';
import type { City } from './city/city.ts';

export interface Engine {
  readonly name: string;
  readonly db: Database;
  readonly passages: PassageStore;
  readonly search: PassageSearch;
  readonly analyses: Analyses;
  readonly looker: Looker;
  readonly purposeId: string;
  close(): Promise<void>;
}

export async function openEngine(
  name: string,
  { dataDir, url }: { dataDir: string; url: string | undefined },
  city: City,
  alongside?: Alongside,
): Promise<Engine> {
  const { db, close } = await openStore({ dataDir, url, clock: systemClock, log: () => {} });
  const users = new UserStore(db);
  const looker = { userId: uuidV7(Date.now()), username: `bench-${Date.now()}`, address: '::1' };
  await users.add({
    ...{ id: looker.userId, username: looker.username, role: 'administrator' },
    ...{ passwordHash: '-', mustChangePassword: false },
  });
  const looks = new Looks({ purposes: new PurposeStore(db), clock: systemClock });
  const purpose = { reason: '性能测试', caseNumber: 'bench', unit: 'bench' };
  const { id: purposeId } = await looks.addPurpose(looker.userId, purpose);
  const places = new Map(city.grid.gates.map(gate => [gate.id, gate]));
  const leastMetres = greatCircle(id => places.get(id) ?? null);
  return {
    ...{ name, db, looker, purposeId, close },
    passages: new PassageStore(db, impossibleLeap(leastMetres), alongside),
    search: new PassageSearch({ store: new PassageHistory(db), looks }),
    analyses: new Analyses({ store: new AnalysisStore(db), looks, distances: asTheCrowFlies(leastMetres) }),
  };
}
