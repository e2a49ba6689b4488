// npm run bench -- tracks [--seed 1] [--rows 3000000[,10000000,…]] [--only embedded] [--data folder [--load]]
//
// A city of three days (city/) in the embedded database and in Debian's PostgreSQL, each question asked of both by
// the core's own classes. The last 300,000 passages go in as they do in the core; the rest by COPY. With --data a
// city that was loaded is kept there, and taken again: measuring then takes a minute, loading many (--load: no more
// than that).
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sql } from 'kysely';
import { type BenchResult, type Figure, percentile, type Table } from '../frame.ts';
import { type City, makeCity } from './city/city.ts';
import { howToGetIt, startDebian } from './debian.ts';
import { type Engine, openEngine } from './engine.ts';
import { ingest } from './ingest.ts';
import { loadOnce, tailOf, takeBack, warm } from './kept.ts';
import { questions } from './questions.ts';
import { truth } from './truth.ts';
import { type Watched, watchList } from './watched.ts';

export async function run(args: string[]): Promise<BenchResult> {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string', default: '1' },
      rows: { type: 'string', default: '3000000' },
      only: { type: 'string', default: 'embedded,debian' },
      data: { type: 'string' },
      load: { type: 'boolean', default: false },
    },
  });
  if (values.load && !values.data) throw new Error('--load without --data leaves nothing');
  const counts = values.rows.split(',').map(Number);
  if (counts.some(rows => !Number.isInteger(rows) || rows < 100_000 || rows >= 2 ** 25))
    throw new Error('--rows takes whole numbers from 100,000 to 33 million');
  const only = values.only.split(',');
  const results: BenchResult[] = [];
  const growth = new Map<string, string[]>();
  for (const rows of counts) {
    const folder = join(values.data ?? tempFolder(), String(rows));
    const isKept = values.data !== undefined;
    const measured = await measure({
      seed: Number(values.seed),
      rows,
      folder,
      only,
      isKept,
      isLoad: values.load,
    });
    if (!values.data) rmSync(join(folder, '..'), { recursive: true, force: true });
    results.push(measured);
    for (const { name, figure } of measured.figures)
      growth.set(name, [...(growth.get(name) ?? []), figure.toFixed(1)]);
  }
  const last = results.at(-1)!;
  if (counts.length > 1)
    last.tables?.push({
      title: 'tracks, how cost grows 随数据量的增长',
      head: ['what', ...counts.map(String), `${counts.at(-1)} ÷ ${counts[0]}`],
      rows: [...growth].map(([name, figures]) => [
        ...[name, ...figures],
        (Number(figures.at(-1)) / Number(figures[0])).toFixed(2),
      ]),
    });
  return last;
}

async function measure(options: {
  seed: number;
  rows: number;
  folder: string;
  only: readonly string[];
  isKept: boolean;
  isLoad: boolean;
}): Promise<BenchResult> {
  const { seed, rows, folder, only, isKept, isLoad } = options;
  process.stderr.write(`tracks: a city of ${rows} passages, seed ${seed} …\n`);
  const city = makeCity({ seed, rows });
  const notes: string[] = [
    `tracks: seed ${seed}, ${rows} passages of ${city.grid.gates.length} gates and ${city.plates.list.length} numbers read, 3 days; each question with its entry in the audit, p50 and p95 of as many askings as its row says.`,
  ];
  const debian = only.includes('debian') ? await startDebian(join(folder, 'debian')) : null;
  if (only.includes('debian') && !debian)
    notes.push(`tracks: Debian's PostgreSQL is not here, so there is no baseline; to get it: ${howToGetIt}`);
  const watched = watchList(city);
  const engines: Engine[] = [];
  try {
    if (only.includes('embedded'))
      engines.push(
        await openEngine(
          'embedded',
          { dataDir: join(folder, 'embedded'), url: undefined },
          city,
          watched.alongside,
        ),
      );
    if (debian)
      engines.push(
        await openEngine(
          `Debian ${debian.version}`,
          { dataDir: join(folder, 'debian-core'), url: debian.url },
          city,
          watched.alongside,
        ),
      );
    await loadOnce(city, engines, { seed, rows, folder });
    if (isLoad) return { figures: [], notes };
    const result = await ask(city, engines, { seed, notes, watched });
    if (isKept) for (const engine of engines) await takeBack(engine, city);
    return result;
  } finally {
    for (const engine of engines) await engine.close();
    await debian?.close();
  }
}

