// Rows of the city as a file in COPY's text format.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { toRecord } from '../../server/src/store/passage-row.ts';
import type { City } from './city/city.ts';
import { passageOf } from './city/passage.ts';

/** What stands in a line, in this order. */
export const copyColumns = [
  ...[
    'id',
    'passed_at',
    'received_at',
    'confidence',
    'plate',
    'camera_id',
    'kind',
    'colour',
    'direction',
    'lane',
  ],
  ...['sight', 'scene_picture', 'vehicle_picture', 'plate_picture'],
];

/** Rows `from` to before `to`. */
export async function writeCopyFile(city: City, from: number, to: number, path: string): Promise<void> {
  const file = createWriteStream(path, { mode: 0o644 });
  let lines: string[] = [];
  for (let n = from; n < to; n++) {
    const received_at = new Date(city.passed.atMs[n]! + 400).toISOString();
    const record: ReturnType<typeof toRecord> = { ...toRecord(passageOf(city, n)), received_at };
    lines.push(copyColumns.map(column => field(record[column])).join('\t'));
    if (lines.length < 5_000 && n < to - 1) continue;
    if (!file.write(`${lines.join('\n')}\n`)) await once(file, 'drain');
    lines = [];
  }
  file.end();
  await once(file, 'finish');
}

/** The city's texts hold no tab, and a backslash only where bytes begin. */
function field(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '\\N';
  const text = String(value);
  return text.startsWith('\\') ? `\\${text}` : text;
}
