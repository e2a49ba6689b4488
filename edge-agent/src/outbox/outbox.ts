// 发件箱: passages and their pictures, kept on the disk until the core has stored them. In order for each
// camera, several cameras at once, nothing acknowledged to the reader is lost by a crash. Bounded in bytes
// and days: when it is full the oldest go, because what happens now is worth more than what happened then;
// each is counted and said in the log.
import type { Clock, MonotonicMs, Timer } from '@brightwall/kit/clock';
import { uuidV7Ms } from '@brightwall/kit/uuid';
import type { PassageDelivery } from '@brightwall/protocol/edge-messages';
import type { SeenPassage } from '@brightwall/protocol/passage';
import { Courier } from './courier.ts';
import { bytesOnDisk, type Entry, type OutboxPicture, Shelf } from './shelf.ts';

export interface OutboxOptions {
  readonly folder: string;
  readonly maxBytes: number;
  readonly maxAgeMs: number;
  /** Resolves when the core has it for good; throws AppError: bad-request and too-large are final, the rest is tried again. */
  readonly deliver: (delivery: PassageDelivery) => Promise<void>;
  readonly clock: Clock;
  readonly log: (level: 'info' | 'warn' | 'error', text: string, facts: object) => void;
}

/** Since the start, but for what is in it. */
export interface OutboxCounts {
  put: number;
  sent: number;
  /** Gone because it was full or too old. */
  dropped: number;
  /** Moved to refused/: the core would not have it. */
  refused: number;
  /** Moved to refused/: not what was put. */
  damaged: number;
  /** Could not be put: the disk is full or broken. */
  failed: number;
}

/** Of maxBytes, for refused/. */
const refusedShare = 0.1;
const lookForOldEveryMs = 3_600_000;
const sayEveryMs = 60_000;
/** Older than this is no age, but a box whose clock was wrong when the passage was made. */
const noAgeMs = 366 * 86_400_000;

export class Outbox {
  readonly counts: OutboxCounts = { put: 0, sent: 0, dropped: 0, refused: 0, damaged: 0, failed: 0 };
  readonly #options: OutboxOptions;
  readonly #shelf: Shelf;
  readonly #courier: Courier;
  /** Each camera's, oldest first. */
  readonly #queues = new Map<string, Entry[]>();
  readonly #refused: Entry[];
  /** The last put of each camera: the next waits for it, so that their order is the one they came in. */
  readonly #putting = new Map<string, Promise<unknown>>();
  #bytes = 0;
  #refusedBytes = 0;
  /** For what is being put. */
  #reserved = 0;
  #sequence = 0;
  #timer: Timer | null = null;
  #saidMs: MonotonicMs | null = null;
  #droppedSaid = 0;
  #closed = false;

