// Files of other systems from a browser's upload to the database, all of it real.
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { Passage } from '@brightwall/protocol/passage';
import type { ImportReport, PassageImport } from '@brightwall/protocol/passage-import';
import type { Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { edgeToken, next, report, startTestCore, type TestCore } from '../../testing/test-core.ts';

const camera = 'a'.repeat(16);
const code = '33010000001310000001';

let test: TestCore;
let cookie: string;
let edge: Socket;
beforeAll(async () => {
  test = await startTestCore();
  cookie = await test.signIn();
  edge = test.connect('/edge', { auth: { agentId: 'edge-1', token: edgeToken } });
  edge.on('setPlateSetup', (_change, reply) => reply({ ok: true, value: null }));
  await edge.emitWithAck('hello', { version: 1, name: 'box', cameras: [report(camera, { code })] });
});
afterAll(() => test.close());

const timeOf = (ms: number) => new Date(ms).toISOString();
const nowMs = Date.now();
const line = (n: number, change: object = {}) => ({
  camera,
  time: timeOf(nowMs - n * 1000),
  plate: `浙A${String(n).padStart(5, '0')}`,
  ...change,
});
const csv = (count: number) =>
  `camera,time,plate,colour\n${Array.from({ length: count }, (_, n) => Object.values(line(n)).join(',')).join(',5\n')},5\n`;

async function upload(
  body: BodyInit,
  { type = 'text/csv', system = '卡口平台', headers = {} as Record<string, string> } = {},
) {
  const response = await fetch(
    `${test.core.ready.url}/api/passages/import?system=${encodeURIComponent(system)}&file=a.csv`,
    {
      method: 'POST',
      headers: { 'content-type': type, cookie, ...headers },
      body,
      ...(body instanceof ReadableStream && { duplex: 'half' }),
    },
  );
  return { status: response.status, report: (await response.json()) as ImportReport };
}
const counts = ({ import: { lines, stored, known, bad } }: ImportReport) => ({ lines, stored, known, bad });
const imports = async () =>
  (await test.call('GET', '/api/passages/imports', { cookie })).json() as PassageImport[];

describe('a file of passages', () => {
  it('stores the good lines, tells the bad ones by number and reason, and doubles nothing', async () => {
    const lines = csv(3).split('\n');
    lines.splice(2, 0, 'nowhere,20261125120000,浙A12345,5', '"open,x', `${camera},yesterday,浙A12345,5`);
    const first = await upload(lines.join('\r\n'));
    expect([first.status, counts(first.report)]).toEqual([200, { lines: 6, stored: 3, known: 0, bad: 3 }]);
    expect(first.report.badLines).toEqual([
      { line: 3, zh: 'camera 有误：nowhere', en: 'camera is not valid: nowhere' },
      { line: 4, zh: '引号有误："open,x', en: 'quotes are wrong: "open,x' },
      { line: 5, zh: expect.stringContaining('yesterday'), en: expect.stringContaining('yesterday') },
    ]);
    const again = await upload(lines.join('\n'));
    expect(counts(again.report)).toEqual({ lines: 6, stored: 0, known: 3, bad: 3 });
    const other = await upload(lines.join('\n'), { system: '另一平台' });
    expect(counts(other.report)).toMatchObject({ stored: 3, known: 0 });
  });

  it('is told to the pages as what it is, and known again after a restart', async () => {
    const wall = test.connect('/wall', { headers: { cookie } });
    await next(wall, 'newestPassages');
    const told = next<Passage>(wall, 'passage');
    const one = line(0, { plate: '京AD12345', time: timeOf(Date.now()), colour: 'green', kind: '52' });
    await upload(JSON.stringify({ ...one, camera: code }), { type: 'application/x-ndjson' });
    const passage = await told;
    expect(passage).toMatchObject({
      system: '卡口平台',
      cameraId: camera,
      reading: { text: '京AD12345', confidence: null, characters: null },
      kind: 'small-new-energy',
      pictures: null,
      corners: null,
    });
    await test.restart();
    const again = test.connect('/wall', { headers: { cookie } });
    const newest = await next<Passage[]>(again, 'newestPassages');
    expect(newest.find(({ id }) => id === passage.id)).toEqual(passage);
  });

  it('is not told as what happens now where it is of hours ago', async () => {
    const wall = test.connect('/wall', { headers: { cookie } });
    await next(wall, 'newestPassages');
    const told: string[] = [];
    wall.on('passage', ({ reading }: Passage) => told.push(reading?.text ?? ''));
    const old = [5000, 4000, 3000].map(n => JSON.stringify(line(n)));
    const now = JSON.stringify(line(0, { plate: '粤B00001', time: timeOf(Date.now()) }));
    await upload([...old, now].join('\n'), { type: 'application/x-ndjson', system: 'late' });
    await expect.poll(() => told).toEqual(['粤B00001']);
  });

  it('may be packed, and in the charset that spreadsheets in China write', async () => {
    const packed = await upload(gzipSync(csv(20)), { system: 'z', headers: { 'content-encoding': 'gzip' } });
    expect(counts(packed.report)).toMatchObject({ stored: 20, bad: 0 });
    // 浙 in GB 18030.
    const gb = Buffer.concat([
      Buffer.from(`camera,time,plate\n${camera},${timeOf(nowMs)},`),
      Buffer.from([0xd5, 0xe3]),
      Buffer.from('A99999'),
    ]);
    const read = await upload(gb, { system: 'g', type: 'text/csv; charset=gbk' });
    expect(counts(read.report)).toMatchObject({ stored: 1 });
    const wrong = await upload(gb, { system: 'g2' });
    expect(wrong.report.badLines).toMatchObject([{ line: 2, en: 'not text in utf-8' }]);
  });

  it('is read as it comes, by bounded lines, and told how far it is', async () => {
    const rows = 4000;
    const bad = 1500;
    const size = Buffer.byteLength(ndjson(rows, bad));
    let half: () => void = () => {};
    const atHalf = new Promise<void>(done => {
      half = done;
    });
    const answer = new Promise<ImportReport>((done, fail) => {
      const sent = request(
        `${test.core.ready.url}/api/passages/import?system=slow`,
        {
          method: 'POST',
          headers: { cookie, 'content-type': 'application/x-ndjson', 'content-length': size },
        },
        async response => {
          const parts = await Readable.from(response).toArray();
          done(JSON.parse(Buffer.concat(parts).toString()));
        },
      );
      sent.on('error', fail);
      const bytes = Buffer.from(ndjson(rows, bad));
      sent.write(bytes.subarray(0, size / 2));
      void atHalf.then(() => sent.end(bytes.subarray(size / 2)));
    });
    await expect
      .poll(imports, { timeout: 10_000 })
      .toContainEqual(
        expect.objectContaining({ system: 'slow', state: 'running', part: expect.closeTo(0.5, 2) }),
      );
    await expect.poll(async () => (await imports())[0]!.lines).toBeGreaterThan(1000);
    half();
    const told = await answer;
    expect(counts(told)).toEqual({ lines: rows + bad, stored: rows, known: 0, bad });
    expect(told.badLines).toHaveLength(1000);
    expect(told.badLines[0]).toMatchObject({ line: rows + 1, en: 'a line of more than 16 KB' });
    expect((await imports())[0]).toMatchObject({ system: 'slow', state: 'whole', username: 'admin', bad });
  }, 30_000);

  it('that breaks off keeps what was stored, and can be sent again', async () => {
    const body = ndjson(1200, 0);
    await new Promise<void>(done => {
      const sent = request(`${test.core.ready.url}/api/passages/import?system=cut`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/x-ndjson', 'content-length': 1e6 },
      });
      sent.on('error', () => done());
      sent.write(body);
      void expect
        .poll(async () => (await imports())[0]?.stored, { timeout: 20_000 })
        .toBe(1000)
        .finally(() => sent.destroy());
    });
    await expect
      .poll(async () => (await imports())[0], { timeout: 20_000 })
      .toMatchObject({ system: 'cut', state: 'broken-off', stored: 1000 });
    const again = await upload(body, { type: 'application/x-ndjson', system: 'cut' });
    expect(counts(again.report)).toEqual({ lines: 1200, stored: 200, known: 1000, bad: 0 });
    const damaged = gzipSync(body).subarray(0, 2000);
    const broken = await upload(damaged, {
      ...{ type: 'application/x-ndjson', system: 'z2', headers: { 'content-encoding': 'gzip' } },
    });
    expect([broken.status, broken.report.import.state]).toEqual([422, 'broken-off']);
    expect(broken.report.why?.en).toBe('the gzip data is damaged');
  });

  it('whose head is not understood is refused whole', async () => {
    for (const head of ['camera,time\n', 'camera,time,plate,color\n', 'camera,time,plate,plate\n', '']) {
      const { status, report } = await upload(`${head}a,b,c`);
      expect([status, report]).toMatchObject([400, { code: 'bad-request' }]);
    }
  });
});

