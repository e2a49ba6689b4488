// A passage as elements of PostgreSQL's arrays, one for each column. Many rows are then one array a column, which the
// server takes in for half of what JSON objects cost it.
import type { Passage } from '@brightwall/protocol/passage';
import { type RawBuilder, sql } from 'kysely';
import { toRecord } from './passage-row.ts';

/** Of toRecord, in the order of elements; arrays of arrays would have to be of one length, so those go as texts. */
const columns = [
  ...[
    { name: 'id', type: 'uuid' },
    { name: 'plate', type: 'text' },
    { name: 'passed_at', type: 'timestamptz' },
  ],
  ...[
    { name: 'camera_id', type: 'text' },
    { name: 'kind', type: 'text' },
    { name: 'colour', type: 'text' },
  ],
  ...[
    { name: 'rows', type: 'smallint' },
    { name: 'direction', type: 'text' },
    { name: 'lane', type: 'text' },
  ],
  ...[
    { name: 'confidence', type: 'real' },
    { name: 'characters', type: 'jsonb' },
    { name: 'runner_up', type: 'text' },
  ],
  ...[
    { name: 'runner_up_confidence', type: 'real' },
    { name: 'corners', type: 'text', as: 'real[]' },
  ],
  ...[
    { name: 'vehicle', type: 'text', as: 'real[]' },
    { name: 'plate_width_px', type: 'real' },
  ],
  ...[
    { name: 'frames_read', type: 'integer' },
    { name: 'profile', type: 'text' },
  ],
  ...[
    { name: 'scene_picture', type: 'bytea' },
    { name: 'vehicle_picture', type: 'bytea' },
  ],
  ...[
    { name: 'plate_picture', type: 'bytea' },
    { name: 'first_seen', type: 'timestamptz' },
  ],
  ...[
    { name: 'last_seen', type: 'timestamptz' },
    { name: 'edge_clock_offset_ms', type: 'double precision' },
  ],
  ...[{ name: 'system', type: 'text' }],
];

/** All columns but received_at. */
export const columnList = sql.raw(columns.map(({ name }) => name).join(', '));
/** What an insert selects of `fromElements`. */
export const selectList = sql.raw(
  columns.map(({ name, as }: { name: string; as?: string }) => (as ? `${name}::${as}` : name)).join(', '),
);

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
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return quoted(value);
  return Array.isArray(value) && typeof value[0] === 'number'
    ? `"{${value.join(',')}}"`
    : quoted(JSON.stringify(value));
}

function quoted(text: string): string {
  return `"${/["\\]/.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`;
}
