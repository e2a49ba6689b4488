// 过车查询: what is asked, what was found, which of it is looked at. It outlives the screen, so that whoever goes
// to the map and comes back finds it again.
import type { AppError } from '@brightwall/protocol/errors';
import type { Passage } from '@brightwall/protocol/passage';
import type { PlateColour, PlateKind } from '@brightwall/protocol/plate';
import type { SavedResult } from '@brightwall/protocol/saved';
import {
  type FoundCount,
  type FoundPassage,
  maxCamerasAsked,
  type PassageSearch,
  type SearchLine,
} from '@brightwall/protocol/search';
import { create } from 'zustand';
import { postLines } from '../net/json-lines.ts';
import { theCase } from './case.ts';
import { camerasMeant, everywhere, ofCameras, type Where } from './where.ts';

export type SearchRange =
  | { kind: 'day' | 'hour' | 'today' | 'days3' }
  | { kind: 'between'; fromMs: number; toMs: number };

export interface SearchForm {
  /** As typed: one number, several, with ? and *. */
  text: string;
  range: SearchRange;
  where: Where;
  colours: readonly PlateColour[];
  kinds: readonly PlateKind[];
  directions: readonly Passage['direction'][];
  tolerant: boolean;
}

export type SearchStatus =
  | { kind: 'idle' }
  | { kind: 'searching' }
  /** `firstMs`: how long the first of them took; null of what was not asked for now. */
  | { kind: 'found'; firstMs: number | null }
  | { kind: 'failed'; error: AppError };

export interface SearchState {
  form: SearchForm;
  status: SearchStatus;
  found: readonly FoundPassage[];
  /** Null: not counted (yet). */
  count: FoundCount | null;
  /** What was asked for, to go on from `next`. */
  asked: PassageSearch | null;
  next: PassageSearch['after'];
  isMore: boolean;
  /** The one marked in table, gallery and map. */
  markedId: string | null;
  /** What is shown was saved to a case then, and is not what there is now. */
  snapshot: SavedResult | null;
}

const pageSize = 100;
/** Nobody reads more rows than this; who has so many asks more narrowly. */
export const mostFound = 1000;
/** A little into the future: clocks differ, and what passes while the search runs is found too. */
const aheadMs = 60_000;
const hourMs = 3_600_000;

const empty = {
  ...{ found: [], count: null, asked: null, next: null, isMore: false, markedId: null },
  snapshot: null,
};
const fresh: SearchState = {
  form: {
    text: '',
    range: { kind: 'day' },
    where: everywhere,
    colours: [],
    kinds: [],
    directions: [],
    tolerant: false,
  },
  status: { kind: 'idle' },
  ...empty,
};

export const useSearch = create<SearchState>(() => fresh);

let running = new AbortController();

export const searching = {
  change: (change: Partial<SearchForm>) =>
    useSearch.setState(({ form }) => ({ form: { ...form, ...change } })),

  mark: (markedId: string | null) => useSearch.setState({ markedId }),

  /** Asks for the form as it stands; what ran before ends. Asks for the case first where there is none. */
  async run(nowMs: number): Promise<void> {
    const purpose = await theCase.need();
    if (!purpose) return;
    let terms: Terms;
    try {
      terms = termsOf(useSearch.getState().form, nowMs);
    } catch (error) {
      running.abort();
      useSearch.setState({ ...empty, status: { kind: 'failed', error: error as AppError } });
      return;
    }
    await ask({ purposeId: purpose.id, ...terms, limit: pageSize, after: null });
  },

  /** The same terms as before, whatever the form says meanwhile. */
  async again(): Promise<void> {
    const { asked } = useSearch.getState();
    if (asked) await ask(asked);
  },

  /** What was saved, as it was; the form becomes its terms. */
  showSaved(snapshot: SavedResult, saved: SavedSearch, purposeId: string) {
    running.abort();
    const { terms, found, count } = saved;
    useSearch.setState({
      ...empty,
      ...{ snapshot, found, count, form: formOf(terms), status: { kind: 'found', firstMs: null } },
      asked: { purposeId, ...terms, limit: pageSize, after: null },
    });
  },

  /** The next page, where there is one. */
  async more(): Promise<void> {
    const { asked, next, isMore, found } = useSearch.getState();
    if (!asked || !next || isMore || found.length >= mostFound) return;
    await follow({ ...asked, after: next }, { isMore: true });
  },

  /** At sign-out. */
  forget() {
    running.abort();
    useSearch.setState(fresh);
  },
};

