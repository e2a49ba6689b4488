// Pictures of passages in S3-compatible storage, under their content's hash: pictures/ab/<hash>.jpg. An object's
// metadata says when the newest passage was that names it. While the storage is not there passages wait in the
// edges' outboxes: nothing is acknowledged whose pictures are not stored.
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Clock, Timer } from '@brightwall/kit/clock';
import { AppError } from '@brightwall/protocol/errors';
import type { Picture, PicturesPort } from '../passages/ports.ts';
import { isRefused, statusOf, storageFault } from './storage-fault.ts';

export interface BucketOptions {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly keys: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Told when the storage stops answering, and when it answers again. */
  readonly onState: (available: boolean, why: string) => void;
  readonly clock: Clock;
}

const dayMs = 86_400_000;
/** With the client's own backoff between them; after that the outbox waits, and tries again. */
const tries = 3;
/** Without the last, a request that is never answered is waited for for ever. */
const timeouts = { connectionTimeout: 3_000, requestTimeout: 5_000, throwOnRequestTimeout: true };
/** For all of its tries, and the answer's body: less than the 30 s that an agent waits for the answer to a passage. */
const patienceMs = 20_000;
const lookAgainMs = 5_000;
const sweptAtOnce = 16;
const named = 'named-ms';

export class PictureBucket implements PicturesPort {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #onState: BucketOptions['onState'];
  readonly #clock: Clock;
  #available = true;
  #again: Timer | null = null;
  #isClosed = false;

  constructor({ endpoint, bucket, region, keys, onState, clock }: BucketOptions) {
    this.#bucket = bucket;
    this.#onState = onState;
    this.#clock = clock;
    this.#client = new S3Client({
      ...{ endpoint, region, credentials: keys, maxAttempts: tries, requestHandler: timeouts },
      // A name before the endpoint's needs DNS of its own, which a closed network has not.
      forcePathStyle: true,
      // Older storage knows no checksums but the signature's own.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  get available(): boolean {
    return this.#available;
  }

  /** Throws for people where the bucket or the keys are wrong; storage that does not answer yet may come. */
  async open(): Promise<void> {
    try {
      await this.#client.send(new HeadBucketCommand({ Bucket: this.#bucket }), patience());
      this.#set(true, '');
    } catch (error) {
      const why = storageFault(error, this.#bucket);
      if (statusOf(error) === 404 || isRefused(error)) throw new Error(`pictures.s3：${why}`);
      this.#set(false, why);
    }
  }

  /** Throws pictures-unavailable. */
  async put(pictures: readonly Picture[], namedMs: number): Promise<void> {
    await this.#answered(within =>
      Promise.all(pictures.map(picture => this.#putOne(picture, namedMs, within))),
    );
  }

  async get(hash: string): Promise<Uint8Array | null> {
    return this.#answered(async within => {
      try {
        const { Body } = await this.#client.send(new GetObjectCommand(this.#of(hash)), within);
        return (await Body?.transformToByteArray()) ?? null;
      } catch (error) {
        if ((error as Error).name === 'NoSuchKey') return null;
        throw error;
      }
    });
  }

  async sweep(hashes: readonly string[], keptFromMs: number): Promise<number> {
    let deleted = 0;
    for (let at = 0; at < hashes.length; at += sweptAtOnce) {
      const some = hashes.slice(at, at + sweptAtOnce);
      const done = await this.#answered(within =>
        Promise.all(some.map(hash => this.#sweepOne(hash, keptFromMs, within))),
      );
      deleted += done.filter(Boolean).length;
    }
    return deleted;
  }

  close(): void {
    this.#isClosed = true;
    this.#again?.cancel();
    this.#client.destroy();
  }

  async #putOne({ hash, jpeg }: Picture, namedMs: number, within: Within): Promise<void> {
    const there = await this.#head(hash, within);
    const isToday = there !== null && there.namedMs >= Math.floor(namedMs / dayMs) * dayMs;
    if (isToday && there.size === jpeg.length) return;
    const newestMs = Math.max(namedMs, there?.namedMs ?? 0);
    await this.#client.send(
      new PutObjectCommand({
        ...this.#of(hash),
        Body: jpeg,
        ContentType: 'image/jpeg',
        Metadata: { [named]: String(Math.floor(newestMs)) },
      }),
      within,
    );
  }

  async #sweepOne(hash: string, keptFromMs: number, within: Within): Promise<boolean> {
    const there = await this.#head(hash, within);
    if (!there || there.namedMs >= keptFromMs) return false;
    await this.#client.send(new DeleteObjectCommand(this.#of(hash)), within);
    return true;
  }

  async #head(hash: string, within: Within): Promise<{ size: number; namedMs: number } | null> {
    try {
      const head = new HeadObjectCommand(this.#of(hash));
      const { ContentLength = -1, Metadata } = await this.#client.send(head, within);
      return { size: ContentLength, namedMs: Number(Metadata?.[named] ?? 0) };
    } catch (error) {
      if (statusOf(error) === 404) return null;
      throw error;
    }
  }

  #of(hash: string): { Bucket: string; Key: string } {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new RangeError(`no picture's name: ${hash}`);
    return { Bucket: this.#bucket, Key: `pictures/${hash.slice(0, 2)}/${hash}.jpg` };
  }

  async #answered<T>(ask: (within: Within) => Promise<T>): Promise<T> {
    try {
      const answer = await ask(patience());
      this.#set(true, '');
      return answer;
    } catch (error) {
      if (error instanceof RangeError) throw error;
      const why = storageFault(error, this.#bucket).slice(0, 200);
      this.#set(false, why);
      throw new AppError('pictures-unavailable', why);
    }
  }

  #set(available: boolean, why: string): void {
    if (!available) this.#lookAgain();
    if (this.#available === available) return;
    this.#available = available;
    this.#onState(available, why);
  }

  /** Who sends passages to a core that is ready only would else never learn that it is. Writing is what is needed of it. */
  #lookAgain(): void {
    if (this.#isClosed) return;
    this.#again?.cancel();
    this.#again = this.#clock.after(lookAgainMs, () => {
      const probe = new PutObjectCommand({
        Bucket: this.#bucket,
        Key: 'pictures/probe',
        Body: Buffer.from('?'),
      });
      void this.#answered(within => this.#client.send(probe, within)).catch(() => {});
    });
  }
}

/** The same for all that one asking sends. */
type Within = { readonly abortSignal: AbortSignal };

function patience(): Within {
  return { abortSignal: AbortSignal.timeout(patienceMs) };
}
