// The city's history into a database: rows by COPY in the order of time, then the counts, then the suspects that
// ingest would have found. The end of it is left for ingest itself.

import { once } from 'node:events';
import { chmodSync, createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { greatCircle } from '../../server/src/passages/analysis/great-circle.ts';
import { impossibleLeap } from '../../server/src/passages/analysis/impossible-leap.ts';
import type { Sighting } from '../../server/src/passages/analysis/ports.ts';
import type { Database } from '../../server/src/store/database.ts';
import { dayOf, PassageDays } from '../../server/src/store/passage-days.ts';
import { toRecord } from '../../server/src/store/passage-row.ts';
import type { City } from './city/city.ts';
import { passageOf } from './city/passage.ts';

const rowsPerFile = 250_000;
const suspectWindowMs = 3_600_000;

/** Rows before `until`. Gives the seconds that COPY took. */
export async function load(
  city: City,
  until: number,
  databases: readonly Database[],
  folder: string,
): Promise<number[]> {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  const spent = databases.map(() => 0);
  for (const db of databases)
    await new PassageDays(db).ensure(Array.from({ length: 5 }, (_, n) => dayOf(city.startMs) + n));
  for (let from = 0; from < until; from += rowsPerFile) {
    const path = join(folder, 'rows');
    const to = Math.min(until, from + rowsPerFile);
    await write(city, from, to, path);
    for (const [n, db] of databases.entries()) {
      const start = performance.now();
      await sql.raw(`copy passages (${columns.join(', ')}) from '${path}'`).execute(db);
      spent[n]! += (performance.now() - start) / 1000;
    }
    rmSync(path);
    process.stderr.write(
      `tracks: ${to} of ${until} rows, COPY ${spent.map(s => s.toFixed(0)).join(' / ')} s\n`,
    );
  }
  const found = suspects(city, until);
  for (const db of databases) {
    await sql`select rebuild_counts()`.execute(db);
    for (let n = 0; n < found.length; n += 5_000)
      await sql`insert into clone_suspect select * from
        json_populate_recordset(null::clone_suspect, ${JSON.stringify(found.slice(n, n + 5_000))}::json)`.execute(
        db,
      );
    await sql`vacuum analyze`.execute(db);
    await sql`checkpoint`.execute(db);
  }
  return spent;
}

const named = { scene: 'scene_picture', vehicle_hash: 'vehicle_picture', plate_hash: 'plate_picture' };
const columns = [
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
const keys = columns.map(column => Object.entries(named).find(([, name]) => name === column)?.[0] ?? column);

async function write(city: City, from: number, to: number, path: string): Promise<void> {
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

/** COPY's text format; the city's texts hold no tab and no backslash. */
function field(key: string, value: unknown): string {
  if (value === null || value === undefined) return '\\N';
  if (key in named) return `\\\\x${value}`;
  if (key === 'corners' || key === 'vehicle') return `{${(value as number[]).join(',')}}`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** As ingest finds them, passage by passage in the order of time. */
function suspects(city: City, until: number): object[] {
  const places = new Map(city.grid.gates.map(gate => [gate.id, gate]));
  const leap = impossibleLeap(greatCircle(id => places.get(id) ?? null));
  const { passed, plates, grid } = city;
  const last = new Map<number, number>();
  const found: object[] = [];
  const sighting = (n: number): Sighting => ({
    id: '',
    cameraId: grid.gates[passed.gate[n]!]!.id,
    passedMs: passed.atMs[n]!,
  });
  for (let n = 0; n < until; n++) {
    const plate = passed.plate[n]!;
    const before = last.get(plate);
    last.set(plate, n);
    if (plate < 0 || before === undefined || passed.gate[before] === passed.gate[n]) continue;
    if (passed.atMs[n]! - passed.atMs[before]! > suspectWindowMs) continue;
    const [a, b] = [sighting(before), sighting(n)];
    const how = leap(a, b);
    if (!how) continue;
    found.push({
      ...{ plate: plates.list[plate]!.text, kind: plates.list[plate]!.kind, ...how },
      ...{ first_id: passageOf(city, before).id, first_at: new Date(a.passedMs), first_camera: a.cameraId },
      ...{ second_id: passageOf(city, n).id, second_at: new Date(b.passedMs), second_camera: b.cameraId },
    });
  }
  return found;
}
