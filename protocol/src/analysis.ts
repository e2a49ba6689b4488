// 车辆研判: what an analysis takes and gives. REST bodies. Titles are those of its form, 中文 / English.
import { type Static, type TSchema, Type } from 'typebox';
import { CameraId } from './camera.ts';
import { PlateKind, PlateNumber } from './plate.ts';
import { PurposeId } from './purpose.ts';

const EpochMs = (title: string) => Type.Integer({ title, minimum: 0, maximum: 8.64e15 });
const oneOf = <Word extends string>(words: readonly Word[]) =>
  Type.Unsafe<Word>(Type.Union(words.map(word => Type.Literal(word))));
const span = {
  fromMs: EpochMs('起始时间 / From'),
  /** Not included. */
  toMs: EpochMs('结束时间 / To'),
};
const count = (title: string, minimum: number, maximum: number, preset: number) =>
  Type.Optional(Type.Integer({ title, minimum, maximum, default: preset }));
const measure = (title: string, minimum: number, maximum: number, preset: number) =>
  Type.Optional(Type.Number({ title, minimum, maximum, default: preset }));
const limit = count('最多行数 / Rows at most', 1, 1000, 200);
const vehicle = {
  plate: Type.Unsafe<string>({ ...PlateNumber, title: '号牌号码 / Plate' }),
  /** Null: whatever kinds the number was read with, each a vehicle of its own. */
  kind: Type.Optional(
    Type.Union([PlateKind, Type.Null()], { title: '号牌种类 / Kind of plate', default: null }),
  ),
};
const Cameras = (title: string, minItems: number, maxItems: number) =>
  Type.Array(CameraId, { title, minItems, maxItems, uniqueItems: true });
const strict = { additionalProperties: false };
const areaName = Type.String({
  title: '区域名称 / Area',
  minLength: 1,
  maxLength: 40,
  pattern: '^[^\\p{Cc}]*$',
});

export const CompanionsTerms = Type.Object(
  {
    ...vehicle,
    ...span,
    withinS: count('前后相差秒数 / Seconds apart', 5, 900, 180),
    minConsecutive: count('连续同行卡口数 / Consecutive gates', 2, 20, 3),
    minTrips: count('同行趟数 / Trips', 1, 20, 1),
    limit,
  },
  strict,
);

export const CloneCheckTerms = Type.Object(
  { ...vehicle, ...span, minKmh: measure('速度超过 km/h / Faster than, km/h', 120, 1000, 180) },
  strict,
);

export const ClonesTerms = Type.Object(
  {
    ...span,
    minKmh: measure('速度超过 km/h / Faster than, km/h', 120, 1000, 180),
    minPairs: count('冲突次数 / Conflicts', 1, 100, 2),
    limit,
  },
  strict,
);

export const CollisionTerms = Type.Object(
  {
    areas: Type.Array(Type.Object({ cameraIds: Cameras('卡口 / Cameras', 1, 300), ...span }, strict), {
      title: '区域与时段 / Areas and times',
      minItems: 2,
      maxItems: 5,
    }),
    /** 0: all of them. */
    minAreas: count('至少出现的区域数（0 为全部）/ Areas at least (0: all)', 0, 5, 0),
    limit,
  },
  strict,
);

export const FrequentTerms = Type.Object(
  {
    cameraIds: Cameras('卡口 / Cameras', 1, 300),
    ...span,
    minTimes: count('次数 / Times', 2, 10_000, 10),
    limit,
  },
  strict,
);

export const FirstSeenTerms = Type.Object(
  {
    ...span,
    /** Whole days (China's) without a passage before the day of `fromMs`; 0: never before. */
    absentDays: count('此前未出现天数（0 为从未）/ Days absent before (0: ever)', 0, 90, 0),
    /** Empty: everywhere. */
    cameraIds: Type.Optional(
      Type.Unsafe<string[]>({ ...Cameras('入城卡口 / Entry cameras', 0, 500), default: [] }),
    ),
    minReads: count('识别次数 / Reads', 1, 2, 2),
    limit,
  },
  strict,
);

