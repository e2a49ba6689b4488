// A result as a table that a spreadsheet opens: RFC 4180, with the byte order mark that Excel wants for Chinese.
import type { AnalysisColumn, AnalysisResult, AnalysisRow } from '@brightwall/protocol/analysis';
import { plateKindCode } from '@brightwall/protocol/plate';

export function csvOf(columns: readonly AnalysisColumn[], { rows }: AnalysisResult): string {
  const head = [...columns.map(({ zh, en }) => `${zh} ${en}`), '证据 Evidence'];
  return tableOf([head, ...rows.map(row => [...columns.map(column => cell(column, row)), evidence(row)])]);
}

/** The first line is the head. */
export function tableOf(lines: readonly (readonly string[])[]): string {
  return `\ufeff${lines.map(line => line.map(quoted).join(',')).join('\r\n')}\r\n`;
}

function cell({ key, type }: AnalysisColumn, { values }: AnalysisRow): string {
  const value = values[key];
  if (value === null || value === undefined) return '';
  if (type === 'time') return chinaTime(Number(value));
  if (type === 'kind') return plateKindCode[value as keyof typeof plateKindCode] ?? String(value);
  return String(value);
}

function evidence({ evidence }: AnalysisRow): string {
  return evidence
    .map(({ passageId, plate, cameraId, passedMs }) =>
      [plate, cameraId, chinaTime(passedMs), passageId].join(' '),
    )
    .join('; ');
}

/** 2026-11-24 08:15:03.250 by China's clock. */
export function chinaTime(epochMs: number): string {
  return new Date(epochMs + 8 * 3_600_000).toISOString().replace('T', ' ').replace('Z', '');
}

/** What a spreadsheet would take for a formula is made text. */
function quoted(text: string): string {
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