/** Entered by the user that the databases run as. */
function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'brightwall-tracks-'));
  chmodSync(folder, 0o755);
  return folder;
}

async function ask(
  city: City,
  engines: readonly Engine[],
  { seed, notes, watched }: { seed: number; notes: string[]; watched: Watched },
): Promise<BenchResult> {
  const [own, other] = engines;
  const figures: Figure[] = [];
  const tables: Table[] = [];
  const rates = [];
  const tail = tailOf(city.passed.atMs.length);
  let hits: number | null = null;
  for (const engine of engines) {
    process.stderr.write(`tracks: ingest, ${engine.name} …\n`);
    await warm(engine);
    rates.push(await ingest(engine, city, city.passed.atMs.length - tail));
    hits ??= watched.counted.hits;
  }
  figures.push({
    name: 'ingest, all kept up to date',
    figure: rates[0]!.perSecond,
    ...(rates[1] && { baseline: rates[1].perSecond }),
    spread: `n=${tail}, ${hits} hits of 100,000 watched, commits of 500: p50 ${percentile(rates[0]!.batchMs, 0.5).toFixed(0)} p95 ${percentile(rates[0]!.batchMs, 0.95).toFixed(0)} ms`,
  });
  for (const { name, times, ask } of questions(city, seed)) {
    process.stderr.write(`tracks: ${name} …\n`);
    const samples = new Map(engines.map(engine => [engine, [] as number[]]));
    // One after the other, so that whatever else the machine does meets both.
    for (let n = -3; n < times; n++)
      for (const engine of engines) {
        const start = performance.now();
        await ask(engine, Math.abs(n));
        if (n >= 0) samples.get(engine)!.push(performance.now() - start);
      }
    for (const [suffix, share] of [
      ['p50', 0.5],
      ['p95', 0.95],
    ] as const)
      figures.push({
        name: `${name} ${suffix}`,
        figure: percentile(samples.get(own!)!, share),
        ...(other && { baseline: percentile(samples.get(other)!, share) }),
        spread: `max ${Math.max(...samples.get(own!)!).toFixed(1)}, n=${times}`,
      });
  }
  tables.push(await truthTable(own!, city), await sizes(engines));
  return { figures, notes, tables };
}

async function truthTable(engine: Engine, city: City): Promise<Table> {
  const percent = (part: number, of: number) => (of === 0 ? '–' : `${((100 * part) / of).toFixed(1)} %`);
  return {
    title: `tracks, what is found of what is known 已知真值的查全率与查准率 (${engine.name})`,
    head: ['analysis', 'planted', 'of them found', 'recall', 'found', 'true', 'precision'],
    rows: (await truth(engine, city)).map(({ analysis, planted, foundPlanted, found, foundTrue }) => [
      ...[analysis, String(planted), String(foundPlanted), percent(foundPlanted, planted)],
      ...[String(found), String(foundTrue), percent(foundTrue, found)],
    ]),
  };
}

async function sizes(engines: readonly Engine[]): Promise<Table> {
  const names = ['passages', 'vehicle', 'plate_day', 'gate_hour', 'clone_suspect'];
  const rows: string[][] = [];
  for (const { name, db } of engines)
    for (const table of names) {
      const { rows: found } = await sql<{ count: number; heap: number; whole: number }>`
        select (select count(*) from ${sql.table(table)}) as count, sum(pg_table_size(relid)) as heap,
          sum(pg_total_relation_size(relid)) as whole
        from (select ${table}::regclass as relid union select relid from pg_partition_tree(${table}::regclass)) as part`.execute(
        db,
      );
      const { count, heap, whole } = found[0]!;
      const each = (bytes: number) => (Number(bytes) / count).toFixed(0);
      rows.push([name, table, String(count), (Number(whole) / 1e6).toFixed(0), each(heap), each(whole)]);
    }
  return {
    title: 'tracks, what the tables take 表的大小',
    head: ['database', 'table', 'rows', 'MB', 'bytes a row', 'with indexes'],
    rows,
  };
}
