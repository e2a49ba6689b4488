// A passage as elements of PostgreSQL's arrays, one for each column. Many rows are then one array a column, which the
// server takes in for half of what JSON objects cost it.
import type { Passage } from '@brightwall/protocol/passage';
import { type RawBuilder, sql } from 'kysely';
import { toRecord } from './passage-row.ts';

/** Of toRecord, in the order of elements. */
const columns = [
  { name: 'id', type: 'uuid' },
  { name: 'passed_at', type: 'timestamptz' },
  { name: 'confidence', type: 'real' },
  { name: 'plate', type: 'text' },
  { name: 'camera_id', type: 'text' },
  { name: 'kind', type: 'text' },
  { name: 'colour', type: 'text' },
  { name: 'direction', type: 'text' },
  { name: 'lane', type: 'text' },
  { name: 'system', type: 'text' },
  { name: 'sight', type: 'bytea' },
  { name: 'scene_picture', type: 'bytea' },
  { name: 'vehicle_picture', type: 'bytea' },
  { name: 'plate_picture', type: 'bytea' },
];

/** All columns but received_at. */
export const columnList = sql.raw(columns.map(({ name }) => name).join(', '));

export function elementsOf(passage: Passage): string[] {
  const record = toRecord(passage);
  return columns.map(({ name }) => element(record[name]));
}

/** Rows of elements as a table `r`, for a from clause. */
export function fromElements(rows: readonly (readonly string[])[]): RawBuilder<unknown> {
  const arrays = columns.map(
    ({ type }, n) => sql`${`{${rows.map(row => row[n]).join(',')}}`}::${sql.raw(type)}[]`,
  );
  return sql`unnest(${sql.join(arrays)}) as r (${columnList})`;
}

function element(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  return typeof value === 'number' ? String(value) : quoted(String(value));
}

function quoted(text: string): string {
  return `"${/["\\]/.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`;
}
