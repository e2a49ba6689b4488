// Analyses' way to the passages: all that one of them reads, and its entry in the audit, in one transaction.
import type { AnalysesPort, AnalysisFacts } from '../../passages/analysis/ports.ts';
import type { Look } from '../../passages/ports.ts';
import { audited } from '../audited.ts';
import type { Database } from '../database.ts';
import { countsByHour, journeys } from './flow.ts';
import { byNight, firstSeen, frequent, gone } from './habits.ts';
import { known, looksOf, passagesAt, passagesOf, passagesOfAll } from './seen.ts';
import { leaps } from './suspects.ts';
import { besides, inAreas } from './together.ts';

export class AnalysisStore implements AnalysesPort {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async look<Row>(look: Look, read: (facts: AnalysisFacts) => Promise<Row[]>): Promise<Row[]> {
    return audited(this.#db, look, async transaction => {
      const given = await read(factsOf(transaction));
      return { given, results: given.length };
    });
  }
}

function factsOf(db: Database): AnalysisFacts {
  return {
    passagesOf: (...asked) => passagesOf(db, ...asked),
    passagesOfAll: (...asked) => passagesOfAll(db, ...asked),
    looksOf: (...asked) => looksOf(db, ...asked),
    known: plates => known(db, plates),
    besides: (...asked) => besides(db, ...asked),
    leaps: (...asked) => leaps(db, ...asked),
    inAreas: (...asked) => inAreas(db, ...asked),
    frequent: (...asked) => frequent(db, ...asked),
    firstSeen: (...asked) => firstSeen(db, ...asked),
    byNight: (...asked) => byNight(db, ...asked),
    gone: (...asked) => gone(db, ...asked),
    passagesAt: area => passagesAt(db, area),
    countsByHour: area => countsByHour(db, area),
    journeys: (...asked) => journeys(db, ...asked),
  };
}
