// What plate reading shares over all cameras of this box, wired: the outbox that goes out over the link, what
// people drew on the cameras' pictures, the core's clock, and who looks.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '@brightwall/kit/clock';
import { DataFolderInUse, lockDataFolder } from '@brightwall/kit/data-lock';
import { Emitter } from '@brightwall/kit/emitter';
import { supervise } from '@brightwall/kit/supervise';
import type { Logger } from 'pino';
import type { EdgeConfig } from './config.ts';
import { Outbox } from './outbox/outbox.ts';
import { PlateSetups } from './plates/setups/plate-setups.ts';
import { CoreClock } from './uplink/core-clock.ts';
import type { CoreLink } from './uplink/core-link.ts';

const clockBackoff = { firstMs: 1_000, capMs: 60_000, factor: 2, jitter: 0.3, healthyMs: 60_000 };

/** The data folder cannot be used, said for the person who chose it. */
export class DataFolderError extends Error {
  readonly zh: string;
  readonly en: string;

  constructor(zh: string, en: string) {
    super(`${zh} / ${en}`);
    this.zh = zh;
    this.en = en;
  }
}

export class PipelinePassages {
  /** `watch`: somebody looks at this camera's plates, or nobody any more. */
  readonly events = new Emitter<{ watch: [cameraId: string, on: boolean] }>();
  readonly outbox: Outbox;
  readonly setups: PlateSetups;
  readonly coreClock: CoreClock;
  readonly #clock: Clock;
  readonly #unlock: () => void;
  readonly #watched = new Set<string>();
  #linkLife: AbortController | null = null;

  private constructor(link: CoreLink, clock: Clock, outbox: Outbox, setups: PlateSetups, unlock: () => void) {
    this.#clock = clock;
    this.#unlock = unlock;
    this.outbox = outbox;
    this.setups = setups;
    this.coreClock = new CoreClock(() => link.time(), clock);
    link.events.on('greeted', () => this.#handleLinkUp());
    link.events.on('disconnected', () => this.#handleLinkDown());
  }

  /** Throws DataFolderError. */
  static async open(
    config: EdgeConfig,
    link: CoreLink,
    clock: Clock,
    log: Logger,
  ): Promise<PipelinePassages> {
    let unlock: (() => void) | null = null;
    try {
      await mkdir(config.data, { recursive: true, mode: 0o700 });
      // Two agents would send the same passages, and take each other's files away.
      unlock = lockDataFolder(config.data, 'edge');
      const outbox = await Outbox.open({
        ...config.outbox,
        folder: join(config.data, 'outbox'),
        deliver: delivery => link.passage(delivery),
        clock,
        log: (level, text, facts) => log[level](facts, text),
      });
      const setups = await PlateSetups.open(join(config.data, 'plate-setups.json'));
      if (setups.damage)
        log.error(
          { damage: setups.damage },
          '号牌识别设置文件已损坏：在核心重新下发之前不识别、不拍摄 / plate-setups.json is damaged: nothing is read and no picture made until the core gives the setups again',
        );
      return new PipelinePassages(link, clock, outbox, setups, unlock);
    } catch (error) {
      unlock?.();
      if (error instanceof DataFolderInUse) throw new DataFolderError(error.zh, error.en);
      const why = `${config.data}: ${(error as Error).message}`;
      throw new DataFolderError(`数据目录不可用：${why}`, `the data folder cannot be used: ${why}`);
    }
  }

  isWatched(cameraId: string): boolean {
    return this.#watched.has(cameraId);
  }

  handleWatch(cameraId: string, on: boolean): void {
    if (on === this.#watched.has(cameraId)) return;
    if (on) this.#watched.add(cameraId);
    else this.#watched.delete(cameraId);
    this.events.emit('watch', cameraId, on);
  }

  async close(): Promise<void> {
    this.#handleLinkDown();
    await this.outbox.close();
    this.events.clear();
    this.#unlock();
  }

  #handleLinkUp(): void {
    this.#handleLinkDown();
    this.#linkLife = new AbortController();
    void supervise(signal => this.coreClock.run(signal), {
      clock: this.#clock,
      backoff: clockBackoff,
      signal: this.#linkLife.signal,
    });
    this.outbox.handleLinkUp();
  }

  /** The core asks anew for what it wants watched. */
  #handleLinkDown(): void {
    this.#linkLife?.abort();
    this.#linkLife = null;
    this.outbox.handleLinkDown();
    for (const cameraId of [...this.#watched]) this.handleWatch(cameraId, false);
  }
}
