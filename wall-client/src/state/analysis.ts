// 车辆研判: which analysis is open, what is asked of each, what came back. It outlives the screen.
import type { AnalysisInfo, AnalysisName, AnalysisResult } from '@brightwall/protocol/analysis';
import { AppError } from '@brightwall/protocol/errors';
import type { SavedContent, SavedResult } from '@brightwall/protocol/saved';
import { create } from 'zustand';
import { rest } from '../net/rest.ts';
import { theCase } from './case.ts';

export type Terms = Record<string, unknown>;

export type AnalysisStatus =
  | { kind: 'idle' }
  | { kind: 'running' }
  /** `snapshot`: saved to a case then, and not asked now. */
  | { kind: 'done'; result: AnalysisResult; asked: Terms; snapshot: SavedAnalysis | null }
  | { kind: 'failed'; error: AppError };

export interface SavedAnalysis {
  saved: SavedResult;
  info: Omit<AnalysisInfo, 'terms'>;
}

type SavedRows = Extract<SavedContent, { kind: 'analysis' }>;

export interface AnalysisState {
  /** Empty until the core has told. */
  list: readonly AnalysisInfo[];
  chosen: AnalysisName;
  /** As last filled in. */
  terms: Partial<Record<AnalysisName, Terms>>;
  status: AnalysisStatus;
}

const fresh: AnalysisState = { list: [], chosen: 'companions', terms: {}, status: { kind: 'idle' } };

export const useAnalysis = create<AnalysisState>(() => fresh);

/** Counts what was asked, so that an answer to what is no longer asked is not shown. */
let turn = 0;

export const analysing = {
  async load(): Promise<void> {
    if (useAnalysis.getState().list.length > 0) return;
    try {
      useAnalysis.setState({ list: await rest.analyses() });
    } catch (error) {
      useAnalysis.setState({ status: { kind: 'failed', error: asAppError(error) } });
    }
  },

  choose(chosen: AnalysisName) {
    turn += 1;
    useAnalysis.setState({ chosen, status: { kind: 'idle' } });
  },

  keep: (name: AnalysisName, terms: Terms) =>
    useAnalysis.setState(state => ({ terms: { ...state.terms, [name]: terms } })),

  /** Asks for the case first where there is none. */
  async run(name: AnalysisName, terms: Terms): Promise<void> {
    const purpose = await theCase.need();
    if (!purpose) return;
    turn += 1;
    const own = turn;
    useAnalysis.setState({ status: { kind: 'running' } });
    const status = await rest.analyse(name, { purposeId: purpose.id, terms }).then(
      (result): AnalysisStatus => ({ kind: 'done', result, asked: terms, snapshot: null }),
      (error): AnalysisStatus => ({ kind: 'failed', error: asAppError(error) }),
    );
    if (own === turn) useAnalysis.setState({ status });
  },

  /** A result as it was saved, with the texts of then; the form becomes its terms. */
  showSaved(saved: SavedResult, { name, zh, en, columns, terms, result }: SavedRows) {
    turn += 1;
    analysing.keep(name, terms);
    const snapshot = { saved, info: { name, zh, en, columns } };
    useAnalysis.setState({ chosen: name, status: { kind: 'done', result, asked: terms, snapshot } });
  },

  /** The result that is shown, as a table; a look of its own, written down as one. */
  async table(): Promise<Blob | null> {
    const { chosen, status } = useAnalysis.getState();
    const purpose = await theCase.need();
    if (!purpose || status.kind !== 'done') return null;
    return rest.analysisTable(chosen, { purposeId: purpose.id, terms: status.asked });
  },

  /** At sign-out. */
  forget() {
    turn += 1;
    useAnalysis.setState(fresh);
  },
};

function asAppError(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError('internal');
}
