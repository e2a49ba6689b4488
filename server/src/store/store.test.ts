import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { systemClock } from '@brightwall/kit/clock';
import { isAlive } from '@brightwall/kit/process-facts';
import { sql } from 'kysely';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { openDatabase } from './database.ts';
import { clusterHome, clusterPlace, socketFolder } from './embedded/cluster-home.ts';
import { startEmbeddedPostgres } from './embedded/embedded-postgres.ts';
import { readPostmasterPid } from './embedded/leftover.ts';
import { chooseRunAs, isReachable } from './embedded/run-as.ts';
import { migrate, readMigrations } from './migrate.ts';
import { openStore } from './open.ts';
import { fromRow, type PassageRow } from './passage-row.ts';

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

function folderFor(name: string): string {
  const folder = tempFolder(name);
  ends.push(() => folder.remove());
  return folder.path;
}

/** One cluster for all tests that do not need their own: making one is the slow part. */
const shared = tempFolder('pg');
afterAll(() => shared.remove());

const start = async (dataDir: string) => {
  const postgres = await startEmbeddedPostgres({ dataDir, clock: systemClock, log: () => {} });
  ends.push(() => postgres.close());
  return postgres;
};
const connect = async (connection: Parameters<typeof openDatabase>[0]) => {
  const db = await openDatabase(connection, () => {});
  ends.push(() => db.destroy());
  return db;
};

