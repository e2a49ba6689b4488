// How plates are read, from a person's request to the agent and over restarts; and who looks at it.
import type { PlateSetupChange } from '@brightwall/protocol/edge-messages';
import type { PlateSetup, PlateStats, PlateView, Polygon } from '@brightwall/protocol/plate-setup';
import { defaultPlateSetup } from '@brightwall/protocol/plate-setup';
import type { Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { edgeToken, next, report, startTestCore, type TestCore } from '../testing/test-core.ts';

const a = 'a'.repeat(16);
const b = 'b'.repeat(16);
const c = 'c'.repeat(16);
const ok = { ok: true, value: null };
const square: Polygon = [
  [0.1, 0.1],
  [0.9, 0.1],
  [0.9, 0.9],
  [0.1, 0.9],
];
const drawn: PlateSetup = {
  enabled: true,
  region: square,
  lanes: [
    { name: '左转', area: square },
    { name: '直行', area: square },
  ],
  masks: [square],
};

let test: TestCore;
let cookie: string;
beforeAll(async () => {
  test = await startTestCore();
  cookie = await test.signIn();
});
afterAll(() => test.close());

const open: Socket[] = [];
afterEach(() => {
  for (const socket of open.splice(0)) socket.disconnect();
});

/** An agent that takes what it is told; `told` has it all. */
function agent(agentId: string) {
  const socket = test.connect('/edge', { auth: { agentId, token: edgeToken } });
  open.push(socket);
  const told: PlateSetupChange[] = [];
  const watched: { cameraId: string; on: boolean }[] = [];
  socket.on('setPlateSetup', (change, reply) => {
    told.push(change);
    reply(ok);
  });
  socket.on('watchPlates', (request, reply) => {
    watched.push(request);
    reply(ok);
  });
  const hello = (...ids: string[]) =>
    socket.emitWithAck('hello', { version: 1, name: 'box', cameras: ids.map(id => report(id)) });
  return { socket, told, watched, hello };
}

async function page(): Promise<{ socket: Socket; stats: PlateStats[] }> {
  const socket = test.connect('/wall', { headers: { cookie } });
  open.push(socket);
  return { socket, stats: await next<PlateStats[]>(socket, 'plateStats') };
}

const setupOf = (id: string) => `/api/cameras/${id}/plate-setup`;
const set = (id: string, body: unknown) => test.call('PUT', setupOf(id), { cookie, body });
const settled = (what: () => void) => vi.waitFor(what, { interval: 5, timeout: 10_000 });

describe('how plates are read at a camera', () => {
  it('is everywhere, with nothing masked, until somebody draws; and then as drawn, after a restart too', async () => {
    await agent('edge-1').hello(a);
    expect((await test.call('GET', setupOf(a), { cookie })).json()).toEqual(defaultPlateSetup);
    expect((await set(a, drawn)).json()).toEqual(drawn);
    await test.restart();
    expect((await test.call('GET', setupOf(a), { cookie })).json()).toEqual(drawn);
  });

  it('is told to the agent after hello, for every camera of it, and when it is changed', async () => {
    const one = agent('edge-1');
    await one.hello(a, b);
    await settled(() =>
      expect(one.told).toEqual([
        { cameraId: a, setup: drawn },
        { cameraId: b, setup: defaultPlateSetup },
      ]),
    );
    one.socket.emit('camera', report(c));
    await settled(() => expect(one.told[2]).toEqual({ cameraId: c, setup: defaultPlateSetup }));
    one.socket.emit('camera', report(c, { name: 'renamed' }));
    await set(c, { ...defaultPlateSetup, enabled: false });
    await settled(() =>
      expect(one.told[3]).toEqual({ cameraId: c, setup: { ...defaultPlateSetup, enabled: false } }),
    );
    expect(one.told).toHaveLength(4);
  });

  it('that was drawn while the agent was away waits for it', async () => {
    await agent('edge-1').hello(a);
    open.pop()!.disconnect();
    const masked = { ...defaultPlateSetup, masks: [square] };
    expect((await set(a, masked)).status).toBe(200);
    const back = agent('edge-1');
    await back.hello(a);
    await settled(() => expect(back.told).toContainEqual({ cameraId: a, setup: masked }));
  });

  it('is told again to an agent that could not take it', async () => {
    const { socket, hello } = agent('edge-1');
    socket.off('setPlateSetup');
    let tries = 0;
    const taken = new Promise<PlateSetupChange>(done =>
      socket.on('setPlateSetup', (change, reply) => {
        tries += 1;
        if (tries === 1) return reply({ ok: false, error: { code: 'internal', zh: '', en: '' } });
        reply(ok);
        done(change);
      }),
    );
    await hello(a);
    expect((await taken).cameraId).toMatch(/[abc]{16}/);
  });

  it('is off for an agent that sees another’s camera, until it is its own', async () => {
    const [d, off] = ['d'.repeat(16), { ...defaultPlateSetup, enabled: false }];
    const one = agent('edge-1');
    await one.hello(d);
    const other = agent('edge-2');
    await other.hello(d);
    await settled(() => expect(other.told).toEqual([{ cameraId: d, setup: off }]));
    await settled(() => expect(one.told).toContainEqual({ cameraId: d, setup: defaultPlateSetup }));
    one.socket.emit('state', { cameraId: d, state: { kind: 'unreachable', sinceMs: 5 } });
    await one.socket.emitWithAck('time', {});
    other.socket.emit('camera', report(d));
    await settled(() => expect(other.told.at(-1)).toEqual({ cameraId: d, setup: defaultPlateSetup }));
    await settled(() => expect(one.told.at(-1)).toEqual({ cameraId: d, setup: off }));
  });

  it('is refused for shapes that are none, lanes of one name, and cameras nobody knows', async () => {
    const bad: unknown[] = [
      {},
      { ...drawn, colour: 'red' },
      { ...drawn, region: square.slice(0, 2) },
      {
        ...drawn,
        region: [
          [0.1, 0.1],
          [0.1, 0.1],
          [0.9, 0.9],
        ],
      },
      {
        ...drawn,
        region: [
          [0.1, 0.1],
          [0.5, 0.5],
          [0.9, 0.9],
        ],
      },
      {
        ...drawn,
        masks: [
          [
            [0, 0],
            [1, 1],
            [1, 0],
            [0, 1],
          ],
        ],
      },
      {
        ...drawn,
        masks: [
          [
            [0, 0],
            [1, 0],
            [1.1, 1],
          ],
        ],
      },
      {
        ...drawn,
        masks: [
          [
            [0, 0],
            [0.8, 0],
            [0.4, 0],
            [0.4, 0.8],
          ],
        ],
      },
      { ...drawn, lanes: [drawn.lanes[0], drawn.lanes[0]] },
      { ...drawn, lanes: [{ name: ' 左转', area: square }] },
      { ...drawn, lanes: [{ name: 'a\u0000b', area: square }] },
      { ...drawn, masks: Array(17).fill(square) },
      { ...drawn, region: Array.from({ length: 33 }, (_, n) => [n / 40, (n % 2) / 2]) },
    ];
    for (const body of bad) {
      const answer = await set(a, body);
      expect([answer.status, answer.json()]).toMatchObject([400, { code: 'bad-request' }]);
    }
    expect((await set('9'.repeat(16), drawn)).status).toBe(404);
    expect((await test.call('GET', setupOf('9'.repeat(16)), { cookie })).status).toBe(404);
    expect((await test.call('GET', setupOf(a))).status).toBe(401);
  });

  it('takes a polygon of 32 points drawn either way round', async () => {
    await agent('edge-1').hello(a);
    const ring = Array.from({ length: 32 }, (_, n): [number, number] => [
      0.5 + 0.4 * Math.cos((n * Math.PI) / 16),
      0.5 + 0.4 * Math.sin((n * Math.PI) / 16),
    ]);
    expect((await set(a, { ...drawn, region: ring, masks: [ring.toReversed()] })).status).toBe(200);
  });
});

const stats = (cameraId: string, change: Partial<PlateStats> = {}): PlateStats => ({
  cameraId,
  state: 'reading',
  profile: 'sub',
  recentVehicles: 100,
  recentRead: 97,
  vehicles: 900,
  unreadable: 20,
  withoutPlate: 4,
  framesRead: 9000,
  framesSkipped: 3,
  plateWidthPx: 96,
  angleDeg: 4,
  sharpness: 0.7,
  advice: [{ code: 'good', measured: null, wanted: null }],
  ...change,
});
const view = (cameraId: string, takenMs = Date.now()): PlateView => ({
  cameraId,
  takenMs,
  widthPx: 1280,
  heightPx: 720,
  profile: 'main',
  plates: [],
  jpeg: Buffer.from([0xff, 0xd8, 0xff, 1, 0xff, 0xd9]),
});

describe('who looks at a camera’s plates', () => {
  it('hears how it goes, at once and as it changes, of a camera’s own agent', async () => {
    const one = agent('edge-1');
    await one.hello(a);
    const { socket } = await page();
    const changed = next<PlateStats[]>(socket, 'plateStats');
    one.socket.emit('plateStats', { ...stats(a), state: 'on fire' });
    one.socket.emit('plateStats', stats('9'.repeat(16)));
    one.socket.emit('plateStats', stats(a));
    expect(await changed).toEqual([stats(a)]);
    expect((await page()).stats).toEqual([stats(a)]);
  });

  it('gets its pictures, and nobody else does; the agent is asked once', async () => {
    const one = agent('edge-1');
    await one.hello(a, b);
    const [first, second, other] = [await page(), await page(), await page()];
    for (const { socket } of [first, second])
      expect(await socket.emitWithAck('watchPlates', { cameraId: a, on: true })).toEqual(ok);
    expect(await other.socket.emitWithAck('watchPlates', { cameraId: b, on: true })).toEqual(ok);
    expect(one.watched).toEqual([
      { cameraId: a, on: true },
      { cameraId: b, on: true },
    ]);
    const seen: string[] = [];
    other.socket.on('plateView', ({ cameraId }: PlateView) => seen.push(cameraId));
    const views = [first, second].map(({ socket }) => next<PlateView>(socket, 'plateView'));
    const ownView = next<PlateView>(other.socket, 'plateView');
    one.socket.emit('plateView', { ...view(a), jpeg: 'none' });
    one.socket.emit('plateView', view(a, 5));
    one.socket.emit('plateView', view(b));
    expect((await Promise.all(views)).map(({ takenMs }) => takenMs)).toEqual([5, 5]);
    await ownView;
    expect(seen).toEqual([b]);

    // A page looks at one camera: asking for another leaves the first.
    expect(await first.socket.emitWithAck('watchPlates', { cameraId: b, on: true })).toEqual(ok);
    expect(one.watched).toHaveLength(2);
    second.socket.disconnect();
    await settled(() => expect(one.watched[2]).toEqual({ cameraId: a, on: false }));
    first.socket.disconnect();
    expect(await other.socket.emitWithAck('watchPlates', { cameraId: b, on: false })).toEqual(ok);
    await settled(() => expect(one.watched[3]).toEqual({ cameraId: b, on: false }));
  });

  it('goes on looking when the agent comes back', async () => {
    await agent('edge-1').hello(a);
    const box = open.pop()!;
    const { socket } = await page();
    expect(await socket.emitWithAck('watchPlates', { cameraId: a, on: true })).toEqual(ok);
    box.disconnect();
    const back = agent('edge-1');
    await back.hello(a);
    await settled(() => expect(back.watched).toEqual([{ cameraId: a, on: true }]));
  });

  it('is told when there is nothing to look at', async () => {
    const { socket } = await page();
    const ask = async (request: unknown) => (await socket.emitWithAck('watchPlates', request)).error.code;
    expect(await ask({ cameraId: '9'.repeat(16), on: true })).toBe('not-found');
    expect(await ask({ cameraId: a, on: true })).toBe('agent-offline');
    expect(await ask({ cameraId: 'a' })).toBe('bad-request');
    expect(await socket.emitWithAck('watchPlates', { cameraId: a, on: false })).toEqual(ok);
  });
});
