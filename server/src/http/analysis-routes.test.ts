// Analyses over HTTP: what there is, one asked with a purpose, and the table of it.
import { type AnalysisInfo, type AnalysisResult, analysisNames } from '@brightwall/protocol/analysis';
import type { Purpose } from '@brightwall/protocol/purpose';
import type { Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { delivery } from '../testing/deliveries.ts';
import { edgeToken, report, startTestCore, type TestCore } from '../testing/test-core.ts';

const [a, b] = ['a'.repeat(16), 'b'.repeat(16)];
const asked = { reason: '盗窃案车辆排查', caseNumber: 'A2026-1124', unit: '示范市局一大队' };
let test: TestCore;
let cookie: string;
let edge: Socket;
let purposeId: string;
const nowMs = Date.now();
beforeAll(async () => {
  test = await startTestCore();
  cookie = await test.signIn();
  edge = test.connect('/edge', { auth: { agentId: 'edge-1', token: edgeToken } });
  edge.on('setPlateSetup', (_change, reply) => reply({ ok: true, value: null }));
  // 11 km apart.
  const far = report(b, { place: { lon: 120, lat: 30.1, headingDeg: null } });
  await edge.emitWithAck('hello', { version: 1, name: 'box', cameras: [report(a), far] });
  for (const [camera, agoMs] of [
    [a, 180_000],
    [b, 120_000],
    [a, 60_000],
  ] as const)
    await edge.emitWithAck('passage', delivery(camera, { passedMs: nowMs - agoMs }));
  purposeId = ((await post('/api/purposes', asked)).json() as Purpose).id;
});
afterAll(() => test.close());

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  test.call('POST', path, { body, cookie, headers });
const span = { fromMs: nowMs - 3_600_000, toMs: nowMs + 3_600_000 };

describe('the analyses', () => {
  it('are listed, each with its terms, its columns and what it cannot prove, in both languages', async () => {
    const list = (await test.call('GET', '/api/analyses', { cookie })).json() as AnalysisInfo[];
    expect(list.map(({ name }) => name)).toEqual(analysisNames);
    for (const { zh, en, terms, columns } of list) {
      expect(zh.explanation).toMatch(/不|非/);
      expect(en.explanation).toMatch(/not|only/i);
      expect(terms).toMatchObject({ type: 'object', properties: expect.any(Object) });
      expect(columns.length).toBeGreaterThan(2);
    }
  });

  it('stand in the API’s description with their terms', async () => {
    const { paths } = (await test.call('GET', '/api/docs/json', { cookie })).json() as {
      paths: Record<string, { post: { requestBody: object } }>;
    };
    for (const name of analysisNames)
      expect(JSON.stringify(paths[`/api/analyses/${name}`]?.post.requestBody)).toContain('purposeId');
  });

  it('answer with rows and the passages behind them', async () => {
    const answer = await post('/api/analyses/clones', { purposeId, terms: span });
    expect(answer.status).toBe(200);
    const { rows, more } = answer.json() as AnalysisResult;
    expect(more).toBe(false);
    expect(rows).toMatchObject([{ values: { plate: '浙A3K901', kind: 'small', pairs: 2 } }]);
    expect(rows[0]!.values.kmh).toBeGreaterThan(600);
    expect(rows[0]!.evidence.map(({ cameraId }) => cameraId)).toEqual([a, b, b, a]);
  });

  it('answer as a table that a spreadsheet opens', async () => {
    const answer = await post('/api/analyses/clones', { purposeId, terms: span }, { accept: 'text/csv' });
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toContain('clones.csv');
    const [head, line, ...rest] = answer.body.toString().split('\r\n');
    expect(head).toMatch(/^\ufeff号牌号码 Plate,号牌种类 Kind of plate,/);
    expect(line).toMatch(/^浙A3K901,02,2,/);
    expect(line).toContain(a);
    expect(rest).toEqual(['']);
  });

  it('are refused without a session, a purpose or sense', async () => {
    const path = '/api/analyses/companions';
    const terms = { plate: '浙A3K901', ...span };
    expect((await test.call('POST', path, { body: { purposeId, terms } })).status).toBe(401);
    const strange = await post(path, { purposeId: '01890000-0000-7000-8000-000000000000', terms });
    expect([strange.status, strange.json()]).toMatchObject([403, { code: 'purpose-required' }]);
    for (const change of [{ withinS: 1 }, { toMs: 0 }, { toMs: nowMs + 30 * 86_400_000 }, { colour: 'blue' }])
      expect((await post(path, { purposeId, terms: { ...terms, ...change } })).status).toBe(400);
    expect((await post('/api/analyses/faces', { purposeId, terms })).status).toBe(404);
  });
});
