// How plates are read at one camera: what people draw on its picture, and how well it goes.
import { type Static, Type } from 'typebox';
import { CameraId, StreamProfile } from './camera.ts';
import { Point } from './passage.ts';
import { PlateColour } from './plate.ts';

export const Polygon = Type.Array(Point, { minItems: 3, maxItems: 32 });
export type Polygon = Static<typeof Polygon>;

/** All in parts of the picture. Empty lists: the whole picture, no lanes, nothing masked. */
export const PlateSetup = Type.Object(
  {
    enabled: Type.Boolean(),
    /** Plates are looked for in here only; null = everywhere. */
    region: Type.Union([Polygon, Type.Null()]),
    lanes: Type.Array(
      Type.Object({
        // No control characters: the database takes no U+0000.
        name: Type.String({ minLength: 1, maxLength: 32, pattern: '^\\P{Cc}+$' }),
        area: Polygon,
      }),
      { maxItems: 16 },
    ),
    /** Blackened in every picture the edge makes, before it leaves the edge. */
    masks: Type.Array(Polygon, { maxItems: 16 }),
  },
  { additionalProperties: false },
);
export type PlateSetup = Static<typeof PlateSetup>;

export const defaultPlateSetup: PlateSetup = { enabled: true, region: null, lanes: [], masks: [] };

/** Why plates are, or are not, being read. Texts for people: the wall's locales. */
export const PlateStateKind = Type.Union([
  Type.Literal('reading'),
  Type.Literal('off'),
  Type.Literal('no-picture'),
  Type.Literal('frozen'),
  Type.Literal('glare'),
  Type.Literal('dark'),
  Type.Literal('overloaded'),
  Type.Literal('model-missing'),
  Type.Literal('model-damaged'),
]);
export type PlateStateKind = Static<typeof PlateStateKind>;

/** What an installer should do; the wall has the sentences. */
export const PlateAdvice = Type.Object({
  code: Type.Union([
    Type.Literal('plates-small'),
    Type.Literal('plates-tilted'),
    Type.Literal('pictures-blurred'),
    Type.Literal('many-unreadable'),
    Type.Literal('no-vehicles'),
    Type.Literal('frames-skipped'),
    Type.Literal('good'),
  ]),
  /** What was measured and what is wanted, in the unit of the code (px, degrees, part). */
  measured: Type.Union([Type.Number(), Type.Null()]),
  wanted: Type.Union([Type.Number(), Type.Null()]),
});
export type PlateAdvice = Static<typeof PlateAdvice>;

const Count = Type.Integer({ minimum: 0 });
const Measured = Type.Union([Type.Number(), Type.Null()]);

/** Said when something of it changed, every 10 s at most. */
export const PlateStats = Type.Object({
  cameraId: CameraId,
  state: PlateStateKind,
  /** For the person who mends it. */
  detail: Type.Optional(Type.String({ maxLength: 500 })),
  /** The stream plates are read from; null before the first picture. */
  profile: Type.Union([StreamProfile, Type.Null()]),
  /** Of the last 100 vehicles: how many, and how many of them were read. */
  recentVehicles: Count,
  recentRead: Count,
  /** Since the agent started. */
  vehicles: Count,
  unreadable: Count,
  /** Something moved through the picture and showed no plate. */
  withoutPlate: Count,
  framesRead: Count,
  /** Pictures left out because the reader was busy. */
  framesSkipped: Count,
  /** Medians over the last 100 vehicles. sharpness: 0 (a blur) to 1. */
  plateWidthPx: Measured,
  angleDeg: Measured,
  sharpness: Measured,
  advice: Type.Array(PlateAdvice, { maxItems: 8 }),
});
export type PlateStats = Static<typeof PlateStats>;

/** One analysed picture with what was found in it, while somebody watches: 2–5 a second, masks blackened. */
export const PlateView = Type.Object({
  cameraId: CameraId,
  takenMs: Type.Number({ minimum: 0, maximum: 8.64e15 }),
  /** Of the stream; the JPEG is 960 px wide at most. */
  widthPx: Type.Integer({ minimum: 1, maximum: 32768 }),
  heightPx: Type.Integer({ minimum: 1, maximum: 32768 }),
  profile: StreamProfile,
  plates: Type.Array(
    Type.Object({
      corners: Type.Tuple([Point, Point, Point, Point]),
      /** Null: not read in this picture, or not readable. */
      text: Type.Union([Type.String({ maxLength: 10 }), Type.Null()]),
      confidence: Type.Number({ minimum: 0, maximum: 1 }),
      colour: PlateColour,
      widthPx: Type.Number({ minimum: 0 }),
      angleDeg: Type.Number(),
      sharpness: Type.Number({ minimum: 0, maximum: 1 }),
    }),
    { maxItems: 64 },
  ),
  jpeg: Type.Unsafe<Uint8Array>({}),
});
export type PlateView = Static<typeof PlateView>;
