// Searches over HTTP: a purpose first, then the page, then how many there are.
import type { PlateStats } from '@brightwall/protocol/plate-setup';
import type { Purpose } from '@brightwall/protocol/purpose';
import { maxReadPictureBytes } from '@brightwall/protocol/read-picture';
import type { FoundPage, PassageSearch } from '@brightwall/protocol/search';
import type { Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { delivery, picture, reading } from '../testing/deliveries.ts';
import { edgeToken, report, startTestCore, type TestCore } from '../testing/test-core.ts';

const a = 'a'.repeat(16);
const asked = { reason: '盗窃案车辆排查', caseNumber: 'A2026-1124', unit: '示范市局一大队' };
let test: TestCore;
let cookie: string;
let edge: Socket;
beforeAll(async () => {
  test = await startTestCore();
  cookie = await test.signIn();
  edge = test.connect('/edge', { auth: { agentId: 'edge-1', token: edgeToken } });
  edge.on('setPlateSetup', (_change, reply) => reply({ ok: true, value: null }));
  await edge.emitWithAck('hello', { version: 1, name: 'box', cameras: [report(a)] });
  for (let n = 0; n < 3; n++) await edge.emitWithAck('passage', delivery(a));
});
afterAll(() => test.close());

const post = (path: string, body: unknown, by: string | null = cookie) =>
  test.call('POST', path, { body, ...(by && { cookie: by }) });
const purpose = async (): Promise<Purpose> => (await post('/api/purposes', asked)).json();
const terms = (purposeId: string, change: Partial<PassageSearch> = {}): PassageSearch => ({
  ...{ purposeId, plates: ['浙A3K90?'], tolerant: false, fromMs: 0, toMs: Date.now() + 60_000 },
  ...{ cameraIds: [], colours: [], kinds: [], directions: [], limit: 2, after: null },
  ...change,
});

describe('a purpose', () => {
  it('is said once, and is one of its own user’s from then on', async () => {
    const made = await post('/api/purposes', asked);
    expect(made.status).toBe(201);
    expect(made.json()).toMatchObject(asked);
    const mine = (await test.call('GET', '/api/purposes', { cookie })).json() as Purpose[];
    expect(mine[0]).toEqual(made.json());
  });

  it('says something: reason, case and unit, without control characters', async () => {
    for (const change of [{ reason: '查' }, { caseNumber: '' }, { unit: '  ' }, { reason: 'abc\u0000def' }])
      expect((await post('/api/purposes', { ...asked, ...change })).status).toBe(400);
    expect((await post('/api/purposes', asked, null)).status).toBe(401);
  });
});

describe('a search', () => {
  it('answers with the page, then with the number of all', async () => {
    const { id } = await purpose();
    const answer = await post('/api/passages/search', terms(id));
    expect(answer.headers.get('content-type')).toContain('application/x-ndjson');
    const [page, count, ...rest] = answer.body
      .toString()
      .trimEnd()
      .split('\n')
      .map(text => JSON.parse(text));
    expect(page).toMatchObject({ count: null, next: { id: page.found[1].passage.id } });
    expect(page.found).toHaveLength(2);
    expect([count, rest]).toEqual([{ count: { passages: 3, atLeast: false } }, []]);

    const older = await post('/api/passages/search', terms(id, { after: page.next }));
    const last = JSON.parse(older.body.toString()) as FoundPage;
    expect([last.found.length, last.next, last.count]).toEqual([1, null, null]);
    const whole = await post('/api/passages/search', terms(id, { limit: 200 }));
    expect(JSON.parse(whole.body.toString())).toMatchObject({ count: { passages: 3, atLeast: false } });
  });

  it('is refused as JSON, in both languages, without a session, a purpose or sense', async () => {
    const { id } = await purpose();
    expect((await post('/api/passages/search', terms(id), null)).status).toBe(401);
    const unknown = await post('/api/passages/search', terms('01890000-0000-7000-8000-000000000000'));
    expect([unknown.status, unknown.json()]).toMatchObject([
      403,
      {
        code: 'purpose-required',
        zh: expect.stringContaining('事由'),
        en: expect.stringContaining('purpose'),
      },
    ]);
    const noPurpose = { ...terms(id), purposeId: undefined };
    expect((await post('/api/passages/search', noPurpose)).status).toBe(400);
    const senseless = await post('/api/passages/search', terms(id, { plates: ['**'] }));
    expect([senseless.status, senseless.json()]).toMatchObject([400, { detail: 'plate: **' }]);
  });
});

describe('a photograph', () => {
  const send = (picture: Buffer, type = 'image/jpeg', by: string | null = cookie) =>
    fetch(`${test.core.ready.url}/api/passages/read-picture`, {
      method: 'POST',
      headers: { 'content-type': type, ...(by && { cookie: by }) },
      body: new Uint8Array(picture),
    });
  const plates = {
    plates: [
      {
        reading: reading(),
        colour: 'blue',
        kind: 'small',
        corners: [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 1],
        ],
      },
    ],
    unreadable: 1,
  };

  it('is read by an agent whose models are there, and comes back as it was read', async () => {
    expect((await send(picture().jpeg)).status).toBe(503);
    const stats: PlateStats = {
      ...{ cameraId: a, state: 'reading', profile: 'sub', recentVehicles: 0, recentRead: 0, vehicles: 0 },
      ...{ unreadable: 0, withoutPlate: 0, framesRead: 0, framesSkipped: 0, plateWidthPx: null },
      ...{ angleDeg: null, sharpness: null, advice: [] },
    };
    const given: Buffer[] = [];
    edge.on('readPicture', (request: { picture: Buffer }, reply) => {
      given.push(request.picture);
      reply({ ok: true, value: plates });
    });
    edge.emit('plateStats', stats);
    const one = picture();
    await expect.poll(async () => (await send(one.jpeg)).status).toBe(200);
    expect(await (await send(one.jpeg)).json()).toEqual(plates);
    expect(given.at(-1)).toEqual(one.jpeg);
  });

  it('is refused without a session, of another kind, and where it is too large', async () => {
    const { jpeg } = picture();
    const answers = [
      await send(jpeg, 'image/jpeg', null),
      await send(jpeg, 'image/svg+xml'),
      await send(Buffer.alloc(maxReadPictureBytes + 1)),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, expect.any(Number), 413]);
    expect(answers[1]!.ok).toBe(false);
  });
});