/** What was found before stays until there is something else: a map that is resized twice holds up the answer. */
function ask(asked: PassageSearch): Promise<void> {
  return follow(asked, { status: { kind: 'searching' }, count: null, next: null, isMore: false });
}

async function follow(asked: PassageSearch, begin: Partial<SearchState>): Promise<void> {
  running.abort();
  running = new AbortController();
  const { signal } = running;
  const startMs = performance.now();
  useSearch.setState(begin);
  try {
    for await (const line of postLines<SearchLine>('/passages/search', asked, signal)) {
      if ('found' in line)
        useSearch.setState(state => ({
          ...(asked.after
            ? { found: [...state.found, ...line.found], isMore: false }
            : { ...empty, asked, found: line.found, status: found(performance.now() - startMs) }),
          next: line.next,
          count: line.count ?? state.count,
        }));
      // What cannot be counted is still there to be read.
      else if ('count' in line) useSearch.setState({ count: line.count });
    }
  } catch (error) {
    if (signal.aborted) return;
    const failed = error as AppError;
    // The core knows nothing of this case: it is named anew with the next search.
    if (failed.code === 'purpose-required') theCase.forget();
    const status: SearchStatus = { kind: 'failed', error: failed };
    useSearch.setState(asked.after ? { status, isMore: false } : { ...empty, asked, status });
  }
}

const found = (firstMs: number): SearchStatus => ({ kind: 'found', firstMs });

/** Numbers as typed, apart by spaces, commas or new lines; each once. */
export function numbersIn(text: string): string[] {
  return [...new Set(text.split(/[\s,，、;；]+/).filter(Boolean))];
}

export function spanOf(range: SearchRange, nowMs: number): { fromMs: number; toMs: number } {
  const toMs = nowMs + aheadMs;
  switch (range.kind) {
    case 'day':
      return { fromMs: nowMs - 24 * hourMs, toMs };
    case 'hour':
      return { fromMs: nowMs - hourMs, toMs };
    case 'today':
      return { fromMs: new Date(nowMs).setHours(0, 0, 0, 0), toMs };
    case 'days3':
      return { fromMs: nowMs - 72 * hourMs, toMs };
    case 'between':
      return { fromMs: range.fromMs, toMs: range.toMs };
  }
}

export type Terms = Omit<PassageSearch, 'purposeId' | 'limit' | 'after'>;

export interface SavedSearch {
  terms: Terms;
  found: readonly FoundPassage[];
  count: FoundCount;
}

/** The form that asks for these terms. */
export function formOf({ plates, fromMs, toMs, cameraIds, ...terms }: Terms): SearchForm {
  const range: SearchRange = { kind: 'between', fromMs, toMs };
  return { ...terms, text: plates.join(' '), range, where: ofCameras(cameraIds) };
}

/** Areas become the cameras in them now; throws as `camerasMeant` does. */
export function termsOf(form: SearchForm, nowMs: number): Terms {
  const plates = numbersIn(form.text);
  return {
    plates,
    // Without a number there is nothing that could be misread.
    tolerant: form.tolerant && plates.length > 0,
    ...spanOf(form.range, nowMs),
    cameraIds: camerasMeant(form.where, maxCamerasAsked),
    colours: [...form.colours],
    kinds: [...form.kinds],
    directions: [...form.directions],
  };
}
