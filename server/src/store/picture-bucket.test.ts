// Pictures in a real S3 server, from an agent's socket to a page.
import { systemClock } from '@brightwall/kit/clock';
import type { Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BucketServer, bucket, bucketKeys, startBucketServer } from '../testing/bucket-server.ts';
import { delivery, picture } from '../testing/deliveries.ts';
import { tempFolder } from '../testing/temp-folder.ts';
import { edgeToken, report, startTestCore, type TestCore } from '../testing/test-core.ts';
import { PictureBucket } from './picture-bucket.ts';

const a = 'a'.repeat(16);
const dayMs = 86_400_000;
const folder = tempFolder('bucket');
let server: BucketServer;
const states: boolean[] = [];
const open: PictureBucket[] = [];
beforeAll(async () => {
  server = await startBucketServer(folder.path);
});
afterAll(async () => {
  for (const one of open) one.close();
  await server.stop();
  folder.remove();
});

function pictures(change: Partial<ConstructorParameters<typeof PictureBucket>[0]> = {}): PictureBucket {
  const one = new PictureBucket({
    ...{ endpoint: server.endpoint, bucket, region: 'us-east-1', keys: bucketKeys },
    onState: available => states.push(available),
    clock: systemClock,
    ...change,
  });
  open.push(one);
  return one;
}

describe('a bucket of pictures', () => {
  it('gives back what was put, and knows nothing else', async () => {
    const one = picture(5000);
    await pictures().put([one, picture()], Date.now());
    expect(Buffer.from((await pictures().get(one.hash))!)).toEqual(one.jpeg);
    expect(await pictures().get('0'.repeat(64))).toBeNull();
    await expect(pictures().get('../../etc/passwd')).rejects.toThrow(RangeError);
  });

  it('lets go of a picture with the newest passage that names it', async () => {
    const one = picture();
    const at = [10, 12, 11].map(n => n * dayMs + 5);
    for (const ms of at) await pictures().put([one], ms);
    expect(await pictures().sweep([one.hash, '0'.repeat(64)], 12 * dayMs)).toBe(0);
    expect(await pictures().sweep([one.hash], 13 * dayMs)).toBe(1);
    expect(await pictures().get(one.hash)).toBeNull();
  });

  it('whose name or keys are wrong is told at the start, in both languages', async () => {
    await expect(pictures({ bucket: 'none-such' }).open()).rejects.toThrow(
      /没有存储桶 none-such \/ .*no bucket none-such/,
    );
    // s3rver looks at the key's name, not at signatures.
    const keys = { ...bucketKeys, accessKeyId: 'NOBODY' };
    await expect(pictures({ keys }).open()).rejects.toThrow(/密钥被拒绝.*keys are refused/);
    await pictures().open();
  });
});

describe('a core whose pictures are in a bucket', () => {
  let test: TestCore;
  let edge: Socket;
  beforeAll(async () => {
    test = await startTestCore({
      yaml: `pictures: { s3: { endpoint: "${server.endpoint}", bucket: ${bucket} } }`,
      env: { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' },
    });
    edge = test.connect('/edge', { auth: { agentId: 'edge-1', token: edgeToken } });
    edge.on('setPlateSetup', (_change, reply) => reply({ ok: true, value: null }));
    await edge.emitWithAck('hello', { version: 1, name: 'box', cameras: [report(a)] });
  });
  afterAll(() => test.close());
  const metric = async () =>
    /^brightwall_pictures_unavailable (.*)$/m.exec((await test.call('GET', '/metrics')).body.toString())?.[1];

  it('shows them; without its storage it stores no passage, until the storage is back', async () => {
    const cookie = await test.signIn();
    const one = delivery(a);
    expect(await edge.emitWithAck('passage', one)).toEqual({ ok: true, value: null });
    const { hash, jpeg } = one.pictures[0]!;
    const shown = await test.call('GET', `/api/pictures/${hash}.jpg`, { cookie });
    expect([shown.status, shown.body]).toEqual([200, jpeg]);

    await server.stop();
    const later = delivery(a);
    expect(await edge.emitWithAck('passage', later)).toMatchObject({
      ok: false,
      error: { code: 'pictures-unavailable', zh: '图片存储不可用' },
    });
    expect([await metric(), (await test.call('GET', '/readyz')).status]).toEqual(['1', 503]);
    await server.start();
    expect(await edge.emitWithAck('passage', later)).toEqual({ ok: true, value: null });
    expect([await metric(), (await test.call('GET', '/readyz')).status]).toEqual(['0', 200]);
  }, 60_000);
});
