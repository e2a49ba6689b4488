// Passages of other systems as they come in, by REST and by file, and what is answered. One line is one passage.
import { type Static, Type } from 'typebox';
import { SystemName } from './passage.ts';

/** Bad lines that are told one by one; all are counted. */
export const maxBadLinesTold = 1_000;
/** Passages of one request to POST /api/passages; who has more sends a file. */
export const maxPassagesPosted = 1_000;

const NameOrCode = Type.Union([
  Type.String({ minLength: 1, maxLength: 32 }),
  Type.Integer({ minimum: 0, maximum: 99 }),
]);

/** A line of JSON Lines; a CSV file has these names in its first line. */
export const PassageLine = Type.Object(
  {
    /** The other system's own, where it has one. */
    id: Type.Optional(Type.String({ minLength: 1, maxLength: 128, pattern: '^\\P{Cc}+$' })),
    /** Our id (16 hex digits) or the 国标编码 (20 digits) of a camera of ours. */
    camera: Type.String({ pattern: '^([0-9a-f]{16}|[0-9]{20})$' }),
    /** ISO 8601 with its offset from UTC, or yyyyMMddHHmmss in China's time (GA/T 1400). */
    time: Type.String({ minLength: 1, maxLength: 40 }),
    /** Empty, or 无车牌: it has no whole number. */
    plate: Type.String({ maxLength: 32 }),
    /** PlateColour, or the code of GA/T 1400. */
    colour: Type.Optional(NameOrCode),
    /** PlateKind, or the code of GA/T 16.7. */
    kind: Type.Optional(NameOrCode),
    direction: Type.Optional(
      Type.Union([Type.Literal('toward'), Type.Literal('away'), Type.Literal('unknown')]),
    ),
    lane: Type.Optional(
      Type.Union([
        Type.String({ maxLength: 32, pattern: '^\\P{Cc}*$' }),
        Type.Integer({ minimum: 0, maximum: 999 }),
      ]),
    ),
    /** That the whole number is right, 0 to 1. */
    confidence: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  },
  { additionalProperties: false },
);
export type PassageLine = Static<typeof PassageLine>;

export const BadLine = Type.Object({
  /** From 1; of a CSV file the first is the head. */
  line: Type.Integer(),
  zh: Type.String(),
  en: Type.String(),
});
export type BadLine = Static<typeof BadLine>;

export const ImportFormat = Type.Union([Type.Literal('csv'), Type.Literal('ndjson'), Type.Literal('json')]);
export type ImportFormat = Static<typeof ImportFormat>;

/** running: now; whole: to its end; broken-off: the upload, a file or the core ended first. What was stored stays. */
export const ImportState = Type.Union([
  Type.Literal('running'),
  Type.Literal('whole'),
  Type.Literal('broken-off'),
]);
export type ImportState = Static<typeof ImportState>;

const Count = Type.Integer({ minimum: 0 });

export const PassageImport = Type.Object({
  id: Type.String(),
  state: ImportState,
  beganMs: Type.Number(),
  /** Null while it runs, and of one that was cut off with the core. */
  endedMs: Type.Union([Type.Number(), Type.Null()]),
  username: Type.String(),
  system: SystemName,
  fileName: Type.String(),
  format: ImportFormat,
  lines: Count,
  /** New ones. */
  stored: Count,
  /** Those that were there before. */
  known: Count,
  bad: Count,
  /** Of the upload, as it is sent (gzip or not), while it runs; null where its size was not told, and afterwards. */
  part: Type.Union([Type.Number({ minimum: 0, maximum: 1 }), Type.Null()]),
});
export type PassageImport = Static<typeof PassageImport>;

export const ImportReport = Type.Object({
  import: PassageImport,
  badLines: Type.Array(BadLine),
  /** Why it broke off. */
  why: Type.Union([Type.Object({ zh: Type.String(), en: Type.String() }), Type.Null()]),
});
export type ImportReport = Static<typeof ImportReport>;
