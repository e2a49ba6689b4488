// Saving to a case over HTTP: saved, listed, opened, exported, deleted; each under a purpose.
import type { Purpose } from '@brightwall/protocol/purpose';
import type { SavedCase, SavedOpened, SavedResult } from '@brightwall/protocol/saved';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { delivery } from '../testing/deliveries.ts';
import { edgeToken, report, startTestCore, type TestCore } from '../testing/test-core.ts';

const a = 'a'.repeat(16);
let test: TestCore;
let cookie: string;
let purposeId: string;
beforeAll(async () => {
  test = await startTestCore();
  cookie = await test.signIn();
  const edge = test.connect('/edge', { auth: { agentId: 'edge-1', token: edgeToken } });
  edge.on('setPlateSetup', (_change, reply) => reply({ ok: true, value: null }));
  await edge.emitWithAck('hello', { version: 1, name: 'box', cameras: [report(a)] });
  for (let n = 0; n < 3; n++) await edge.emitWithAck('passage', delivery(a));
  const why = { reason: '盗窃案车辆排查', caseNumber: 'A2026-1124', unit: '示范市局一大队' };
  purposeId = ((await call('POST', '/api/purposes', why)).json() as Purpose).id;
});
afterAll(() => test.close());

const call = (method: string, path: string, body?: unknown) =>
  test.call(method, path, { cookie, ...(body !== undefined && { body }) });
const terms = {
  ...{ plates: ['浙A3K90?'], tolerant: false, fromMs: 0, toMs: Date.now() + 60_000 },
  ...{ cameraIds: [], colours: [], kinds: [], directions: [] },
};
const asked = (change = {}) => ({
  ...{ purposeId, title: '嫌疑车辆', note: '', what: { kind: 'search', terms } },
  ...change,
});

it('what is saved is listed under its case, opened as it was, exported and deleted', async () => {
  const made = await call('POST', '/api/saved', asked());
  const saved = made.json() as SavedResult;
  expect([made.status, saved]).toMatchObject([
    201,
    { kind: 'search', analysis: null, results: 3, savedBy: 'admin', mayDelete: true },
  ]);
  const cases = (await call('GET', '/api/saved/cases')).json() as SavedCase[];
  expect(cases).toMatchObject([{ purpose: { id: purposeId, caseNumber: 'A2026-1124' }, saved: 1 }]);
  expect((await call('GET', `/api/saved?purposeId=${purposeId}`)).json()).toEqual([saved]);
  const path = `/api/saved/${saved.id}`;
  const opened = (await call('GET', `${path}?purposeId=${purposeId}`)).json() as SavedOpened;
  expect(opened).toMatchObject({ saved, content: { kind: 'search', terms, count: { passages: 3 } } });
  const table = await call('GET', `${path}/table.csv?purposeId=${purposeId}`);
  expect(table.headers.get('content-type')).toContain('text/csv');
  expect(table.body.toString().trimEnd().split('\r\n')).toHaveLength(4);
  expect((await call('DELETE', `${path}?purposeId=${purposeId}`)).status).toBe(204);
  expect((await call('GET', `${path}?purposeId=${purposeId}`)).status).toBe(404);
});

it('is refused without a title, with terms that are none, and without a purpose', async () => {
  for (const change of [
    { title: '  ' },
    { note: 'a\u0000b' },
    { what: { kind: 'analysis', name: 'frequent', terms: {} } },
    { what: { kind: 'search', terms: { ...terms, purposeId } } },
  ])
    expect((await call('POST', '/api/saved', asked(change))).status).toBe(400);
  const unknown = '01890000-0000-7000-8000-000000000000';
  expect((await call('POST', '/api/saved', asked({ purposeId: unknown }))).status).toBe(403);
  expect((await call('GET', `/api/saved?purposeId=${unknown}`)).status).toBe(403);
});
