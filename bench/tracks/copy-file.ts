// Rows of the city as a file in COPY's text format.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { toRecord } from '../../server/src/store/passage-row.ts';
import type { City } from './city/city.ts';
import { passageOf } from './city/passage.ts';

const named = { scene: 'scene_picture', vehicle_hash: 'vehicle_picture', plate_hash: 'plate_picture' };
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
  ...['profile', ...Object.values(named), 'first_seen', 'last_seen', 'edge_clock_offset_ms', 'received_at'],
];
const keys = copyColumns.map(
  column => Object.entries(named).find(([, name]) => name === column)?.[0] ?? column,
);

/** Rows `from` to before `to`. */
export async function writeCopyFile(city: City, from: number, to: number, path: string): Promise<void> {
  const file = createWriteStream(path, { mode: 0o644 });
  let lines: string[] = [];
  for (let n = from; n < to; n++) {
    const record = toRecord(passageOf(city, n), city.passed.atMs[n]! + 400) as Record<string, unknown>;
    lines.push(keys.map(key => field(key, record[key])).join('\t'));
    if (lines.length < 5_000 && n < to - 1) continue;
    if (!file.write(`${lines.join('\n')}\n`)) await once(file, 'drain');
    lines = [];
  }
  file.end();
  await once(file, 'finish');
}

/** The city's texts hold no tab and no backslash. */
function field(key: string, value: unknown): string {
  if (value === null || value === undefined) return '\\N';
  if (key in named) return `\\\\x${value}`;
  if (key === 'corners' || key === 'vehicle') return `{${(value as number[]).join(',')}}`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
