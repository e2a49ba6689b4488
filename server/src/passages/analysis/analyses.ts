// Every analysis by its name, and the running of one: terms checked, the look written down, rows given.
import {
  type AnalysisInfo,
  type AnalysisName,
  type AnalysisResult,
  type AnalysisTerms,
  analysisTerms,
} from '@brightwall/protocol/analysis';
import { AppError } from '@brightwall/protocol/errors';
import { Check, Default, Errors } from 'typebox/value';
import type { Looker, LooksPort } from '../ports.ts';
import type { Analysis } from './analysis.ts';
import { cloneCheck } from './clone-check.ts';
import { clones } from './clones.ts';
import { collision } from './collision.ts';
import { companions } from './companions.ts';
import { firstSeen } from './first-seen.ts';
import { flow } from './flow.ts';
import { frequent } from './frequent.ts';
import { hidden } from './hidden.ts';
import { nightDrivers } from './night-drivers.ts';
import { od } from './od.ts';
import { plateFamily } from './plate-family.ts';
import type { AnalysesPort, Distances } from './ports.ts';
import { sectionSpeed } from './section-speed.ts';
import { stays } from './stays.ts';

/** In the order they are offered. */
export const analyses: { readonly [Name in AnalysisName]: Analysis<Name> } = {
  companions,
  'clone-check': cloneCheck,
  clones,
  collision,
  frequent,
  'first-seen': firstSeen,
  'night-drivers': nightDrivers,
  stays,
  hidden,
  'section-speed': sectionSpeed,
  'plate-family': plateFamily,
  flow,
  od,
};

export interface AnalysisAsked {
  readonly purposeId: string;
  /** As they came; defaults are filled in. */
  readonly terms: unknown;
  readonly format: 'json' | 'csv';
}

export class Analyses {
  readonly #store: AnalysesPort;
  readonly #looks: LooksPort;
  readonly #distances: () => Distances;

  constructor(options: { store: AnalysesPort; looks: LooksPort; distances: () => Distances }) {
    this.#store = options.store;
    this.#looks = options.looks;
    this.#distances = options.distances;
  }

  list(): AnalysisInfo[] {
    return Object.values(analyses).map(({ name, zh, en, columns }) => ({
      ...{ name, zh, en, columns: [...columns] },
      terms: analysisTerms[name],
    }));
  }

  /** Throws bad-request for terms that make no sense, purpose-required where the purpose is not the looker's own. */
  async run<Name extends AnalysisName>(
    name: Name,
    { purposeId, terms: asked, format }: AnalysisAsked,
    looker: Looker,
  ): Promise<AnalysisResult> {
    const analysis: Analysis<Name> = analyses[name];
    const terms = filledTerms(name, asked);
    analysis.check(terms);
    const look = await this.#looks.entry(looker, {
      ...{ purposeId, action: 'analysis' },
      terms: { analysis: name, format, ...terms },
    });
    const rows = await this.#store.look(look, facts => analysis.rows(terms, facts, this.#distances()));
    const { limit } = terms as { limit?: number };
    return { rows, more: limit !== undefined && rows.length >= limit };
  }
}

/** As they came, with the defaults; throws bad-request where they are none. */
export function filledTerms<Name extends AnalysisName>(name: Name, asked: unknown): AnalysisTerms<Name> {
  const schema = analysisTerms[name];
  const terms = Default(schema, structuredClone(asked));
  if (!Check(schema, terms)) {
    const [first] = Errors(schema, terms);
    throw new AppError('bad-request', first && `terms${first.instancePath} ${first.message}`);
  }
  return terms as AnalysisTerms<Name>;
}
