// 布控告警: raised with the passages (store/watch-hits.ts), told to whoever listens, and taken on by people:
// 签收 → 核查 → 处置 → 反馈, each step once, by whoever is first.
import type { Clock } from '@brightwall/kit/clock';
import { Emitter } from '@brightwall/kit/emitter';
import { AppError } from '@brightwall/protocol/errors';
import type { Track } from '@brightwall/protocol/track';
import {
  type WatchAlerts as Alerts,
  nextAlertStep,
  type TakeAlertStep,
  type WatchAlert,
  type WatchAlertNews,
} from '@brightwall/protocol/watch-alert';
import type { Actor, AlertsPort, TrackPort } from './ports.ts';

const alertsAPage = 50;
/** What a page begins with. */
const mostOpen = 200;
const dayMs = 86_400_000;

export interface WatchAlertsOptions {
  readonly alerts: AlertsPort;
  readonly tracks: TrackPort;
  readonly clock: Clock;
}

export class WatchAlerts {
  readonly events = new Emitter<{ news: [news: WatchAlertNews] }>();
  readonly #options: WatchAlertsOptions;

  constructor(options: WatchAlertsOptions) {
    this.#options = options;
  }

  /** Stored, and to be told; newest first. */
  handleNews(news: readonly WatchAlertNews[]): void {
    for (const one of [...news].reverse()) this.events.emit('news', one);
  }

  /** Those that somebody has still to take on, newest first. */
  newestOpen(): Promise<WatchAlert[]> {
    return this.#options.alerts.list({ open: true, after: null, limit: mostOpen });
  }

  async list({ open, after }: { open: boolean; after?: string }): Promise<Alerts> {
    const limit = alertsAPage;
    const found = await this.#options.alerts.list({ open, after: after ?? null, limit: limit + 1 });
    const alerts = found.slice(0, limit);
    return { alerts, next: found.length > limit ? alerts.at(-1)!.id : null };
  }

  /** Throws not-found; state-changed where it is not the next step, or somebody was quicker. All but signing needs words. */
  async step(id: string, { kind, note }: TakeAlertStep, actor: Actor): Promise<WatchAlert> {
    const { alerts, clock } = this.#options;
    if (kind !== 'sign' && note.trim() === '') throw new AppError('bad-request', 'note');
    const alert = await alerts.get(id);
    if (!alert) throw new AppError('not-found');
    const next = nextAlertStep[alert.state];
    if (next?.kind !== kind) throw new AppError('state-changed', alert.state);
    const { userId, username } = actor;
    const step = { kind, username, atMs: clock.epochMs(), note: note.trim() };
    const changed = await alerts.step(id, { from: alert.state, to: next.to, step, userId });
    if (!changed) throw new AppError('state-changed');
    this.events.emit('news', { alert: changed, raised: false });
    return changed;
  }

  /**
   * Where its vehicle was in the day before and since. A look at history under the entry's purpose, and audited. Throws
   * purpose-required for an alert of a park's gate, which nobody gave a purpose.
   */
  async track(id: string, actor: Actor): Promise<Track> {
    const { alerts, tracks } = this.#options;
    const alert = await alerts.get(id);
    if (!alert) throw new AppError('not-found');
    const { plate, kind, purposeId } = alert;
    if (purposeId === null) throw new AppError('purpose-required');
    const [fromMs, toMs] = [alert.passedMs - dayMs, alert.lastPassedMs + dayMs];
    return tracks.track({ purposeId, plate, kind, fromMs, toMs }, actor);
  }

  close(): void {
    this.events.clear();
  }
}
