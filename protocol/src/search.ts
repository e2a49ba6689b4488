// Looking at passages that were: what is looked for, then what was found. REST bodies.
import { type Static, Type } from 'typebox';
import { CameraId } from './camera.ts';
import type { ErrorBody } from './errors.ts';
import { Passage } from './passage.ts';
import { PlateColour, PlateKind } from './plate.ts';
import { PurposeId } from './purpose.ts';

const EpochMs = Type.Number({ minimum: 0, maximum: 8.64e15 });
const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' });
export const maxPlatesAsked = 20;
export const maxCamerasAsked = 2000;
export const maxFound = 200;

export const PassageSearch = Type.Object(
  {
    purposeId: PurposeId,
    /** Whole numbers, or with `?` for one character and `*` for any; none: every plate, unreadable ones too. */
    plates: Type.Array(Type.String({ minLength: 1, maxLength: 24 }), { maxItems: maxPlatesAsked }),
    /** Also numbers that a reader may have taken for these; the likeliest first. */
    tolerant: Type.Boolean(),
    fromMs: EpochMs,
    /** Not included. */
    toMs: EpochMs,
    /** Empty: everywhere. */
    cameraIds: Type.Array(CameraId, { maxItems: maxCamerasAsked }),
    colours: Type.Array(PlateColour, { maxItems: 8 }),
    kinds: Type.Array(PlateKind, { maxItems: 16 }),
    directions: Type.Array(
      Type.Union([Type.Literal('toward'), Type.Literal('away'), Type.Literal('unknown')]),
      { maxItems: 3 },
    ),
    limit: Type.Integer({ minimum: 1, maximum: maxFound }),
    /** The last of the page before, by the core's clock; null for the newest. Not with `tolerant`. */
    after: Type.Union([Type.Object({ passedMs: EpochMs, id: Uuid }), Type.Null()]),
  },
  { additionalProperties: false },
);
export type PassageSearch = Static<typeof PassageSearch>;

export const FoundPassage = Type.Object({
  passage: Passage,
  /** That the plate asked for was the one that passed, given what was read; 1 where it is what was read. */
  likelihood: Type.Number({ minimum: 0, maximum: 1 }),
});
export type FoundPassage = Static<typeof FoundPassage>;

export const FoundCount = Type.Object({ atLeast: Type.Boolean(), passages: Type.Integer() });
export type FoundCount = Static<typeof FoundCount>;

export const FoundPage = Type.Object({
  /** Newest first; with `tolerant` the likeliest first. */
  found: Type.Array(FoundPassage),
  next: PassageSearch.properties.after,
  /** Of the whole search; null where it is not known yet, and on pages after the first. */
  count: Type.Union([FoundCount, Type.Null()]),
});
export type FoundPage = Static<typeof FoundPage>;

/** An answer is JSON Lines: the page as soon as it is found, then, where it holds no count, how many there are in all. */
export type SearchLine = FoundPage | { count: FoundCount } | { error: ErrorBody };
