import type { Camera } from '@brightwall/protocol/camera';
import type { Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Connections } from './testing/connections.ts';
import { next, report, startTestCore, type TestCore } from './testing/test-core.ts';

const a = 'a'.repeat(16);
const b = 'b'.repeat(16);
const c = 'c'.repeat(16);
const jpeg = Buffer.from([0xff, 0xd8, 1, 2, 3, 0xff, 0xd9]);

let test: TestCore;
let cookie: string;
const connected = new Connections(() => ({ test, cookie }));

beforeAll(async () => {
  test = await startTestCore();
  cookie = await test.signIn();
});
afterAll(() => test.close());
afterEach(() => connected.leave());

/** What a page hears next of a camera for which `is` holds; others' news may come with it, or before. */
function nextOf(wall: Socket, is: (camera: Camera) => boolean): Promise<Camera> {
  return new Promise(done =>
    wall.on('cameras', (cameras: Camera[]) => {
      const found = cameras.find(is);
      if (found) done(found);
    }),
  );
}

const get = (path: string) => test.call('GET', path, { cookie });

describe('an agent', () => {
  it('is refused with a wrong token, and told so', async () => {
    const error = await next<Error & { data: unknown }>(
      connected.edge('edge-1', 'not the token'),
      'connect_error',
    );
    expect(error.data).toMatchObject({ code: 'wrong-credentials' });
  });

  it('is refused when it speaks another version, and told which one is spoken', async () => {
    const socket = connected.edge();
    const gone = next<string>(socket, 'disconnect');
    const answer = await socket.emitWithAck('hello', { version: 99, name: 'box', cameras: [] });
    expect(answer).toMatchObject({ ok: false, error: { code: 'bad-request' } });
    expect(answer.error.detail).toContain('protocol version 1');
    await gone;
  });

  it('is refused when its hello is not what the contract says', async () => {
    const cameras = [{ ...report(a), id: '../../etc' }];
    const answer = await connected.edge().emitWithAck('hello', { version: 1, name: 'box', cameras });
    expect(answer).toMatchObject({ ok: false, error: { code: 'bad-request' } });
  });

  it('brings its cameras, which stay known when it goes', async () => {
    const socket = await connected.helloFrom('edge-1', a, b);
    expect((await get('/api/agents')).json()).toMatchObject([{ id: 'edge-1', connected: true, cameras: 2 }]);
    const { socket: wall, snapshot } = await connected.page();
    expect(snapshot.cameras.map(camera => [camera.id, camera.state.kind])).toEqual([
      [a, 'live'],
      [b, 'live'],
    ]);
    const offline = next<{ cameraId: string; state: { kind: string } }[]>(wall, 'cameraStates');
    socket.disconnect();
    expect((await offline).map(({ cameraId, state }) => [cameraId, state.kind])).toEqual([
      [a, 'agent-offline'],
      [b, 'agent-offline'],
    ]);
    expect((await get('/api/cameras')).json()).toMatchObject({ cameras: [{ id: a }, { id: b }], next: null });
  });

  it('brings cameras that are asked for in parts of a thousand at most', async () => {
    await connected.helloFrom('edge-1', b, a);
    const path = '/api/cameras?limit=1';
    expect((await get(path)).json()).toMatchObject({ cameras: [{ id: a }], next: a });
    expect((await get(`${path}&after=${a}`)).json()).toMatchObject({ cameras: [{ id: b }], next: null });
    for (const query of ['limit=0', 'limit=1001', 'limit=all', 'after=../etc'])
      expect((await get(`/api/cameras?${query}`)).status).toBe(400);
  });

  it('may bring cameras whose place is nonsense: they are known, and stand nowhere', async () => {
    const places = [
      null,
      { lon: null, lat: 30, headingDeg: null },
      { lon: 30, lat: 120, headingDeg: 0 },
      'here',
    ];
    const cameras = places.map((place, i) => ({ ...report(String(i).repeat(16)), place }));
    const atZero = report(a, { place: { lon: 0, lat: 0, headingDeg: null } });
    const socket = connected.edge('edge-1');
    const answer = await socket.emitWithAck('hello', {
      version: 1,
      name: 'box',
      cameras: [...cameras, atZero],
    });
    expect(answer).toEqual({ ok: true, value: { accepted: 5 } });
    const { snapshot } = await connected.page();
    const placeOf = (id: string) => snapshot.cameras.find(camera => camera.id === id)?.place;
    expect(cameras.map(({ id }) => placeOf(id))).toEqual([null, null, null, null]);
    // Which of its reasons it is, the map says.
    expect(placeOf(a)).toEqual({ lon: 0, lat: 0, headingDeg: null });
    socket.emit('camera', { ...report(b), place: { lon: 1e9, lat: 1, headingDeg: null } });
    await expect.poll(async () => (await get(`/api/cameras/${b}`)).status).toBe(200);
    expect((await get(`/api/cameras/${b}`)).json()).toMatchObject({ place: null });
  });

  it('that comes back takes the place of its old connection', async () => {
    const old = await connected.helloFrom('edge-1', a);
    const gone = next<string>(old, 'disconnect');
    await connected.helloFrom('edge-1', a);
    await gone;
    expect((await get(`/api/cameras/${a}`)).json()).toMatchObject({ state: { kind: 'live' } });
  });

  it('may send nonsense without harm to itself or others', async () => {
    const socket = await connected.helloFrom('edge-1', a);
    const { socket: wall } = await connected.page();
    const stalled = new Promise<void>(done =>
      wall.on('cameraStates', (changes: { cameraId: string; state: { kind: string } }[]) => {
        if (changes.some(({ cameraId, state }) => cameraId === a && state.kind === 'stalled')) done();
      }),
    );
    for (const nonsense of [null, 7, {}, { cameraId: a, state: { kind: 'on fire', sinceMs: 1 } }]) {
      for (const name of [
        'camera',
        'state',
        'thumbnail',
        'stats',
        'hlsInit',
        'hlsPart',
        'hlsEnded',
        'publishEnded',
      ])
        socket.emit(name, nonsense);
    }
    socket.emit('thumbnail', { cameraId: a, takenMs: 1, jpeg: 'not bytes' });
    socket.emit('state', { cameraId: a, state: { kind: 'stalled', sinceMs: 5 } });
    await stalled;
  });

  it('speaks for no camera of another', async () => {
    const own = await connected.helloFrom('edge-1', a);
    const other = await connected.helloFrom('edge-2', b);
    const ref = { cameraId: a, profile: 'main', rendition: 'source' };
    const size = { codecs: 'avc1.42e01f', widthPx: 64, heightPx: 36 };
    const one = { part: 0, durationMs: 2000, independent: true, last: true, startMs: 1_800_000_000_000 };
    const send = async (socket: Socket, text: string) => {
      socket.emit('hlsInit', { ...ref, ...size, life: 0, data: Buffer.from(text) });
      socket.emit('hlsPart', { ...ref, ...one, life: 0, segment: 0, data: Buffer.from(text) });
      // Answered after what came before it.
      await socket.emitWithAck('hello', {
        version: 1,
        name: 'box',
        cameras: [report(socket === own ? a : b)],
      });
    };
    own.on('startHls', async (_request, reply) => {
      reply({ ok: true, value: null });
      await send(other, 'forged');
      await send(own, 'true');
    });
    const playlist = (await get(`/api/hls/${a}/main/source/index.m3u8`)).body.toString();
    const [, file] = /^(s\d+\.m4s)$/m.exec(playlist) ?? [];
    expect((await get(`/api/hls/${a}/main/source/${file}`)).body.toString()).toBe('true');
  });

  it('may send a part as large as a 4K camera makes, and keeps its connection', async () => {
    const socket = await connected.helloFrom('edge-1', a);
    const part = { cameraId: a, profile: 'main', rendition: 'source', life: 0, segment: 0, part: 0 };
    const facts = { durationMs: 500, independent: true, last: true, startMs: 1_800_000_000_000 };
    socket.emit('hlsPart', { ...part, ...facts, data: Buffer.alloc(14_000_000) });
    expect(await socket.emitWithAck('hello', { version: 1, name: 'box', cameras: [] })).toMatchObject({
      ok: true,
    });
  });

  it('does not take a camera from another that has a picture of it', async () => {
    await connected.helloFrom('edge-1', a);
    const other = connected.edge('edge-2');
    const cameras = [report(a, { name: 'stolen' }), report('c'.repeat(16))];
    const answer = await other.emitWithAck('hello', { version: 1, name: 'box', cameras });
    expect(answer).toEqual({ ok: true, value: { accepted: 1 } });
    expect((await get(`/api/cameras/${a}`)).json()).toMatchObject({ agentId: 'edge-1', name: 'camera a' });
  });
});

