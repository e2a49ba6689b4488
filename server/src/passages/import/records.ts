// Lines as records: what a line says by the names of its fields, before anybody has looked whether it may.
import { AppError } from '@brightwall/protocol/errors';
import { parse } from 'csv-parse/sync';
import { LineFault, quoted } from './faults.ts';
import type { Line } from './lines.ts';

export interface LineRecord {
  readonly line: number;
  readonly value: unknown;
}

export type Records = AsyncIterable<LineRecord>;

/** `value` is a LineFault where the line is no JSON. */
export async function* jsonRecords(lines: AsyncIterable<Line>): AsyncGenerator<LineRecord> {
  for await (const { number, text } of lines) yield { line: number, value: jsonOf(text) };
}

function jsonOf(text: string | LineFault): unknown {
  if (text instanceof LineFault) return text;
  try {
    return JSON.parse(text);
  } catch {
    return new LineFault(`不是 JSON：${quoted(text)}`, `not JSON: ${quoted(text)}`);
  }
}

/** The columns that a file may have and must have, and other names for them. */
export interface Columns {
  readonly known: readonly string[];
  readonly needed: readonly string[];
  readonly aliases?: Readonly<Record<string, string>>;
}

/**
 * RFC 4180, a record a line: no field of a passage holds a line's end, and a quote left open then costs one
 * line, not all that follow. Throws bad-request where the head lacks a name or has one that means nothing.
 */
export async function* csvRecords(lines: AsyncIterable<Line>, columns: Columns): AsyncGenerator<LineRecord> {
  let names: string[] | null = null;
  for await (const { number, text } of lines) {
    const cells = text instanceof LineFault ? text : cellsOf(text);
    if (names === null) names = headOf(cells, columns);
    else yield { line: number, value: cells instanceof LineFault ? cells : recordOf(names, cells) };
  }
  if (names === null) throw new AppError('bad-request', '文件为空 / the file is empty');
}

function cellsOf(text: string): string[] | LineFault {
  try {
    return parse(text, { relax_column_count: true, trim: true })[0] ?? [];
  } catch {
    return new LineFault(`引号有误：${quoted(text)}`, `quotes are wrong: ${quoted(text)}`);
  }
}

function headOf(cells: string[] | LineFault, { known, needed, aliases = {} }: Columns): string[] {
  if (cells instanceof LineFault) throw new AppError('bad-request', cells.message);
  const names = cells.map(cell => aliases[cell] ?? cell.toLowerCase());
  const strange = names.filter((name, at) => !known.includes(name) || names.indexOf(name) !== at);
  const missing = needed.filter(name => !names.includes(name));
  if (strange.length === 0 && missing.length === 0) return names;
  const why = (lacks: string, odd: string) =>
    [
      missing.length && `${lacks} ${missing.join(', ')}`,
      strange.length && `${odd} ${quoted(strange.join(', '))}`,
    ]
      .filter(Boolean)
      .join('; ');
  throw new AppError(
    'bad-request',
    `首行${why('缺少列', '有无法识别或重复的列')}；可用：${known.join(', ')} / the first line ${why('lacks', 'has unknown or double')}; known: ${known.join(', ')}`,
  );
}

/** An empty cell says nothing, but that of the plate: there was none to read. */
function recordOf(names: readonly string[], cells: readonly string[]): unknown {
  if (cells.length !== names.length)
    return new LineFault(
      `有 ${cells.length} 列，首行有 ${names.length} 列`,
      `${cells.length} columns, the first line has ${names.length}`,
    );
  const said = names
    .map((name, at): [string, string] => [name, cells[at]!])
    .filter(([name, cell]) => cell !== '' || name === 'plate');
  const record: Record<string, string | number> = Object.fromEntries(said);
  const { confidence } = record;
  if (confidence !== undefined && /^[0-9.]+$/.test(String(confidence)))
    record.confidence = Number(confidence);
  return record;
}