const Day = (title: string) => Type.String({ title, pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' });
export const NightDriversTerms = Type.Object(
  {
    fromDay: Day('首日 / First day'),
    /** Included. */
    toDay: Day('末日 / Last day'),
    minNight: count('夜间（18–05 时）至少 / By night (18–05) at least', 1, 1000, 5),
    maxDay: count('白天（06–18 时）至多 / By day (06–18) at most', 0, 1000, 2),
    limit,
  },
  strict,
);

export const StaysTerms = Type.Object(
  {
    ...vehicle,
    ...span,
    minHours: measure('停留小时数 / Hours', 0.5, 168, 4),
    /** Hours of China's clock that the last passage before the stay lies in; equal: any. */
    leavesFromHour: count('消失时段起 / Gone from hour', 0, 23, 0),
    leavesToHour: count('消失时段止（与起相同为不限）/ to hour (the same: any)', 0, 23, 0),
    minTimes: count('次数 / Times', 1, 100, 1),
  },
  strict,
);

export const HiddenTerms = Type.Object(
  {
    cameraIds: Cameras('现场周边卡口 / Cameras around the scene', 1, 300),
    aroundMs: EpochMs('案发时间 / Moment'),
    hoursBefore: measure('之前小时数 / Hours before', 1, 168, 24),
    hoursAfter: measure('之后小时数 / Hours after', 1, 168, 24),
    minBefore: count('之前至少次数 / Times before at least', 1, 1000, 1),
    maxAfter: count('之后至多次数 / Times after at most', 0, 1000, 1),
    limit,
  },
  strict,
);

export const SectionSpeedTerms = Type.Object(
  {
    fromCameraId: Type.Unsafe<string>({ ...CameraId, title: '驶入卡口 / Entry camera' }),
    toCameraId: Type.Unsafe<string>({ ...CameraId, title: '驶出卡口 / Exit camera' }),
    ...span,
    /** As surveyed; null: the least there can be, so that the speed is a lower bound. */
    metres: Type.Optional(
      Type.Union([Type.Number({ minimum: 100, maximum: 200_000 }), Type.Null()], {
        title: '实测里程（米）/ Surveyed length, m',
        default: null,
      }),
    ),
    minKmh: measure('速度超过 km/h / Faster than, km/h', 1, 400, 60),
    withinMinutes: count('行程时间至多（分钟）/ Minutes at most', 1, 240, 60),
    limit,
  },
  strict,
);

export const PlateFamilyTerms = Type.Object({ plate: vehicle.plate, ...span }, strict);

export const FlowTerms = Type.Object({ cameraIds: Cameras('卡口 / Cameras', 1, 200), ...span }, strict);

export const OdTerms = Type.Object(
  {
    areas: Type.Array(Type.Object({ name: areaName, cameraIds: Cameras('卡口 / Cameras', 1, 300) }, strict), {
      title: '区域 / Areas',
      minItems: 2,
      maxItems: 10,
    }),
    ...span,
    withinMinutes: count('行程时间至多（分钟）/ Minutes at most', 1, 240, 60),
  },
  strict,
);

export const analysisTerms = {
  companions: CompanionsTerms,
  'clone-check': CloneCheckTerms,
  clones: ClonesTerms,
  collision: CollisionTerms,
  frequent: FrequentTerms,
  'first-seen': FirstSeenTerms,
  'night-drivers': NightDriversTerms,
  stays: StaysTerms,
  hidden: HiddenTerms,
  'section-speed': SectionSpeedTerms,
  'plate-family': PlateFamilyTerms,
  flow: FlowTerms,
  od: OdTerms,
} as const;
export type AnalysisName = keyof typeof analysisTerms;
/** With every default filled in. */
export type AnalysisTerms<Name extends AnalysisName> = Required<Static<(typeof analysisTerms)[Name]>>;
export const analysisNames = Object.keys(analysisTerms) as AnalysisName[];

export const AnalysisRequest = <Terms extends TSchema>(terms: Terms) =>
  Type.Object({ purposeId: PurposeId, terms }, strict);

/** A passage behind a row. */
export const Evidence = Type.Object({
  passageId: Type.String(),
  plate: Type.String(),
  kind: PlateKind,
  cameraId: CameraId,
  /** By the core's clock. */
  passedMs: Type.Number(),
});
export type Evidence = Static<typeof Evidence>;
/** Of one row; what a row counts may be more. */
export const maxEvidence = 50;

export const AnalysisRow = Type.Object({
  /** By the columns' keys. */
  values: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Null()])),
  evidence: Type.Array(Evidence, { maxItems: maxEvidence }),
});
export type AnalysisRow = Static<typeof AnalysisRow>;

export const AnalysisColumn = Type.Object({
  key: Type.String(),
  type: oneOf(['plate', 'kind', 'colour', 'camera', 'time', 'number', 'text']),
  zh: Type.String(),
  en: Type.String(),
});
export type AnalysisColumn = Static<typeof AnalysisColumn>;

export const AnalysisResult = Type.Object({
  rows: Type.Array(AnalysisRow),
  /** As many rows as were asked for: there may be more. */
  more: Type.Boolean(),
});
export type AnalysisResult = Static<typeof AnalysisResult>;

const Texts = Type.Object({
  title: Type.String(),
  /** What it does, and what it cannot prove. */
  explanation: Type.String(),
});
export const AnalysisInfo = Type.Object({
  name: oneOf(analysisNames),
  zh: Texts,
  en: Texts,
  /** JSON Schema of its terms. */
  terms: Type.Unknown(),
  columns: Type.Array(AnalysisColumn),
});
export type AnalysisInfo = Static<typeof AnalysisInfo>;