describe('a camera', () => {
  it('shows its newest thumbnail, once per browser', async () => {
    const socket = await connected.helloFrom('edge-1', a);
    expect((await get(`/api/cameras/${b}/thumbnail.jpg`)).status).toBe(404);
    const { socket: wall } = await connected.page();
    const taken = next(wall, 'thumbnailsTaken');
    socket.emit('thumbnail', { cameraId: a, takenMs: 1_800_000_000_123, jpeg });
    expect(await taken).toEqual([{ cameraId: a, takenMs: 1_800_000_000_123 }]);
    const first = await get(`/api/cameras/${a}/thumbnail.jpg`);
    expect(first.headers.get('content-type')).toBe('image/jpeg');
    expect(first.body).toEqual(jpeg);
    const headers = { 'if-none-match': first.headers.get('etag')! };
    expect((await test.call('GET', `/api/cameras/${a}/thumbnail.jpg`, { cookie, headers })).status).toBe(304);
    expect((await get(`/api/cameras/${a}`)).json()).toMatchObject({ thumbnailMs: 1_800_000_000_123 });
  });

  it('keeps what a person set over what its agent reports, also after a restart', async () => {
    const socket = await connected.helloFrom('edge-1', a);
    const body = { name: '南门', place: { lon: 121, lat: 31, headingDeg: null }, fieldOfViewDeg: 95 };
    expect((await test.call('PATCH', `/api/cameras/${a}`, { cookie, body })).json()).toMatchObject(body);
    const { socket: wall } = await connected.page();
    const changed = nextOf(wall, camera => camera.model === 'S2');
    socket.emit('camera', report(a, { name: 'factory name', model: 'S2' }));
    expect(await changed).toMatchObject({ ...body, model: 'S2', rangeM: 80 });

    await test.restart();
    expect((await get(`/api/cameras/${a}`)).json()).toMatchObject({
      ...body,
      model: 'S2',
      state: { kind: 'agent-offline' },
    });
  });

  it('has a 国标编码 of its own: what a person sets wins, null takes it back, and nobody else may have it', async () => {
    const reported = '33990200001320000001';
    const set = '33990200001320000002';
    const patch = (id: string, code: unknown) =>
      test.call('PATCH', `/api/cameras/${id}`, { cookie, body: { code } });
    await connected.helloFrom('edge-1', a, b);
    const socket = await connected.helloFrom('edge-2', c);
    const { socket: wall } = await connected.page();
    const changed = nextOf(wall, camera => camera.code === reported);
    socket.emit('camera', report(c, { code: reported }));
    expect(await changed).toMatchObject({ id: c, code: reported });
    expect((await patch(a, set)).json()).toMatchObject({ code: set });
    for (const taken of [set, reported])
      expect([(await patch(b, taken)).status, (await patch(b, taken)).json()]).toMatchObject([
        409,
        { code: 'code-taken' },
      ]);
    expect((await patch(b, '1234')).status).toBe(400);
    await test.restart();
    expect((await get(`/api/cameras/${a}`)).json()).toMatchObject({ code: set });
    expect((await get(`/api/cameras/${c}`)).json()).toMatchObject({ code: reported });
    expect((await patch(a, null)).json()).toMatchObject({ code: null });
  });

  it('may not be given a place that is none', async () => {
    for (const body of [{ place: { lon: 200, lat: 0, headingDeg: 0 } }, { nome: 'x' }, { name: '' }, []]) {
      const answer = await test.call('PATCH', `/api/cameras/${a}`, { cookie, body });
      expect([answer.status, answer.json()]).toMatchObject([400, { code: 'bad-request' }]);
    }
    const missing = await test.call('PATCH', `/api/cameras/${'9'.repeat(16)}`, {
      cookie,
      body: { name: 'x' },
    });
    expect(missing.status).toBe(404);
  });
});
