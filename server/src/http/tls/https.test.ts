// A whole core with HTTPS, spoken to as a wall, an edge agent, and somebody who forgot the s.
import { readFileSync } from 'node:fs';
import { get } from 'node:https';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { edgeToken, startTestCore, type TestCore } from '../../testing/test-core.ts';
import { lanAddress } from './names.ts';

let test: TestCore;
let port: number;
let ca: string;

beforeAll(async () => {
  test = await startTestCore({ tls: true, host: '0.0.0.0' });
  port = Number(new URL(test.core.ready.secureUrl!).port);
  ca = readFileSync(join(test.folder, 'data', 'tls', 'ca.crt'), 'utf8');
});
afterAll(() => test.close());

/** Over HTTPS, trusting the authority only. */
function fetchSecure(path: string) {
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>(
    (resolve, reject) => {
      get({ host: '127.0.0.1', port, path, ca, agent: false }, response => {
        let text = '';
        response.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }));
      }).on('error', reject);
    },
  );
}

describe('HTTPS', () => {
  it('serves the same wall to who trusts the authority', async () => {
    const { status, headers, text } = await fetchSecure('/');
    expect(status).toBe(200);
    expect(text).toContain('<title>wall</title>');
    expect(headers).toMatchObject({
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    });
    expect((await fetchSecure('/api/cameras')).status).toBe(401);
  });

  it('gives the authority’s certificate to anybody', async () => {
    const { headers, text } = await fetchSecure('/ca.crt');
    expect(text).toBe(ca);
    expect(headers['content-type']).toBe('application/x-x509-ca-cert');
  });

  it('carries an edge agent’s socket', async () => {
    const socket = io(`https://127.0.0.1:${port}/edge`, {
      auth: { agentId: 'edge-9', token: edgeToken },
      transports: ['websocket'],
      ca,
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    socket.disconnect();
  });
});

describe('the plain port', () => {
  const outside = lanAddress();

  it.runIf(outside)('sends a page from another machine to HTTPS, and takes no password there', async () => {
    const plain = `http://${outside}:${test.core.ready.httpPort}`;
    const page = await fetch(`${plain}/map3d?x=1`, { redirect: 'manual' });
    expect([page.status, page.headers.get('location')]).toEqual([
      307,
      `https://${outside}:${port}/map3d?x=1`,
    ]);
    const signIn = await fetch(`${plain}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'admin', password: 'x' }),
    });
    expect([signIn.status, await signIn.json()]).toMatchObject([403, { detail: 'https' }]);
  });

  it('serves this machine as ever', async () => {
    const plain = `http://127.0.0.1:${test.core.ready.httpPort}`;
    expect((await fetch(`${plain}/`)).status).toBe(200);
  });
});
