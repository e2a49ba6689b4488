// Rows of the city as a file in COPY's text format.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { toRecord } from '../../server/src/store/passage-row.ts';
import type { City } from './city/city.ts';
import { passageOf } from './city/passage.ts';

/** What stands in a line, in this order. */
export const copyColumns = [
  ...['id', 'plate', 'passed_at', 'camera_id', 'kind', 'colour', 'rows', 'direction', 'lane', 'confidence'],
  ...[
    'characters',
    'runner_up',
    'runner_up_confidence',
    'corners',
    'vehicle',
    'plate_width_px',
    'frames_read',
  ],
  ...[
    'profile',
    'scene_picture',
    'vehicle_picture',
    'plate_picture',
    'first_seen',
    'last_seen',
    'edge_clock_offset_ms',
    'received_at',
  ],
];

/** Rows `from` to before `to`. */
export async function writeCopyFile(city: City, from: number, to: number, path: string): Promise<void> {
  const file = createWriteStream(path, { mode: 0o644 });
  let lines: string[] = [];
  for (let n = from; n < to; n++) {
    const received_at = new Date(city.passed.atMs[n]! + 400).toISOString();
    const record: Record<string, unknown> = { ...toRecord(passageOf(city, n)), received_at };
    lines.push(copyColumns.map(column => field(column, record[column])).join('\t'));
    if (lines.length < 5_000 && n < to - 1) continue;
    if (!file.write(`${lines.join('\n')}\n`)) await once(file, 'drain');
    lines = [];
  }
  file.end();
  await once(file, 'finish');
}

/** The city's texts hold no tab, and no backslash but those of bytes. */
function field(column: string, value: unknown): string {
  if (value === null || value === undefined) return '\\N';
  if (column.endsWith('_picture')) return `\\${value}`;
  if (column === 'corners' || column === 'vehicle') return `{${(value as number[]).join(',')}}`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