describe('passages by REST', () => {
  it('come as an array, each stored once', async () => {
    const post = (body: unknown) => test.call('POST', '/api/passages?system=rest', { cookie, body });
    const answer = await post([line(1), line(1), line(2, { id: 'x-2' }), { camera }]);
    expect(answer.status).toBe(200);
    const told: ImportReport = answer.json();
    expect(counts(told)).toEqual({ lines: 4, stored: 2, known: 1, bad: 1 });
    expect(told.badLines).toEqual([{ line: 4, zh: '缺少 time', en: 'time is missing' }]);
    expect((await post({ not: 'an array' })).status).toBe(400);
    expect((await post(Array.from({ length: 1001 }, () => ({})))).status).toBe(400);
    expect((await test.call('POST', '/api/passages', { cookie, body: [] })).status).toBe(400);
  });

  it('come from who has signed in only', async () => {
    for (const path of ['/api/passages?system=a', '/api/passages/import?system=a'])
      expect((await test.call('POST', path, { body: [] })).status).toBe(401);
    expect((await test.call('GET', '/api/passages/imports')).status).toBe(401);
  });
});

function ndjson(rows: number, bad: number): string {
  const good = Array.from({ length: rows }, (_, n) => JSON.stringify(line(n)));
  const long = 'x'.repeat(17_000);
  return [...good, ...Array.from({ length: bad }, () => long)].join('\n');
}
