// 查询事由: asked once per case, named by every look at history (公共安全视频图像信息系统管理条例 Art. 16: 事由、内容、
// 单位、姓名). REST bodies.
import { type Static, Type } from 'typebox';

const EpochMs = Type.Number({ minimum: 0, maximum: 8.64e15 });
export const PurposeId = Type.String({
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
});
/** Characters, at least and at most. */
export const purposeLengths = {
  reason: { min: 4, max: 200 },
  caseNumber: { min: 1, max: 64 },
  unit: { min: 2, max: 120 },
} as const;

// No control characters: the database takes no U+0000.
const Words = ({ min, max }: { min: number; max: number }) =>
  Type.String({ minLength: min, maxLength: max, pattern: '^[^\\p{Cc}]*[^\\p{Cc}\\s][^\\p{Cc}]*$' });

export const NewPurpose = Type.Object(
  {
    reason: Words(purposeLengths.reason),
    caseNumber: Words(purposeLengths.caseNumber),
    unit: Words(purposeLengths.unit),
  },
  { additionalProperties: false },
);
export type NewPurpose = Static<typeof NewPurpose>;

export const Purpose = Type.Object({ id: PurposeId, ...NewPurpose.properties, createdMs: EpochMs });
export type Purpose = Static<typeof Purpose>;