  private constructor(options: OutboxOptions, shelf: Shelf, entries: readonly Entry[], refused: Entry[]) {
    this.#options = options;
    this.#shelf = shelf;
    this.#refused = refused;
    for (const entry of entries) this.#add(entry);
    for (const entry of refused) this.#refusedBytes += entry.bytes;
    this.#sequence = Math.max(0, ...entries.slice(-1).map(last), ...refused.slice(-1).map(last));
    this.#courier = new Courier({
      clock: options.clock,
      log: options.log,
      read: entry => shelf.read(entry),
      deliver: options.deliver,
      next: cameraId => this.#queues.get(cameraId)?.[0] ?? null,
      handleSent: entry => this.#handleSent(entry),
      handleRefused: (entry, why, isDamaged) => this.#handleRefused(entry, why, isDamaged),
    });
  }

  /** Finds what an earlier life left, whatever its end was. */
  static async open(options: OutboxOptions): Promise<Outbox> {
    const { shelf, entries, refused, unreadable } = await Shelf.open(options.folder);
    const outbox = new Outbox(options, shelf, entries, refused);
    if (unreadable.length > 0) options.log('error', 'parts of the outbox cannot be read', { unreadable });
    if (entries.length > 0) options.log('info', 'the outbox holds passages', outbox.held);
    await outbox.#dropOld();
    outbox.#lookForOld();
    return outbox;
  }

  get held(): { passages: number; bytes: number; refused: number; oldestMs: number | null } {
    const heads = [...this.#queues.values()].flatMap(queue => queue[0] ?? []);
    const oldest = heads.reduce<Entry | null>((a, b) => (a && a.sequence < b.sequence ? a : b), null);
    return {
      passages: [...this.#queues.values()].reduce((sum, queue) => sum + queue.length, 0),
      bytes: this.#bytes,
      refused: this.#refused.length,
      oldestMs: oldest && uuidV7Ms(oldest.passageId),
    };
  }

  /** Resolves when the passage is on the disk: from then on it reaches the core, or is counted as dropped. Rejects when the disk would not have it. */
  async put(passage: SeenPassage, pictures: readonly OutboxPicture[]): Promise<void> {
    const { cameraId } = passage;
    const before = this.#putting.get(cameraId) ?? Promise.resolve();
    const put = before.catch(() => {}).then(() => this.#put(passage, pictures));
    this.#putting.set(cameraId, put);
    try {
      await put;
    } finally {
      if (this.#putting.get(cameraId) === put) this.#putting.delete(cameraId);
    }
  }

  /** The core answers: what is held goes out. */
  handleLinkUp(): void {
    if (!this.#closed) this.#courier.start(this.#queues.keys());
  }

  handleLinkDown(): void {
    this.#courier.stop();
  }

  /** Finishes what is being put and stops sending; what is held waits for the next start. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#timer?.cancel();
    await Promise.allSettled([...this.#putting.values()]);
    await this.#courier.close();
  }

  async #put(passage: SeenPassage, pictures: readonly OutboxPicture[]): Promise<void> {
    if (this.#closed) throw new Error('发件箱已关闭 / the outbox is closed');
    // The JSON is some KB; two blocks do.
    const bytes = bytesOnDisk([8192, ...pictures.map(({ jpeg }) => jpeg.length)]);
    this.#reserved += bytes;
    try {
      await this.#makeRoom();
      this.#sequence += 1;
      this.#add(await this.#shelf.put(this.#sequence, passage, pictures));
    } catch (error) {
      this.counts.failed += 1;
      throw error;
    } finally {
      this.#reserved -= bytes;
    }
    this.counts.put += 1;
    this.#courier.handleNew(passage.cameraId);
  }

  #add(entry: Entry): void {
    const queue = this.#queues.get(entry.cameraId) ?? [];
    this.#queues.set(entry.cameraId, queue);
    queue.push(entry);
    this.#bytes += entry.bytes;
  }

  /** False when it was not there any more. */
  #takeOff(entry: Entry): boolean {
    const queue = this.#queues.get(entry.cameraId) ?? [];
    const at = queue.indexOf(entry);
    if (at < 0) return false;
    queue.splice(at, 1);
    if (queue.length === 0) this.#queues.delete(entry.cameraId);
    this.#bytes -= entry.bytes;
    return true;
  }

  async #handleSent(entry: Entry): Promise<void> {
    this.counts.sent += 1;
    if (this.#takeOff(entry)) await this.#shelf.remove(entry);
  }

  async #handleRefused(entry: Entry, why: string, isDamaged: boolean): Promise<void> {
    this.counts[isDamaged ? 'damaged' : 'refused'] += 1;
    const facts = { cameraId: entry.cameraId, passage: entry.passageId, why };
    this.#options.log('warn', 'a passage was moved aside to refused/', facts);
    if (!this.#takeOff(entry)) return;
    try {
      await this.#shelf.refuse(entry, why);
    } catch (error) {
      // Not even that: it is passed over until the next start finds it again.
      this.#options.log('error', 'a refused passage could not be moved', { ...facts, error: String(error) });
      return;
    }
    this.#refused.push(entry);
    this.#refusedBytes += entry.bytes;
    const limit = this.#options.maxBytes * refusedShare;
    while (this.#refusedBytes > limit && this.#refused.length > 0) {
      const oldest = this.#refused.shift()!;
      this.#refusedBytes -= oldest.bytes;
      await this.#shelf.removeRefused(oldest);
    }
  }

  async #makeRoom(): Promise<void> {
    while (this.#bytes + this.#refusedBytes + this.#reserved > this.#options.maxBytes) {
      const oldest = this.#oldest();
      // All that is left is on its way.
      if (!oldest) return;
      await this.#drop(oldest);
    }
  }

  /** But for those on their way: the core may be storing them. */
  #oldest(): Entry | null {
    let oldest: Entry | null = null;
    for (const queue of this.#queues.values()) {
      const first = queue.find(entry => !this.#courier.isSending(entry));
      if (first && (!oldest || first.sequence < oldest.sequence)) oldest = first;
    }
    return oldest;
  }

  async #drop(entry: Entry): Promise<void> {
    if (!this.#takeOff(entry)) return;
    this.counts.dropped += 1;
    const { clock, log } = this.#options;
    if (this.#saidMs === null || clock.monotonicMs() - this.#saidMs >= sayEveryMs) {
      this.#saidMs = clock.monotonicMs();
      log('warn', 'the outbox is full or its passages too old: the oldest are dropped', {
        droppedSinceLastSaid: this.counts.dropped - this.#droppedSaid,
        ...this.counts,
        ...this.held,
      });
      this.#droppedSaid = this.counts.dropped;
    }
    await this.#shelf.remove(entry);
  }

  #lookForOld(): void {
    this.#timer = this.#options.clock.after(lookForOldEveryMs, () => {
      this.#dropOld()
        .catch(error =>
          this.#options.log('error', 'old passages could not be dropped', { error: String(error) }),
        )
        .finally(() => {
          if (!this.#closed) this.#lookForOld();
        });
    });
  }

  async #dropOld(): Promise<void> {
    const nowMs = this.#options.clock.epochMs();
    for (const queue of [...this.#queues.values()])
      for (const entry of [...queue]) {
        const ageMs = nowMs - uuidV7Ms(entry.passageId);
        const isOld = ageMs > this.#options.maxAgeMs && ageMs < noAgeMs;
        if (isOld && !this.#courier.isSending(entry)) await this.#drop(entry);
      }
  }
}

function last({ sequence }: Entry): number {
  return sequence;
}
