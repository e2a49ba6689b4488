// Hits, written with the passages that meet entries, in their transaction: no crash is between the two, and a
// passage that is stored once is a hit once.
import { uuidV7 } from '@brightwall/kit/uuid';
import { type Passage, passedByCoreMs } from '@brightwall/protocol/passage';
import { repeatWithinMs, type WatchAlertNews } from '@brightwall/protocol/watch-alert';
import { sql } from 'kysely';
import type { GroupHits, KnownAlert, WatchHit } from '../alerts/ports.ts';
import type { Database } from './database.ts';
import type { Alongside } from './passages.ts';
import { readAlerts } from './watch-alerts.ts';

/** Cores that raise alerts at the same time queue here, so that a vehicle raises one in five minutes; any constant. */
const lockKey = 0x62_77_77_68; // "bwwh"

export interface HitsAlongside {
  readonly hits: (passages: readonly Passage[]) => readonly WatchHit[];
  readonly group: GroupHits;
  readonly epochMs: () => number;
  /** After the commit; newest first. */
  readonly tell: (news: readonly WatchAlertNews[]) => void;
}

/** For PassageStore: passages that meet no entry cost nothing but being looked at. */
export function hitsAlongside({ hits, group, epochMs, tell }: HitsAlongside): Alongside {
  return passages => {
    const all = hits(passages);
    if (all.length === 0) return null;
    // The same passage twice in one group is one hit.
    const once = [...new Map(all.map(hit => [`${hit.entryId} ${hit.passage.id}`, hit])).values()];
    return async (transaction, freshIds) => {
      try {
        const fresh = once.filter(({ passage }) => freshIds.has(passage.id));
        const news = await writeHits(transaction, fresh, { group, nowMs: epochMs() });
        return { told: () => tell(news) };
      } catch (error) {
        // Whatever it is, it is no fault of the passages: they are not refused for it, and come again.
        throw new Error('hits could not be written', { cause: error });
      }
    };
  };
}

async function writeHits(
  transaction: Database,
  hits: readonly WatchHit[],
  { group, nowMs }: { group: GroupHits; nowMs: number },
): Promise<WatchAlertNews[]> {
  if (hits.length === 0) return [];
  await sql`select pg_advisory_xact_lock(${lockKey}::bigint)`.execute(transaction);
  const { grouped, raised } = group(hits, await knownAlerts(hits, transaction), () => uuidV7(nowMs));
  const raisedRows = raised.map(({ id, entryId, plate, kind, hit: { passage, park = null } }) => ({
    ...{ id, entry_id: entryId, plate, kind, passage_id: passage.id, camera_id: passage.cameraId },
    passed_at: passedAt(passage),
    park,
  }));
  await sql`
    insert into watch_alert (id, entry_id, plate, kind, passage_id, passed_at, camera_id, raised_at, hits,
      last_passed_at, last_camera_id, state, park)
    select id, entry_id, plate, kind, passage_id, passed_at, camera_id, ${new Date(nowMs)}, 0, passed_at, camera_id,
      'raised', nullif(park, 'null')
    from json_to_recordset(${JSON.stringify(raisedRows)}::json) as r (id uuid, entry_id uuid, plate text, kind text,
      passage_id uuid, passed_at timestamptz, camera_id text, park jsonb)`.execute(transaction);
  const hitRows = grouped.map(({ alertId, hit: { entryId, passage } }) => ({
    ...{ entry_id: entryId, passage_id: passage.id, alert_id: alertId, camera_id: passage.cameraId },
    passed_at: passedAt(passage),
  }));
  await sql`
    with new_hit as (
      insert into watch_hit (entry_id, passage_id, alert_id, passed_at, camera_id)
      select entry_id, passage_id, alert_id, passed_at, camera_id
      from json_to_recordset(${JSON.stringify(hitRows)}::json) as r (entry_id uuid, passage_id uuid, alert_id uuid,
        passed_at timestamptz, camera_id text)
      returning alert_id, passed_at, camera_id),
    by_alert as (
      select alert_id, count(*)::int as hits, max(passed_at) as passed_at,
        (array_agg(camera_id order by passed_at desc))[1] as camera_id
      from new_hit group by alert_id)
    update watch_alert a set hits = a.hits + n.hits,
      last_camera_id = case when n.passed_at > a.last_passed_at then n.camera_id else a.last_camera_id end,
      last_passed_at = greatest(a.last_passed_at, n.passed_at)
    from by_alert n where a.id = n.alert_id`.execute(transaction);
  const raisedIds = new Set(raised.map(({ id }) => id));
  const changed = await readAlerts([...new Set(grouped.map(({ alertId }) => alertId))], transaction);
  return changed.map(({ purposeId: _, ...alert }) => ({ alert, raised: raisedIds.has(alert.id) }));
}

/** As store/passage-row.ts rounds it: the alert finds its passage by it. */
function passedAt(passage: WatchHit['passage']): string {
  return new Date(Math.round(passedByCoreMs(passage))).toISOString();
}

async function knownAlerts(hits: readonly WatchHit[], transaction: Database): Promise<KnownAlert[]> {
  const vehicles = hits.map(({ entryId, passage }) => ({
    ...{ entry_id: entryId, plate: passage.reading?.text ?? '', kind: passage.kind },
    passed_at: passedAt(passage),
  }));
  const { rows } = await sql<{ id: string; entry_id: string; plate: string; kind: string; passed_at: Date }>`
    select distinct a.id, a.entry_id, a.plate, a.kind, a.passed_at
    from json_to_recordset(${JSON.stringify(vehicles)}::json) as r (entry_id uuid, plate text, kind text,
      passed_at timestamptz)
    join watch_alert a on a.entry_id = r.entry_id and a.plate = r.plate collate "C" and a.kind = r.kind
      and a.passed_at between r.passed_at - ${seconds}::int * interval '1 second'
        and r.passed_at + ${seconds}::int * interval '1 second'`.execute(transaction);
  return rows.map(row => ({
    id: row.id,
    entryId: row.entry_id,
    plate: row.plate,
    kind: row.kind,
    passedMs: row.passed_at.getTime(),
  }));
}

const seconds = repeatWithinMs / 1000;
