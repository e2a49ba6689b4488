// 存入案件: what is about to be saved, and the cases with what is saved in each.
import { AppError } from '@brightwall/protocol/errors';
import type { SavedCase, SavedOpened, SavedResult, SaveWhat } from '@brightwall/protocol/saved';
import { create } from 'zustand';
import { rest } from '../net/rest.ts';
import { analysing } from './analysis.ts';
import { theCase, useCase } from './case.ts';
import { openScreen } from './route.ts';
import { searching } from './search.ts';
import { following } from './track.ts';

export interface ToSave {
  what: SaveWhat;
  /** Proposed; whoever saves may write another. */
  title: string;
}

export interface SavedState {
  /** Open in the dialog. */
  toSave: ToSave | null;
  isOpen: boolean;
  /** Null until the core has told. */
  cases: readonly SavedCase[] | null;
  /** Of the case that is opened. */
  chosen: SavedCase | null;
  saved: readonly SavedResult[] | null;
}

const fresh: SavedState = { toSave: null, isOpen: false, cases: null, chosen: null, saved: null };

export const useSaved = create<SavedState>(() => fresh);

/** Every function that asks the core rejects with an `AppError`. */
export const saving = {
  /** Asks for the case first where there is none; null: there is nothing that could be saved. */
  async ask(toSave: ToSave | null): Promise<void> {
    if (toSave && (await theCase.need())) useSaved.setState({ toSave });
  },

  leave: () => useSaved.setState({ toSave: null }),

  async save(title: string, note: string): Promise<SavedResult> {
    const { toSave } = useSaved.getState();
    const purpose = await theCase.need();
    if (!toSave || !purpose) throw new AppError('purpose-required');
    const saved = await rest.saveToCase({ purposeId: purpose.id, title, note, what: toSave.what });
    useSaved.setState({ toSave: null });
    return saved;
  },

  /** The case that is looked at for now is opened at once. */
  async openCases(): Promise<void> {
    useSaved.setState({ ...fresh, isOpen: true });
    const cases = await rest.savedCases();
    useSaved.setState({ cases });
    const own = useCase.getState().purpose;
    const chosen = cases.find(({ purpose }) => purpose.caseNumber === own?.caseNumber) ?? cases[0];
    if (chosen) await saving.choose(chosen);
  },

  closeCases: () => useSaved.setState({ isOpen: false }),

  async choose(chosen: SavedCase): Promise<void> {
    useSaved.setState({ chosen, saved: null });
    const saved = await rest.savedOf(chosen.purpose.id);
    if (useSaved.getState().chosen === chosen) useSaved.setState({ saved });
  },

  /** Shows it on its screen as it was; what is looked at from there on is of its case. */
  async open({ id }: SavedResult): Promise<void> {
    const { chosen } = useSaved.getState();
    if (!chosen) return;
    const opened = await rest.openSaved(id, chosen.purpose.id);
    theCase.choose(chosen.purpose);
    useSaved.setState({ isOpen: false });
    show(opened, chosen.purpose.id);
  },

  async remove({ id }: SavedResult): Promise<void> {
    const { chosen } = useSaved.getState();
    if (!chosen) return;
    await rest.deleteSaved(id, chosen.purpose.id);
    useSaved.setState(({ saved }) => ({ saved: saved?.filter(one => one.id !== id) ?? null }));
  },

  /** At sign-out. */
  forget: () => useSaved.setState(fresh),
};

function show({ saved, content }: SavedOpened, purposeId: string): void {
  switch (content.kind) {
    case 'search':
      following.close();
      searching.showSaved(saved, content, purposeId);
      openScreen('search');
      break;
    case 'track': {
      const { track, terms } = content;
      const { plate, kind, ...span } = terms;
      const none = { cameraIds: [], colours: [], directions: [], tolerant: false };
      searching.showSaved(
        saved,
        {
          terms: { ...none, ...span, plates: [plate], kinds: [kind] },
          found: track.passages.map(passage => ({ passage, likelihood: 1 })).reverse(),
          count: { passages: track.passages.length, atLeast: track.isCut },
        },
        purposeId,
      );
      following.showSaved(track);
      openScreen('search');
      break;
    }
    case 'analysis':
      analysing.showSaved(saved, content);
      openScreen('analysis');
      break;
  }
}