describe('the embedded database', () => {
  it('starts from nothing, keeps what was written, and syncs every commit', async () => {
    const dataDir = shared.path;
    const first = await start(dataDir);
    const db = await connect(first.connection);
    await sql`drop table if exists t`.execute(db);
    await sql`create table t (n int8)`.execute(db);
    await sql`insert into t values (9007199254740991)`.execute(db);
    const { rows } = await sql<{ name: string; setting: string }>`
      select name, setting from pg_settings
      where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'listen_addresses')`.execute(db);
    expect(Object.fromEntries(rows.map(row => [row.name, row.setting]))).toEqual({
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
      listen_addresses: '',
    });
    await db.destroy();
    await first.close();
    await first.close();

    const again = await connect((await start(dataDir)).connection);
    expect((await sql`select n from t`.execute(again)).rows).toEqual([{ n: 9007199254740991 }]);
  });

  it('is started again when its process dies, with nothing lost', async () => {
    const postgres = await start(shared.path);
    const db = await connect(postgres.connection);
    await sql`drop table if exists t`.execute(db);
    await sql`create table t as select 1 as n`.execute(db);
    const { pid } = postgres;
    process.kill(pid!, 'SIGKILL');
    const back = await postgres.whenReadyAgain(pid!);
    expect(back).not.toBe(pid);
    const after = await connect(postgres.connection);
    expect((await sql`select n from t`.execute(after)).rows).toEqual([{ n: 1 }]);
  });

  it('ends at once when its process is dead already', async () => {
    const postgres = await start(shared.path);
    process.kill(postgres.pid!, 'SIGKILL');
    await postgres.close();
    expect(postgres.pid).toBeNull();
  });

  it('serves again after a core that was killed, whose postmaster lives on', async () => {
    const dataDir = shared.path;
    const program = `
      import { startEmbeddedPostgres } from ${JSON.stringify(join(import.meta.dirname, 'embedded', 'embedded-postgres.ts'))};
      import { systemClock } from '@brightwall/kit/clock';
      setInterval(() => {}, 1000);
      await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, clock: systemClock, log: () => {} });
      console.log('up');`;
    const core = spawn(process.execPath, ['--input-type=module-typescript', '--eval', program], {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(createInterface({ input: core.stdout }), 'line');
    const left = readPostmasterPid(join(clusterHome(dataDir, chooseRunAs()), 'cluster'))!;
    const exited = once(core, 'exit');
    core.kill('SIGKILL');
    await exited;
    expect(isAlive(left)).toBe(true);

    const postgres = await start(dataDir);
    expect(isAlive(left)).toBe(false);
    await sql`select 1`.execute(await connect(postgres.connection));
  });

  it('is not fooled by the process id of another program in its files', async () => {
    const dataDir = shared.path;
    await (await start(dataDir)).close();
    const cluster = join(clusterHome(dataDir, chooseRunAs()), 'cluster');
    // PostgreSQL asks only after programs of its own user.
    const { uid, gid } = chooseRunAs() ?? {};
    const other = spawn('sleep', ['600'], { uid, gid });
    ends.push(() => void other.kill());
    const lines = `${other.pid}\n${cluster}\n0\n5432\n\n\n\nready\n`;
    writeFileSync(join(cluster, 'postmaster.pid'), lines);
    const socket = socketFolder(join(cluster, '..'), chooseRunAs());
    writeFileSync(join(socket, '.s.PGSQL.5432.lock'), lines);
    const postgres = await start(dataDir);
    await sql`select 1`.execute(await connect(postgres.connection));
  });

  it('lies in the data folder where its user can enter it, else in a place the data folder names', () => {
    const root = folderFor('home');
    const dataDir = join(root, 'closed', 'data');
    mkdirSync(dataDir, { recursive: true });
    const user = { name: 'me', uid: statSync(root).uid + 1, gid: statSync(root).gid + 1 };
    expect(clusterPlace(dataDir, user, '/var/lib/x')).toBe(join(dataDir, 'postgres'));
    chmodSync(join(root, 'closed'), 0o700);
    expect(isReachable(dataDir, user)).toBe(false);
    const elsewhere = clusterPlace(dataDir, user, '/var/lib/x');
    expect(elsewhere).toMatch(/^\/var\/lib\/x\/[0-9a-f]{16}$/);
    expect(clusterPlace(dataDir, user, '/var/lib/x')).toBe(elsewhere);
    rmSync(dataDir, { recursive: true });
    mkdirSync(dataDir);
    expect(clusterPlace(dataDir, user, '/var/lib/x')).not.toBe(elsewhere);
  });

  it('runs as an ordinary user where the core is root', () => {
    const passwd = () => 'root:x:0:0::/root:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n';
    expect(chooseRunAs(0, passwd)).toEqual({ name: 'nobody', uid: 65534, gid: 65534 });
    expect(chooseRunAs(0, () => `${passwd()}postgres:x:101:104::/:/bin/sh\n`)?.name).toBe('postgres');
    expect(chooseRunAs(1000, passwd)).toBeNull();
    expect(() => chooseRunAs(0, () => 'root:x:0:0::/:/bin/sh')).toThrow('postgres');
  });
});

describe('migrations', () => {
  it('run once, in order, each whole or not at all', async () => {
    const postgres = await start(shared.path);
    const db = await connect(postgres.connection);
    const good = { name: '0001_a.sql', sql: 'create table a (n int)', sha256: 'a' };
    const bad = {
      name: '0002_b.sql',
      sql: 'create table b (n int); insert into nowhere values (1)',
      sha256: 'b',
    };
    await expect(migrate(db, [good, bad])).rejects.toThrow('nowhere');
    expect(
      (await sql`select to_regclass('a') is not null as a, to_regclass('b') as b`.execute(db)).rows,
    ).toEqual([{ a: true, b: null }]);
    const mended = { ...bad, sql: 'create table b (n int)' };
    expect(await Promise.all([migrate(db, [good, mended]), migrate(db, [good, mended])])).toContainEqual([
      '0002_b.sql',
    ]);
    expect(await migrate(db, [good, mended])).toEqual([]);
    await expect(migrate(db, [{ ...good, sha256: 'x' }, mended])).rejects.toThrow('was changed after it ran');
    await expect(migrate(db, [good])).rejects.toThrow('newer version');
    await sql`drop table a, b, schema_migration`.execute(db);
  });

  it('of this version bring an empty database up to date', async () => {
    const store = await openStore({
      dataDir: shared.path,
      url: undefined,
      clock: systemClock,
      log: () => {},
    });
    ends.push(() => store.close());
    await store.ping();
    expect(await migrate(store.db)).toEqual([]);
    const migrations = readMigrations();
    const names = migrations.map(migration => migration.name);
    expect(names[0]).toBe('0001_start.sql');
    expect(readFileSync(join(import.meta.dirname, 'migrations', names[0]!), 'utf8')).toContain('sign_in_log');

    // Areas of entries that were applied for before they had names.
    const named = migrations.find(({ name }) => name === '0013_watch_area_names.sql')!;
    const areas = await store.db.transaction().execute(async transaction => {
      await sql`create temp table watch_entry on commit drop as
        select '[[[1,2],[3,4],[5,6]]]'::jsonb as areas union all select '[]'`.execute(transaction);
      await sql.raw(named.sql).execute(transaction);
      return (
        await sql<{ areas: unknown }>`select areas from watch_entry order by areas`.execute(transaction)
      ).rows;
    });
    expect(areas).toEqual([
      { areas: [] },
      {
        areas: [
          {
            name: '–',
            ring: [
              [1, 2],
              [3, 4],
              [5, 6],
            ],
          },
        ],
      },
    ]);
  });
});

describe('passages of before they were packed', () => {
  it('are the same afterwards, in the tables of their days', async () => {
    const postgres = await start(folderFor('packing'));
    const db = await connect(postgres.connection);
    const all = readMigrations();
    await migrate(
      db,
      all.filter(({ name }) => name < '0011'),
    );
    const hash = (letter: string) => letter.repeat(64);
    await sql`create table passages_20261124 partition of passages
      for values from ('2026-11-24 00:00:00+00') to ('2026-11-25 00:00:00+00')`.execute(db);
    await sql`
      insert into passages (id, plate, passed_at, camera_id, kind, colour, rows, direction, lane, confidence, characters,
        runner_up, runner_up_confidence, corners, vehicle, plate_width_px, frames_read, profile, scene_picture,
        vehicle_picture, plate_picture, first_seen, last_seen, edge_clock_offset_ms, received_at, system)
      values
        ('01000000-0000-7000-8000-000000000001', '浙A3K901', '2026-11-24 08:00:00.25+00', 'c', 'small', 'blue', 1,
          'toward', '一车道', 0.97, '[["浙",0.9998],["A",0.97,"4",0.02],["3",1],["K",1],["9",1],["0",1,"D",0.0001],["1",1]]',
          '浙43K901', 0.0125, '{0.25,0.5,0.375,0.5,0.375,0.5625,0.25,0.5625}', '{0.125,0.25,0.5,0.75}', 112.5, 9, 'sub',
          decode(${hash('a')}, 'hex'), decode(${hash('b')}, 'hex'), decode(${hash('c')}, 'hex'),
          '2026-11-24 07:59:59+00', '2026-11-24 08:00:01+00', 250, '2026-11-24 08:00:02+00', null),
        ('01000000-0000-7000-8000-000000000002', '', '2026-11-24 09:00:00+00', 'c', 'unknown', 'green', 2,
          'away', null, null, null, null, null, '{0,0,1,0,1,1,0,1}', '{0,0,1,1}', 40, 1, 'main',
          decode(${hash('a')}, 'hex'), decode(${hash('b')}, 'hex'), decode(${hash('c')}, 'hex'),
          '2026-11-24 09:00:00+00', '2026-11-24 09:00:00+00', null, '2026-11-24 09:00:02+00', null)`.execute(
      db,
    );
    await sql`
      insert into passages (id, plate, passed_at, camera_id, kind, colour, direction, received_at, system)
      values ('01000000-0000-8000-8000-000000000003', '沪B12345', '2026-11-24 10:00:00+00', 'd', 'large', 'yellow',
        'unknown', '2026-11-24 11:00:00+00', '停车场')`.execute(db);
    await migrate(db, all);
    const { rows } = await sql<PassageRow>`select * from passages_20261124 order by passed_at`.execute(db);
    const atMs = Date.UTC(2026, 10, 24, 8, 0, 0);
    const sure = (character: string) => ({ character, confidence: 1, alternatives: [] });
    const pictures = { scene: hash('a'), vehicle: hash('b'), plate: hash('c') };
    expect(rows.map(fromRow)).toEqual([
      expect.objectContaining({
        passedMs: atMs,
        firstSeenMs: atMs - 1250,
        lastSeenMs: atMs + 750,
        edgeClockOffsetMs: 250,
        lane: '一车道',
        reading: {
          text: '浙A3K901',
          confidence: 0.97,
          characters: [
            { character: '浙', confidence: 0.9998, alternatives: [] },
            { character: 'A', confidence: 0.97, alternatives: [{ character: '4', confidence: 0.02 }] },
            ...['3', 'K', '9'].map(sure),
            { character: '0', confidence: 1, alternatives: [{ character: 'D', confidence: 0.0001 }] },
            sure('1'),
          ],
          runnerUp: { text: '浙43K901', confidence: 0.0125 },
        },
        rows: 1,
        corners: [
          [0.25, 0.5],
          [0.375, 0.5],
          [0.375, 0.5625],
          [0.25, 0.5625],
        ],
        vehicle: [0.125, 0.25, 0.5, 0.75],
        plateWidthPx: 112.5,
        framesRead: 9,
        profile: 'sub',
        pictures,
      }),
      expect.objectContaining({
        reading: null,
        rows: 2,
        profile: 'main',
        edgeClockOffsetMs: null,
        vehicle: [0, 0, 1, 1],
        pictures,
      }),
      expect.objectContaining({ system: '停车场', kind: 'large', pictures: null }),
    ]);
  });
});

describe('an external database', () => {
  it('serves as the embedded one does, given by its address', async () => {
    const { connection } = await start(shared.path);
    const { host, user, password, database, port } = connection;
    const url = `postgres://${user}:${password}@/${database}?host=${encodeURIComponent(host)}&port=${port}`;
    const dataDir = folderFor('external');
    const store = await openStore({ dataDir, url, clock: systemClock, log: () => {} });
    ends.push(() => store.close());
    await store.ping();
    expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
  });
});
