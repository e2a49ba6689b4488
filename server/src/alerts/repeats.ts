// Which hits raise an alert, and which are seen again under one: an entry and a vehicle (number and kind) raise one
// in five minutes, counted from the passage that raised it, so that a vehicle that stays raises another in time.
import { passedByCoreMs } from '@brightwall/protocol/passage';
import { repeatWithinMs } from '@brightwall/protocol/watch-alert';
import type { GroupHits, KnownAlert, WatchHit } from './ports.ts';

export const groupHits: GroupHits = (hits, known, newId) => {
  const near = new Map<string, KnownAlert[]>();
  for (const alert of known) near.set(keyOf(alert), [...(near.get(keyOf(alert)) ?? []), alert]);
  const raised: (KnownAlert & { hit: WatchHit })[] = [];
  const inOrder = [...hits].sort((a, b) => passedByCoreMs(a.passage) - passedByCoreMs(b.passage));
  const grouped = inOrder.map(hit => {
    const { entryId, passage } = hit;
    const vehicle = { entryId, plate: passage.reading?.text ?? '', kind: passage.kind };
    const passedMs = passedByCoreMs(passage);
    const alerts = near.get(keyOf(vehicle)) ?? [];
    const one = alerts.find(alert => Math.abs(alert.passedMs - passedMs) <= repeatWithinMs);
    if (one) return { hit, alertId: one.id };
    const alert = { id: newId(), ...vehicle, passedMs, hit };
    raised.push(alert);
    near.set(keyOf(vehicle), [...alerts, alert]);
    return { hit, alertId: alert.id };
  });
  return { grouped, raised };
};

const keyOf = ({ entryId, plate, kind }: Pick<KnownAlert, 'entryId' | 'plate' | 'kind'>) =>
  `${entryId} ${plate} ${kind}`;
