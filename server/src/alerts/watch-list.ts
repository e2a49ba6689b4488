// 布控名单: applied for by one, decided by another, withdrawn with an approval of its own, over at its end. What is
// approved is watched from that moment on, by the matcher here.
import type { Clock, Timer } from '@brightwall/kit/clock';
import { Emitter } from '@brightwall/kit/emitter';
import { uuidV7 } from '@brightwall/kit/uuid';
import { AppError } from '@brightwall/protocol/errors';
import type { Passage } from '@brightwall/protocol/passage';
import { plainPlate } from '@brightwall/protocol/plate-text';
import {
  longestWatchMs,
  type NewWatchEntry,
  type TakeWatchStep,
  type WatchEntries,
  type WatchEntry,
  type WatchGroup,
  watchDecisions,
  watchSteps,
} from '@brightwall/protocol/watch-list';
import { WatchMatcher } from './matcher.ts';
import { isWildcard, watchedPlate } from './plate-pattern.ts';
import type { Actor, EntriesPort, LooksPort, PlaceOf, WatchHit } from './ports.ts';

/** Passages that a box kept during an outage are matched by when they passed: an entry stays for them after its end. */
const lateMs = 86_400_000;
const sweepEveryMs = 3_600_000;
const entriesAPage = 50;

export interface WatchListOptions {
  readonly entries: EntriesPort;
  readonly looks: LooksPort;
  readonly placeOf: PlaceOf;
  readonly clock: Clock;
}

export class WatchList {
  readonly events = new Emitter<{ changed: [entry: WatchEntry] }>();
  readonly #options: WatchListOptions;
  readonly #matcher: WatchMatcher;
  #sweep: Timer | null = null;

  constructor(options: WatchListOptions) {
    this.#options = options;
    this.#matcher = new WatchMatcher(options.placeOf);
  }

  /** Before the first passage is taken: what is not loaded is not watched. */
  async load(): Promise<void> {
    const { entries, clock } = this.#options;
    for (const terms of await entries.watched(clock.epochMs() - lateMs)) this.#matcher.add(terms);
    this.#scheduleSweep();
  }

  get watched(): number {
    return this.#matcher.size;
  }

  hits(passages: readonly Passage[]): WatchHit[] {
    return passages.flatMap(passage => this.#matcher.match(passage).map(entryId => ({ entryId, passage })));
  }

  /** Throws bad-request, or purpose-required where the purpose is not the actor's own. */
  async apply(asked: NewWatchEntry, actor: Actor): Promise<WatchEntry> {
    const { entries, looks, clock } = this.#options;
    const entry = { ...asked, plate: watchedPlate(asked.plate) };
    const nowMs = clock.epochMs();
    if (entry.tolerant && isWildcard(entry.plate)) throw new AppError('bad-request', 'tolerant, wildcard');
    if (entry.fromMs >= entry.untilMs || entry.untilMs <= nowMs) throw new AppError('bad-request', 'untilMs');
    if (entry.untilMs - entry.fromMs > longestWatchMs) throw new AppError('bad-request', 'untilMs − fromMs');
    if (entry.hours && entry.hours.fromMinute === entry.hours.toMinute)
      throw new AppError('bad-request', 'hours');
    const { purposeId, ...terms } = entry;
    const look = await looks.entry(actor, {
      purposeId,
      action: 'watch-list',
      terms: { step: 'apply', ...terms },
    });
    const added = await entries.add(uuidV7(nowMs), entry, look);
    this.events.emit('changed', added);
    return added;
  }

  /** Throws not-found, own-request where somebody else must decide, state-changed where somebody was quicker. */
  async step(id: string, { kind, note }: TakeWatchStep, actor: Actor): Promise<WatchEntry> {
    const { entries, clock } = this.#options;
    const known = await entries.known(id);
    if (!known) throw new AppError('not-found');
    const to = watchSteps[known.state][kind];
    if (!to) throw new AppError('state-changed', known.state);
    if (watchDecisions.has(kind) && known.askedBy === actor.userId) throw new AppError('own-request');
    const atMs = clock.epochMs();
    if (kind === 'approve' && known.untilMs <= atMs) throw new AppError('state-changed', 'expired');
    const { purposeId } = known;
    const terms = { step: kind, entryId: id, note };
    const look = { ...actor, id: uuidV7(atMs), atMs, purposeId, action: 'watch-list' as const, terms };
    const changed = await entries.step(id, { from: known.state, to, kind, note }, look);
    if (!changed) throw new AppError('state-changed');
    if (changed.state === 'active' || changed.state === 'withdrawal-applied') this.#matcher.add(changed);
    else this.#matcher.remove(id);
    this.events.emit('changed', changed);
    return changed;
  }

  list(query: { group: WatchGroup; plate?: string; after?: string }): Promise<WatchEntries> {
    return this.#options.entries.list({
      group: query.group,
      plate: plainPlate(query.plate ?? ''),
      after: query.after ?? null,
      limit: entriesAPage,
      nowMs: this.#options.clock.epochMs(),
    });
  }

  close(): void {
    this.#sweep?.cancel();
    this.events.clear();
  }

  #scheduleSweep(): void {
    const { clock } = this.#options;
    this.#sweep = clock.after(sweepEveryMs, () => {
      const overMs = clock.epochMs() - lateMs;
      for (const { id, untilMs } of [...this.#matcher.entries()])
        if (untilMs <= overMs) this.#matcher.remove(id);
      this.#scheduleSweep();
    });
  }
}
