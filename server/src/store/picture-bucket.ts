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
import { AppError } from '@brightwall/protocol/errors';
import type { Picture, PicturesPort } from '../passages/ports.ts';

export interface BucketOptions {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly keys: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Told when the storage stops answering, and when it answers again. */
  readonly onState: (available: boolean, why: string) => void;
}

const dayMs = 86_400_000;
/** With the client's own backoff between them; after that the outbox waits, and tries again. */
const tries = 4;
const timeouts = { connectionTimeout: 3_000, requestTimeout: 10_000 };
const sweptAtOnce = 16;
const named = 'named-ms';

export class PictureBucket implements PicturesPort {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #onState: BucketOptions['onState'];
  #available = true;

  constructor({ endpoint, bucket, region, keys, onState }: BucketOptions) {
    this.#bucket = bucket;
    this.#onState = onState;
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
      await this.#client.send(new HeadBucketCommand({ Bucket: this.#bucket }));
      this.#set(true, '');
    } catch (error) {
      const status = statusOf(error);
      if (status === 404)
        throw new Error(
          `pictures.s3：没有存储桶 ${this.#bucket} / pictures.s3: there is no bucket ${this.#bucket}`,
        );
      if (status === 401 || status === 403 || status === 400)
        throw new Error(
          `pictures.s3：密钥被拒绝（HTTP ${status}） / pictures.s3: the keys are refused (HTTP ${status})`,
        );
      this.#set(false, String(error));
    }
  }

  /** Throws pictures-unavailable. */
  async put(pictures: readonly Picture[], namedMs: number): Promise<void> {
    await this.#answered(() => Promise.all(pictures.map(picture => this.#putOne(picture, namedMs))));
  }

  async get(hash: string): Promise<Uint8Array | null> {
    return this.#answered(async () => {
      try {
        const { Body } = await this.#client.send(new GetObjectCommand(this.#of(hash)));
        return (await Body?.transformToByteArray()) ?? null;
      } catch (error) {
        if (statusOf(error) === 404) return null;
        throw error;
      }
    });
  }

  async sweep(hashes: readonly string[], keptFromMs: number): Promise<number> {
    let deleted = 0;
    for (let at = 0; at < hashes.length; at += sweptAtOnce) {
      const some = hashes.slice(at, at + sweptAtOnce);
      const done = await this.#answered(() =>
        Promise.all(some.map(hash => this.#sweepOne(hash, keptFromMs))),
      );
      deleted += done.filter(Boolean).length;
    }
    return deleted;
  }

  close(): void {
    this.#client.destroy();
  }

  async #putOne({ hash, jpeg }: Picture, namedMs: number): Promise<void> {
    const there = await this.#head(hash);
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
    );
  }

  async #sweepOne(hash: string, keptFromMs: number): Promise<boolean> {
    const there = await this.#head(hash);
    if (!there || there.namedMs >= keptFromMs) return false;
    await this.#client.send(new DeleteObjectCommand(this.#of(hash)));
    return true;
  }

  async #head(hash: string): Promise<{ size: number; namedMs: number } | null> {
    try {
      const { ContentLength = -1, Metadata } = await this.#client.send(new HeadObjectCommand(this.#of(hash)));
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

  async #answered<T>(ask: () => Promise<T>): Promise<T> {
    try {
      const answer = await ask();
      this.#set(true, '');
      return answer;
    } catch (error) {
      if (error instanceof RangeError) throw error;
      const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      this.#set(false, why);
      throw new AppError('pictures-unavailable', why.slice(0, 200));
    }
  }

  #set(available: boolean, why: string): void {
    if (this.#available === available) return;
    this.#available = available;
    this.#onState(available, why);
  }
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata?.httpStatusCode;
}
