// A park's list, its gates and who is inside; and what of it is written with the passages.
import type { Clock } from '@brightwall/kit/clock';
import { supervise } from '@brightwall/kit/supervise';
import type { Passage } from '@brightwall/protocol/passage';
import type { WatchAlertNews } from '@brightwall/protocol/watch-alert';
import type { WatchHit } from './alerts/ports.ts';
import type { Looks } from './audit/looks.ts';
import { GateLog } from './park/gate-log.ts';
import { alertOf, Gates } from './park/gates.ts';
import { ParkList } from './park/park-list.ts';
import { ParkRegister } from './park/register.ts';
import { Stays } from './park/stays.ts';
import { kindOf } from './passages/import/plate-codes.ts';
import type { Registry } from './registry/registry.ts';
import type { Database } from './store/database.ts';
import { GateEventStore, gatesAlongside } from './store/gate-events.ts';
import { ParkGateStore } from './store/park-gates.ts';
import { ParkPresenceStore } from './store/park-presence.ts';
import { ParkVehicleStore } from './store/park-vehicles.ts';

export interface ParkSurroundings {
  readonly db: Database;
  readonly looks: Looks;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly ends: (() => Promise<void> | void)[];
  readonly log: (level: 'error', text: string, facts: object) => void;
  /** Where the first day begins whose passages are kept. */
  readonly firstKeptMs: () => number;
  readonly tellAlerts: (news: readonly WatchAlertNews[]) => void;
}

export type ParkParts = Awaited<ReturnType<typeof startPark>>;

/** Ready to judge when it resolves. */
export async function startPark({
  db,
  registry,
  clock,
  ends,
  log,
  firstKeptMs,
  tellAlerts,
  looks,
}: ParkSurroundings) {
  const register = new ParkRegister();
  const events = new GateEventStore(db);
  const presence = new ParkPresenceStore(db, tellAlerts);
  const list = new ParkList({
    store: new ParkVehicleStore(db),
    ...{ register, looks, codes: { kindOf }, clock },
  });
  const gates = new Gates({
    gates: new ParkGateStore(db),
    ...{ register, looks },
    async stored(id) {
      registry.camera(id);
      await registry.stored(id);
    },
  });
  const gateLog = new GateLog({ events, looks, clock });
  const stays = new Stays({
    ...{ presence, looks, clock },
    async sweep() {
      const beforeMs = firstKeptMs();
      await list.sweep(beforeMs);
      await events.sweep(beforeMs);
      await presence.sweep(beforeMs);
    },
  });
  await list.load();
  await gates.load();
  const stop = new AbortController();
  const done = supervise(signal => stays.run(signal), {
    clock,
    backoff: { firstMs: 1_000, capMs: 60_000, factor: 2, jitter: 0.3, healthyMs: 60_000 },
    signal: stop.signal,
    onEnded: ({ error }) =>
      log('error', 'who stays too long could not be looked at', { error: String(error) }),
  });
  ends.push(async () => {
    stop.abort();
    await done;
    for (const part of [list, gates, gateLog, stays]) part.close();
  });
  return {
    ...{ list, gates, log: gateLog, stays },
    alongside: gatesAlongside({
      judge: passages => gates.judge(passages),
      tell: stored => gateLog.handleStored(stored),
    }),
    /** Those that raise an alert at the gate. */
    hits(passages: readonly Passage[]): WatchHit[] {
      const byId = new Map(passages.map(passage => [passage.id, passage]));
      return gates.judge(passages).flatMap(event => {
        const park = alertOf(event);
        return park === null ? [] : [{ entryId: event.listed!.id, passage: byId.get(event.id)!, park }];
      });
    },
  };
}
