// What a number plate is: colours, kinds (号牌种类) and the reading of one.
import { type Static, Type } from 'typebox';

/** Of the plate's ground. yellow-green: 大型新能源. */
export const PlateColour = Type.Union([
  Type.Literal('blue'),
  Type.Literal('yellow'),
  Type.Literal('green'),
  Type.Literal('yellow-green'),
  Type.Literal('white'),
  Type.Literal('black'),
  Type.Literal('unknown'),
]);
export type PlateColour = Static<typeof PlateColour>;

/** 号牌种类; the two-digit codes of GA/T 16.7 stand in `plateKindCode`. */
export const PlateKind = Type.Union([
  Type.Literal('large'),
  Type.Literal('small'),
  Type.Literal('embassy'),
  Type.Literal('consulate'),
  Type.Literal('trailer'),
  Type.Literal('training'),
  Type.Literal('police'),
  Type.Literal('hong-kong'),
  Type.Literal('macao'),
  Type.Literal('large-new-energy'),
  Type.Literal('small-new-energy'),
  Type.Literal('military'),
  Type.Literal('armed-police'),
  Type.Literal('emergency'),
  Type.Literal('unknown'),
]);
export type PlateKind = Static<typeof PlateKind>;

/** domain.md §3; null where the table read has none. */
export const plateKindCode: Record<PlateKind, string | null> = {
  large: '01',
  small: '02',
  embassy: '03',
  consulate: '04',
  trailer: '15',
  training: '16',
  police: '23',
  'hong-kong': '26',
  macao: '27',
  'large-new-energy': '51',
  'small-new-energy': '52',
  military: null,
  'armed-police': null,
  emergency: null,
  unknown: '99',
};

const Probability = Type.Number({ minimum: 0, maximum: 1 });

/** One character and how sure the reader is of it; the others it might be, likeliest first. */
export const PlateCharacter = Type.Object({
  character: Type.String({ minLength: 1, maxLength: 2 }),
  confidence: Probability,
  alternatives: Type.Array(
    Type.Object({ character: Type.String({ minLength: 1, maxLength: 2 }), confidence: Probability }),
    { maxItems: 4 },
  ),
});
export type PlateCharacter = Static<typeof PlateCharacter>;

/** A number without dots and spaces, 7–8 characters ("浙A3K901", "WJ…" and 应急 a few more). */
export const PlateNumber = Type.String({ minLength: 5, maxLength: 10 });
export type PlateNumber = Static<typeof PlateNumber>;

export const PlateReading = Type.Object({
  text: PlateNumber,
  /** That the whole number is right, calibrated on photographs (docs/plates.md). */
  confidence: Probability,
  characters: Type.Array(PlateCharacter, { minItems: 5, maxItems: 10 }),
  /** The second likeliest number that the grammar allows. */
  runnerUp: Type.Union([Type.Object({ text: PlateNumber, confidence: Probability }), Type.Null()]),
});
export type PlateReading = Static<typeof PlateReading>;
