// 存入案件: a search, a track or an analysis kept under its case as it was. REST bodies.
import { type Static, Type } from 'typebox';
import {
  AnalysisColumn,
  AnalysisInfo,
  AnalysisResult,
  analysisNames,
  type AnalysisName as Name,
} from './analysis.ts';
import { NewPurpose, Purpose, PurposeId } from './purpose.ts';
import { FoundCount, FoundPassage, PassageSearch } from './search.ts';
import { Track, TrackSearch } from './track.ts';

const EpochMs = Type.Number({ minimum: 0, maximum: 8.64e15 });
const strict = { additionalProperties: false };
/** Passages of a saved search, the newest (with tolerance: the likeliest 200). */
export const maxSavedFound = 1000;
/** Of one, as JSON. */
export const maxSavedBytes = 8 * 1024 * 1024;
export const maxSavedOfCase = 500;
/** Characters, at most. */
export const savedLengths = { title: 80, note: 2000 } as const;

const AnalysisName = Type.Unsafe<Name>(Type.Union(analysisNames.map(name => Type.Literal(name))));
const SearchTerms = Type.Omit(PassageSearch, ['purposeId', 'limit', 'after'], strict);
const TrackTerms = Type.Omit(TrackSearch, ['purposeId'], strict);

/** What is asked (again) for it: the core looks itself, so that nothing gets into a case that was not found. */
export const SaveWhat = Type.Union([
  Type.Object({ kind: Type.Literal('search'), terms: SearchTerms }, strict),
  Type.Object({ kind: Type.Literal('track'), terms: TrackTerms }, strict),
  /** Terms as the analysis has them (analysis.ts). */
  Type.Object({ kind: Type.Literal('analysis'), name: AnalysisName, terms: Type.Unknown() }, strict),
]);
export type SaveWhat = Static<typeof SaveWhat>;

export const SaveResult = Type.Object(
  {
    purposeId: PurposeId,
    title: Type.String({
      minLength: 1,
      maxLength: savedLengths.title,
      pattern: '^[^\\p{Cc}]*[^\\p{Cc}\\s][^\\p{Cc}]*$',
    }),
    /** No control characters but new lines and tabs. */
    note: Type.String({ maxLength: savedLengths.note, pattern: '^(?:\\P{Cc}|[\\n\\t])*$' }),
    what: SaveWhat,
  },
  strict,
);
export type SaveResult = Static<typeof SaveResult>;

export const SavedId = PurposeId;
export const SavedResult = Type.Object({
  id: SavedId,
  caseNumber: NewPurpose.properties.caseNumber,
  kind: Type.Union([Type.Literal('search'), Type.Literal('track'), Type.Literal('analysis')]),
  analysis: Type.Union([AnalysisName, Type.Null()]),
  title: Type.String(),
  note: Type.String(),
  /** Passages, or an analysis's rows. */
  results: Type.Integer(),
  takenMs: EpochMs,
  savedBy: Type.String(),
  /** Whether the one who asks may delete it. */
  mayDelete: Type.Boolean(),
});
export type SavedResult = Static<typeof SavedResult>;

/** A case of the one who asks, with how much is saved in it. */
export const SavedCase = Type.Object({
  /** The newest of that case of one's own: what is saved is looked at under it. */
  purpose: Purpose,
  saved: Type.Integer(),
  newestMs: Type.Union([EpochMs, Type.Null()]),
});
export type SavedCase = Static<typeof SavedCase>;

const { zh, en } = AnalysisInfo.properties;
export const SavedContent = Type.Union([
  Type.Object({
    kind: Type.Literal('search'),
    terms: SearchTerms,
    found: Type.Array(FoundPassage),
    count: FoundCount,
  }),
  Type.Object({ kind: Type.Literal('track'), terms: TrackTerms, track: Track }),
  Type.Object({
    kind: Type.Literal('analysis'),
    name: AnalysisName,
    /** As they were explained then. */
    ...{ zh, en },
    terms: Type.Record(Type.String(), Type.Unknown()),
    columns: Type.Array(AnalysisColumn),
    result: AnalysisResult,
  }),
]);
export type SavedContent = Static<typeof SavedContent>;

export interface SavedOpened {
  saved: SavedResult;
  content: SavedContent;
}
