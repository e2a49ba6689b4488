// The list of bad lines as a file that a spreadsheet opens, in both languages: who mends it may not be who sent it.
import type { BadLine } from '@brightwall/protocol/passage-import';

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** A cell that begins like a formula would be one: a quote before it makes it text (CWE-1236). */
const plain = (text: string) => quoted(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/** With a byte order mark, by which spreadsheets know UTF-8. */
export function badLinesCsv(lines: readonly BadLine[]): string {
  const rows = lines.map(({ line, zh, en }) => [line, plain(zh), plain(en)].join(','));
  return `\ufeff${['行号 line,原因,reason', ...rows].join('\r\n')}\r\n`;
}
