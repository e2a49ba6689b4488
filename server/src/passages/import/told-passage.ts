// One line of another system as a passage.
import { createHash } from 'node:crypto';
import type { ToldPassage } from '@brightwall/protocol/passage';
import { PassageLine } from '@brightwall/protocol/passage-import';
import { Compile } from 'typebox/compile';
import { passedFault } from '../passed-fault.ts';
import { LineFault, quoted } from './faults.ts';
import { colourOf, kindOf } from './plate-codes.ts';
import { toldPlate } from './told-plate.ts';
import { toldMs } from './told-time.ts';

export interface ToldBy {
  readonly system: string;
  /** Ids and 国标编码 of our cameras → id. */
  readonly cameras: ReadonlyMap<string, string>;
  readonly nowMs: number;
  readonly firstKeptMs: number;
}

const check = Compile(PassageLine);

/** Throws LineFault. */
export function toldPassage(value: unknown, by: ToldBy): ToldPassage {
  if (value instanceof LineFault) throw value;
  if (!check.Check(value)) throw shapeFault(value);
  const cameraId = by.cameras.get(value.camera) ?? fault('没有摄像机', 'no camera', value.camera);
  const passedMs = toldMs(value.time) ?? fault(...timeForm, value.time);
  const wrongTime = passedFault(passedMs, by);
  if (wrongTime) throw new LineFault(wrongTime.zh, wrongTime.en);
  const plate = toldPlate(value.plate);
  if (plate === undefined) fault('不是车牌号码', 'no plate number', value.plate);
  const colour = value.colour ?? 'unknown';
  const kind = value.kind ?? 'unknown';
  const lane = value.lane === undefined || value.lane === '' ? null : String(value.lane);
  if (lane !== null && !lane.isWellFormed()) fault('lane 有误', 'lane is not valid', lane);
  return {
    id: idOf([by.system, value.id ?? '', cameraId, String(passedMs), plate ?? '']),
    system: by.system,
    cameraId,
    passedMs,
    direction: value.direction ?? 'unknown',
    lane,
    reading: plate
      ? { text: plate, confidence: value.confidence ?? null, characters: null, runnerUp: null }
      : null,
    colour: colourOf(colour) ?? fault('没有这种车牌颜色', 'no colour of plates', colour),
    kind: kindOf(kind) ?? fault('没有这种号牌种类', 'no kind of plates', kind),
    ...unseen,
  };
}

const timeForm = [
  '时间应为带时差的 ISO 8601 或 yyyyMMddHHmmss',
  'time must be ISO 8601 with its offset, or yyyyMMddHHmmss',
] as const;

/** Whatever only our own agents see. */
const unseen = {
  firstSeenMs: null,
  lastSeenMs: null,
  edgeClockOffsetMs: null,
  rows: null,
  corners: null,
  plateWidthPx: null,
  vehicle: null,
  framesRead: null,
  profile: null,
  pictures: null,
};

/**
 * UUIDv8 (RFC 9562 §5.8) over SHA-256: the same system, id, camera, time and plate are the same passage, however
 * often and in whatever file they come. A line whose plate was mended is another: the key holds the plate.
 */
function idOf(parts: readonly string[]): string {
  const bytes = createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function fault(zh: string, en: string, value: unknown): never {
  throw new LineFault(`${zh}：${quoted(value)}`, `${en}: ${quoted(value)}`);
}

function shapeFault(value: unknown): LineFault {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return new LineFault(`不是一个对象：${quoted(value)}`, `no object: ${quoted(value)}`);
  const strange = Object.keys(value).find(name => !(name in PassageLine.properties));
  if (strange !== undefined)
    return new LineFault(`没有字段 ${quoted(strange)}`, `there is no field ${quoted(strange)}`);
  const missing = PassageLine.required.find(name => !(name in value));
  if (missing) return new LineFault(`缺少 ${missing}`, `${missing} is missing`);
  const name = check.Errors(value)[0]?.instancePath.split('/')[1] ?? '';
  const shown = quoted((value as Record<string, unknown>)[name]);
  return new LineFault(`${name} 有误：${shown}`, `${name} is not valid: ${shown}`);
}
