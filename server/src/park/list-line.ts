// A line of a file as an entry of the park's list: names and codes as people and other systems write them.
import { AppError } from '@brightwall/protocol/errors';
import { type NewParkVehicle, type ParkList, NewParkVehicle as Schema } from '@brightwall/protocol/park';
import { Compile } from 'typebox/compile';
import type { Codes } from './ports.ts';

/** Why a line cannot be taken; to a form it is a bad-request that says so. */
export class LineFault extends AppError {
  readonly zh: string;
  readonly en: string;

  constructor(zh: string, en: string) {
    super('bad-request', `${zh} / ${en}`);
    this.zh = zh;
    this.en = en;
  }
}

type Terms = Omit<NewParkVehicle, 'purposeId'>;

const lists: Readonly<Record<string, ParkList>> = {
  ...{ permitted: 'permitted', 许可: 'permitted', 白名单: 'permitted' },
  ...{ visitor: 'visitor', 访客: 'visitor' },
  ...{ refused: 'refused', 禁入: 'refused', 黑名单: 'refused' },
};

/** Names of columns as a Chinese office writes them. */
export const columnAliases: Readonly<Record<string, string>> = {
  ...{ 号牌: 'plate', 车牌: 'plate', 号牌种类: 'kind', 名单: 'list', 开始: 'from', 截止: 'until' },
  ...{ 备注: 'note', 申请单位: 'host' },
};

const { host: hostSchema, note: noteSchema } = Schema.properties;
const isHost = Compile(hostSchema);
const isNote = Compile(noteSchema);

/** Throws LineFault. */
export function listLine(value: unknown, codes: Codes): Terms {
  const line = value as Record<string, string | undefined>;
  const list = lists[line.list ?? ''];
  if (!list) throw new LineFault(`名单有误：${shown(line.list)}`, `no such list: ${shown(line.list)}`);
  const kind = line.kind === undefined ? 'unknown' : codes.kindOf(line.kind);
  if (!kind)
    throw new LineFault(`号牌种类有误：${shown(line.kind)}`, `no such kind of plate: ${shown(line.kind)}`);
  const { host = '', note = '' } = line;
  for (const [words, is, zh] of [
    [host, isHost, '申请单位'],
    [note, isNote, '备注'],
  ] as const)
    if (!is.Check(words))
      throw new LineFault(
        `${zh}为空、过长，或含电话、证件号码：${shown(words)}`,
        `${zh === '备注' ? 'note' : 'host'} is empty, too long, or has a telephone or identity number: ${shown(words)}`,
      );
  const fromMs = timeOf(line.from, false) ?? (list === 'visitor' && line.until !== undefined ? 0 : null);
  return { plate: line.plate ?? '', kind, list, fromMs, untilMs: timeOf(line.until, true), note, host };
}

/** 2026-11-25, 2026/11/25 18:30; China's time. A day alone means its end where it is an end. */
function timeOf(text: string | undefined, isEnd: boolean): number | null {
  if (text === undefined) return null;
  const parts = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T](\d{1,2}):(\d\d)(?::(\d\d))?)?$/.exec(text);
  if (!parts) throw wrongTime(text);
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const hasHour = parts[4] !== undefined;
  const [hour, minute, second] = [Number(parts[4] ?? 0), Number(parts[5] ?? 0), Number(parts[6] ?? 0)];
  const at = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  if (at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59)
    throw wrongTime(text);
  return at.getTime() - chinaMs + (isEnd && !hasHour ? dayMs : 0);
}

const chinaMs = 8 * 3_600_000;
const dayMs = 86_400_000;

function wrongTime(text: string): LineFault {
  return new LineFault(
    `时间有误：${shown(text)}；应为 2026-11-25 18:30`,
    `no time: ${shown(text)}; write 2026-11-25 18:30`,
  );
}

/** As far as it is worth telling. */
function shown(text = ''): string {
  return text.replace(/\p{Cc}/gu, ' ').slice(0, 40);
}
