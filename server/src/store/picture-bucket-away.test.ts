// From an agent's outbox to a core whose bucket is taken away in every way: what cannot be stored waits at the edge, who
// looks learns why, and when the bucket is back everything is there, once.
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@brightwall/kit/clock';
import type { PassageDelivery } from '@brightwall/protocol/edge-messages';
import type { AppError } from '@brightwall/protocol/errors';
import type { Purpose } from '@brightwall/protocol/purpose';
import type { FoundPage, PassageSearch } from '@brightwall/protocol/search';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Outbox } from '../../../edge-agent/src/outbox/outbox.ts';
import { BucketFront } from '../testing/bucket-front.ts';
import { type BucketServer, bucket, bucketKeys, startBucketServer } from '../testing/bucket-server.ts';
import { delivery, picture } from '../testing/deliveries.ts';
import { edgeLink } from '../testing/edge-link.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { report, startTestCore, type TestCore } from '../testing/test-core.ts';
import { PictureBucket } from './picture-bucket.ts';

const a = 'a'.repeat(16);
const folder = tempFolder('bucket-away');
const objects = join(folder.path, 'objects');
let server: BucketServer;
let front: BucketFront;
beforeAll(async () => {
  server = await startBucketServer(objects);
  front = await BucketFront.start(server.endpoint, bucketKeys.secretAccessKey);
});
afterAll(async () => {
  await front.close();
  await server.stop();
  folder.remove();
});

describe('a bucket whose server looks at signatures', () => {
  const open = (secretAccessKey: string) => {
    const keys = { ...bucketKeys, secretAccessKey };
    const { endpoint } = front;
    return new PictureBucket({
      ...{ endpoint, bucket, region: 'us-east-1', keys, onState: () => {}, clock: systemClock },
    });
  };

  it('takes the right secret, and ends the start with a wrong one, in both languages', async () => {
    const right = open(bucketKeys.secretAccessKey);
    await right.open();
    const one = picture(5000);
    await right.put([one], Date.now());
    expect(Buffer.from((await right.get(one.hash))!)).toEqual(one.jpeg);
    right.close();
    const wrong = open('WRONG');
    await expect(wrong.open()).rejects.toThrow(/密钥被拒绝.*keys are refused/);
    wrong.close();
  });
});

describe('a core whose bucket is taken away', () => {
  let test: TestCore;
  let outbox: Outbox;
  let linked: Promise<void>;
  const stop = new AbortController();
  const all: PassageDelivery[] = [];
  /** What the core said to the agent, newest last. */
  const refusals: AppError[] = [];

  beforeAll(async () => {
    test = await startTestCore({
      yaml: `pictures: { s3: { endpoint: "${front.endpoint}", bucket: ${bucket} } }`,
      env: { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: bucketKeys.secretAccessKey },
    });
    const link = edgeLink(test.core.ready.url, [report(a)]);
    outbox = await Outbox.open({
      ...{ folder: join(folder.path, 'outbox'), maxBytes: 1e9, maxAgeMs: 1e9, clock: systemClock },
      log: () => {},
      async deliver(one) {
        try {
          await link.passage(one);
        } catch (error) {
          refusals.push(error as AppError);
          throw error;
        }
      },
    });
    link.events.on('greeted', () => outbox.handleLinkUp());
    linked = link.run(stop.signal);
  });
  afterAll(async () => {
    stop.abort();
    await linked;
    await outbox.close();
    await test.close();
  });

  const put = async () => {
    const one = delivery(a);
    all.push(one);
    await outbox.put(one.passage, one.pictures);
  };
  const ready = async () => (await test.call('GET', '/readyz')).status;
  const everything = { timeout: 60_000, interval: 50 };
  const aside = `${join(objects, bucket)}-aside`;

  it.each<[string, () => void | Promise<void>, () => void | Promise<void>, RegExp]>([
    [
      'its key has another secret',
      () => {
        front.secret = 'changed';
      },
      () => {
        front.secret = bucketKeys.secretAccessKey;
      },
      /^密钥被拒绝（.*） \/ the keys are refused \(.*\)$/,
    ],
    [
      'it is deleted',
      () => renameSync(join(objects, bucket), aside),
      () => renameSync(aside, join(objects, bucket)),
      new RegExp(`^没有存储桶 ${bucket} / there is no bucket ${bucket}$`),
    ],
    [
      'its server does not answer',
      () => {
        front.isHanging = true;
      },
      () => {
        front.isHanging = false;
      },
      /^存储没有应答（.*） \/ the storage does not answer \(.*\)$/,
    ],
    [
      'its server is gone',
      () => server.stop(),
      () => server.start(),
      /^存储没有应答（.*） \/ the storage does not answer \(.*\)$/,
    ],
  ])(
    'says so when %s, and stores what waited when it is back',
    async (_what, take, giveBack, words) => {
      await put();
      await expect.poll(() => outbox.held.passages, everything).toBe(0);
      await take();
      refusals.length = 0;
      await put();
      await put();
      await expect.poll(() => refusals.length, everything).toBeGreaterThan(0);
      expect(refusals[0]).toMatchObject({ code: 'pictures-unavailable' });
      expect(refusals[0]!.detail).toMatch(words);
      expect([outbox.held.passages, await ready()]).toEqual([2, 503]);
      await giveBack();
      // The core finds out by itself, though nobody asks it for anything.
      outbox.handleLinkDown();
      await expect.poll(ready, everything).toBe(200);
      outbox.handleLinkUp();
      await expect.poll(() => outbox.held.passages, everything).toBe(0);
    },
    120_000,
  );

  it('has lost and doubled nothing', async () => {
    expect(outbox.counts).toMatchObject({ put: 12, sent: 12, dropped: 0, refused: 0, damaged: 0 });
    const cookie = await test.signIn();
    const asked = { reason: '图片存储检查', caseNumber: 'A1', unit: '一大队' };
    const made = await test.call('POST', '/api/purposes', { body: asked, cookie });
    const body: PassageSearch = {
      ...{ purposeId: (made.json() as Purpose).id, plates: [], tolerant: false, fromMs: 0 },
      ...{ toMs: Date.now() + 60_000, cameraIds: [], colours: [], kinds: [], directions: [] },
      ...{ limit: 100, after: null },
    };
    const answer = await test.call('POST', '/api/passages/search', { body, cookie });
    const page: FoundPage = JSON.parse(answer.body.toString().split('\n')[0]!);
    const ids = page.found.map(({ passage }) => passage.id);
    expect(ids.sort()).toEqual(all.map(({ passage }) => passage.id).sort());
    for (const { hash, jpeg } of all.flatMap(({ pictures }) => pictures))
      expect((await test.call('GET', `/api/pictures/${hash}.jpg`, { cookie })).body).toEqual(jpeg);
  });
});
