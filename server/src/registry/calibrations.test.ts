import type { Calibration } from '@brightwall/protocol/calibration';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { edgeToken, report, startTestCore, type TestCore } from '../testing/test-core.ts';

const camera = 'a'.repeat(16);
const path = `/api/cameras/${camera}/calibration`;
const calibration: Calibration = {
  eye: { lon: 120.00031, lat: 30.00012, heightM: 6.4 },
  headingDeg: 266.1,
  tiltDeg: 14.2,
  rollDeg: -0.6,
  focal: 0.87,
  k1: -0.08,
  k2: 0,
  widthPx: 1280,
  heightPx: 720,
  residualPx: 1.4,
  pairs: Array.from({ length: 6 }, (_, i) => ({
    picture: [0.1 * (i + 1), 0.5] as [number, number],
    map: { lon: 120 + i * 0.0001, lat: 30, heightM: 0 },
  })),
};

let test: TestCore;
let cookie: string;
const call = (method: 'GET' | 'PUT' | 'DELETE', body?: unknown, at = path) =>
  test.call(method, at, { cookie, ...(body === undefined ? {} : { body }) });

beforeAll(async () => {
  test = await startTestCore();
  cookie = await test.signIn();
  const socket = test.connect('/edge', { auth: { agentId: 'edge-1', token: edgeToken } });
  await socket.emitWithAck('hello', { version: 1, name: 'box', cameras: [report(camera)] });
  socket.disconnect();
});
afterAll(() => test.close());

it('a camera has none until somebody calibrates it, and then keeps it over a restart', async () => {
  expect((await call('GET')).json()).toMatchObject({ code: 'not-found' });
  expect((await call('PUT', calibration)).json()).toEqual(calibration);
  await test.restart();
  expect((await call('GET')).json()).toEqual(calibration);
});

it('a second replaces the first, and a deleted one is gone', async () => {
  await call('PUT', { ...calibration, headingDeg: 12 });
  expect((await call('GET')).json()).toMatchObject({ headingDeg: 12 });
  expect((await call('DELETE')).status).toBe(204);
  expect((await call('DELETE')).status).toBe(204);
  expect((await call('GET')).status).toBe(404);
});

it.each([
  ['with five pairs', { ...calibration, pairs: calibration.pairs.slice(1) }],
  [
    'with a point outside of the picture',
    { ...calibration, pairs: calibration.pairs.map(pair => ({ ...pair, picture: [1.2, 0] })) },
  ],
  ['on no globe', { ...calibration, eye: { lon: 200, lat: 0, heightM: 0 } }],
  ['with something more', { ...calibration, note: 'x' }],
  ['of nothing', {}],
])('%s it is refused', async (_, body) => {
  expect((await call('PUT', body)).json()).toMatchObject({ code: 'bad-request' });
});

it('a camera that is none has none', async () => {
  const other = `/api/cameras/${'f'.repeat(16)}/calibration`;
  for (const method of ['GET', 'PUT', 'DELETE'] as const)
    expect((await call(method, method === 'PUT' ? calibration : undefined, other)).status).toBe(404);
});
