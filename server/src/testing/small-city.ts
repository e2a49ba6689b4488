// For tests: a small seeded city (bench/tracks/city) in a database of its own, and the same passages in a list, for
// who answers by looking at each of them.
import { systemClock } from '@brightwall/kit/clock';
import { type Passage, passedByCoreMs } from '@brightwall/protocol/passage';
import { sql } from 'kysely';
import { type City, makeCity } from '../../../bench/tracks/city/city.ts';
import { passageOf } from '../../../bench/tracks/city/passage.ts';
import type { Reader } from '../../../bench/tracks/city/readers.ts';
import type { Chance } from '../../../bench/tracks/city/seeded.ts';
import { type Engine, openEngine } from '../../../bench/tracks/engine.ts';
import { tempFolder } from './temp-folder.ts';

/** One passage with a plate that was read. */
export interface Row {
  readonly id: string;
  readonly plate: string;
  readonly kind: string;
  readonly colour: string;
  readonly cameraId: string;
  readonly direction: string;
  readonly passedMs: number;
}

export interface SmallCity {
  readonly engine: Engine;
  readonly city: City;
  /** In the order of time. */
  readonly rows: readonly Row[];
  /** Those without a reading too. */
  readonly all: readonly Passage[];
  readonly cameraIds: readonly string[];
  /** Takes every passage out again. */
  empty(): Promise<void>;
  insert(passages: readonly Passage[]): Promise<void>;
  close(): Promise<void>;
}

/** Databases with an engine over them, and the way of passages into them. */
export interface Opened {
  readonly engine: Engine;
  insert(passages: readonly Passage[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * `stretch`: how much further apart its gates stand, so that some of its drivers are too fast to be true. `open`: in
 * which databases; one of its own unless told otherwise. `reader`: who reads its plates.
 */
export async function smallCity(
  seed: number,
  rows: number,
  stretch: number,
  { open = inOne, reader }: { open?: (folder: string, city: City) => Promise<Opened>; reader?: Reader } = {},
): Promise<SmallCity> {
  const folder = tempFolder(`city-${seed}`);
  const drawn = makeCity({ seed, rows, ...(reader && { reader }) });
  const [origin] = drawn.grid.gates;
  const gates = drawn.grid.gates.map(({ id, lon, lat }) => ({
    id,
    lon: origin!.lon + (lon - origin!.lon) * stretch,
    lat: origin!.lat + (lat - origin!.lat) * stretch,
  }));
  const city = { ...drawn, grid: Object.assign(Object.create(drawn.grid), { gates }) };
  const opened = await open(folder.path, city);
  const { engine } = opened;
  const all = Array.from({ length: rows }, (_, n) => passageOf(city, n));
  const insert = async (passages: readonly Passage[]) => {
    for (let n = 0; n < passages.length; n += 200) await opened.insert(passages.slice(n, n + 200));
  };
  await insert(all);
  return {
    ...{ engine, city, all, insert },
    rows: all.flatMap(toRow),
    cameraIds: gates.map(({ id }) => id),
    async empty() {
      await sql`truncate passages, vehicle, plate_day, gate_hour, clone_suspect`.execute(engine.db);
    },
    async close() {
      await opened.close();
      folder.remove();
    },
  };
}

async function inOne(dataDir: string, city: City): Promise<Opened> {
  const engine = await openEngine('embedded', { dataDir, url: undefined }, city);
  return {
    engine,
    insert: async passages => void (await engine.passages.insert(passages, systemClock.epochMs())),
    close: () => engine.close(),
  };
}

function toRow(passage: Passage): Row[] {
  const { id, reading, kind, colour, cameraId, direction } = passage;
  if (!reading) return [];
  return [{ id, plate: reading.text, kind, colour, cameraId, direction, passedMs: passedByCoreMs(passage) }];
}

export function some<T>(chance: Chance, list: readonly T[], count: number): T[] {
  const left = [...list];
  return Array.from({ length: Math.min(count, left.length) }, () => {
    const [one] = left.splice(chance.integer(0, left.length - 1), 1);
    return one!;
  });
}
