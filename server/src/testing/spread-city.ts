// For tests: a city's passages on several real PostgreSQL clusters, each plate's on one of them, behind a coordinator
// that holds none. postgres_fdw stands in for the distributed engine: hash partitions by plate that lie elsewhere. Each
// shard is a whole database of the product's schema, and passages come in as they do on one: by shard.
import { join } from 'node:path';
import { systemClock } from '@brightwall/kit/clock';
import type { Passage } from '@brightwall/protocol/passage';
import { sql } from 'kysely';
import type { City } from '../../../bench/tracks/city/city.ts';
import { type Engine, openEngine } from '../../../bench/tracks/engine.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../store/embedded/embedded-postgres.ts';
import type { Opened } from './small-city.ts';

const shards = ['shard_0', 'shard_1'];
/** store/spread/citus.sql distributes the same by `plate`. */
const byPlate = ['passages', 'vehicle', 'plate_day', 'clone_suspect'];

export async function spreadOver(
  folder: string,
  city: City,
): Promise<Opened & { readonly shards: Engine[] }> {
  const ends: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  const start = async (name: string) => {
    const dataDir = join(folder, name);
    const cluster = await startEmbeddedPostgres({ dataDir, clock: systemClock, log: () => {} });
    ends.push(() => cluster.close());
    const engine = await openEngine(name, { dataDir: join(dataDir, 'core'), url: urlOf(cluster) }, city);
    ends.push(() => engine.close());
    return { name, cluster, engine };
  };
  try {
    const servers: Awaited<ReturnType<typeof start>>[] = [];
    for (const name of shards) servers.push(await start(name));
    const { engine } = await start('coordinator');
    for (const { name, cluster } of servers) await addServer(engine, name, cluster);
    await spread(engine);
    const insert = async (passages: readonly Passage[]) => {
      const places = await shardsOf(engine, passages);
      for (const [n, server] of servers.entries()) {
        const own = passages.filter((_, at) => places[at] === n);
        await server.engine.passages.insert(own, systemClock.epochMs());
      }
    };
    return { engine, insert, close, shards: servers.map(server => server.engine) };
  } catch (error) {
    await close();
    throw error;
  }
}

function urlOf({ connection: { host, user, password, database } }: EmbeddedPostgres): string {
  return `postgres://${user}:${encodeURIComponent(password)}@localhost/${database}?host=${encodeURIComponent(host)}`;
}

async function addServer({ db }: Engine, name: string, { connection }: EmbeddedPostgres): Promise<void> {
  const { host, port, database, user, password } = connection;
  const [server, schema] = [sql.ref(name), sql.ref(name)];
  await sql`create extension if not exists postgres_fdw`.execute(db);
  await sql`create server ${server} foreign data wrapper postgres_fdw options (
    host ${sql.lit(host)}, port ${sql.lit(String(port))}, dbname ${sql.lit(database)})`.execute(db);
  await sql`create user mapping for current_user server ${server} options (
    user ${sql.lit(user)}, password ${sql.lit(password)})`.execute(db);
  await sql`create schema ${schema}`.execute(db);
  const tables = sql.join([...byPlate, 'gate_hour'].map(table => sql.table(table)));
  await sql`import foreign schema public limit to (${tables}) from server ${server} into ${schema}`.execute(
    db,
  );
}

/** The coordinator's tables become names for those of the shards. */
async function spread({ db }: Engine): Promise<void> {
  for (const table of byPlate) {
    await sql`drop table ${sql.table(table)}`.execute(db);
    await sql`create table ${sql.table(table)} (like ${sql.table(`${shards[0]}.${table}`)})
      partition by hash (plate)`.execute(db);
    for (const [n, shard] of shards.entries())
      await sql`alter table ${sql.table(table)} attach partition ${sql.table(`${shard}.${table}`)}
        for values with (modulus ${sql.lit(shards.length)}, remainder ${sql.lit(n)})`.execute(db);
  }
  // Each shard counts its own plates' passages of a gate.
  const counts = shards.map(shard => sql`select * from ${sql.table(`${shard}.gate_hour`)}`);
  await sql`drop table gate_hour`.execute(db);
  await sql`create view gate_hour as
    select camera_id, hour, direction, sum(passages)::integer as passages
    from (${sql.join(counts, sql` union all `)}) as counted group by 1, 2, 3`.execute(db);
}

/** Where the coordinator looks for each. */
async function shardsOf({ db }: Engine, passages: readonly Passage[]): Promise<number[]> {
  const plates = passages.map(({ reading }) => reading?.text ?? '');
  const { rows } = await sql<{ shard: number }>`
    select shard from unnest(${plates}::text[]) with ordinality as read (plate, n)
    join generate_series(0, ${shards.length - 1}::integer) as shard
      on satisfies_hash_partition('passages'::regclass, ${shards.length}::integer, shard, plate)
    order by n`.execute(db);
  return rows.map(({ shard }) => shard);
}
