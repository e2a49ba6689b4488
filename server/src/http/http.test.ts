import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cookieOf, startTestCore, type TestCore } from '../testing/test-core.ts';

let test: TestCore;
let cookie: string;

beforeAll(async () => {
  test = await startTestCore();
});
afterAll(() => test.close());

const closedPaths = [
  '/api/cameras',
  '/api/sites',
  '/api/agents',
  '/api/docs',
  '/api/docs/json',
  '/api/docs/static/swagger-ui.css',
  '/api/session',
  '/api/nothing',
  '/map/city.pmtiles',
  '/map/vector.pmtiles',
  '/api/basemap',
  '/api/cameras/0123456789abcdef/thumbnail.jpg',
  '/api/cameras/0123456789abcdef/plate-setup',
  '/api/cameras/0123456789abcdef/calibration',
  `/api/pictures/${'0'.repeat(64)}.jpg`,
  '/api/hls/0123456789abcdef/main/source/index.m3u8',
];

// In the order of a first run: nobody, then the first password, then somebody.
describe('without a session', () => {
  it.each(closedPaths)('%s says only that one must sign in', async path => {
    const answer = await test.call('GET', path);
    expect([answer.status, answer.json()]).toMatchObject([401, { code: 'not-signed-in', zh: '请先登录' }]);
  });

  it('the wall gives its page, for any of its addresses, and its files for good', async () => {
    for (const path of ['/', '/wall/3', '/map3d']) {
      const answer = await test.call('GET', path);
      expect(answer.body.toString()).toContain('<title>wall</title>');
      expect(answer.headers.get('cache-control')).toBe('no-cache');
    }
    const file = await test.call('GET', '/assets/main-1234.js');
    expect(file.headers.get('cache-control')).toContain('immutable');
    expect((await test.call('GET', '/assets/gone.js')).status).toBe(404);
  });

  it('nothing outside the wall’s folder is given', async () => {
    for (const path of [
      '/..%2fdata%2fcore.lock',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/assets/..%2f..%2fdata/edge-token',
    ]) {
      const answer = await test.call('GET', path);
      const isPage = answer.body.toString().includes('<title>wall</title>');
      expect(isPage || answer.status >= 400).toBe(true);
    }
  });

  it('health and metrics answer this machine only', async () => {
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      expect((await test.call('GET', path)).status).toBe(200);
      const headers = { 'x-forwarded-for': '198.51.100.7' };
      expect((await test.call('GET', path, { headers })).status).toBe(401);
    }
    expect((await test.call('GET', '/metrics')).body.toString()).toContain('brightwall_media_workers 1');
  });

  it('no answer may be framed, sniffed, or run anything from elsewhere', async () => {
    const { headers } = await test.call('GET', '/');
    expect(headers.get('content-security-policy')).not.toMatch(/https?:/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('a body that is no JSON, too big, or not what is asked for is refused in both languages', async () => {
    const json = { 'content-type': 'application/json' };
    const send = (body: string) =>
      fetch(`${test.core.ready.url}/api/session`, { method: 'POST', headers: json, body });
    expect((await send('{')).status).toBe(400);
    expect((await send(JSON.stringify({ username: 'admin' }))).status).toBe(400);
    expect((await send(JSON.stringify({ username: 'a\0', password: 'x' }))).status).toBe(400);
    const big = await send(JSON.stringify({ username: 'admin', password: 'x'.repeat(100_000) }));
    expect([big.status, await big.json()]).toMatchObject([413, { code: 'too-large', zh: '内容过大' }]);
  });
});

describe('with the first password', () => {
  it('nothing but its change is open', async () => {
    const first = test.core.ready.firstRun!;
    const signedIn = await test.call('POST', '/api/session', { body: first });
    expect(signedIn.json()).toEqual({ username: 'admin', role: 'administrator', mustChangePassword: true });
    expect(signedIn.headers.get('set-cookie')).toMatch(
      /^brightwall=[\w-]{43}; Max-Age=50400; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    const first_cookie = cookieOf(signedIn);
    for (const path of closedPaths.filter(each => each !== '/api/session')) {
      const answer = await test.call('GET', path, { cookie: first_cookie });
      expect([answer.status, answer.json()]).toMatchObject([403, { code: 'password-change-required' }]);
    }
    const socket = test.connect('/wall', { headers: { cookie: first_cookie } });
    const error = await new Promise<Error & { data?: unknown }>(done => socket.once('connect_error', done));
    expect(error.data).toMatchObject({ code: 'password-change-required' });
    cookie = await test.signIn();
    expect((await test.call('GET', '/api/cameras', { cookie: first_cookie })).status).toBe(401);
  });
});

describe('with a session', () => {
  it('the map gives any part of a file', async () => {
    const headers = { range: 'bytes=8-11' };
    const answer = await test.call('GET', '/map/city.pmtiles', { cookie, headers });
    expect([answer.status, answer.body.toString()]).toEqual([206, '0123']);
    expect(answer.headers.get('content-type')).toBe('application/vnd.pmtiles');
    expect((await test.call('GET', '/map/gone.pmtiles', { cookie })).status).toBe(404);
    expect((await test.call('GET', '/map/..%2fdata%2fcore.lock', { cookie })).status).toBeGreaterThanOrEqual(
      400,
    );
  });

  it('every route stands in the OpenAPI document', async () => {
    const { paths } = (await test.call('GET', '/api/docs/json', { cookie })).json() as { paths: object };
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        '/api/session',
        '/api/session/password',
        '/api/sites',
        '/api/cameras',
        '/api/cameras/{id}',
        '/api/cameras/{id}/thumbnail.jpg',
        '/api/cameras/{id}/plate-setup',
        '/api/cameras/{id}/calibration',
        '/api/pictures/{hash}.jpg',
        '/api/agents',
        '/api/agents/discover',
        '/api/hls/{cameraId}/{profile}/{rendition}/index.m3u8',
      ]),
    );
    const page = await test.call('GET', '/api/docs/', { cookie });
    expect(page.body.toString()).not.toMatch(/(src|href)="https?:/);
  });

  it('a write from another origin is refused, one from this origin is not', async () => {
    const write = (origin: string) =>
      test
        .call('POST', '/api/agents/discover', { cookie, headers: { origin } })
        .then(answer => answer.status);
    expect(await write('http://elsewhere.example')).toBe(403);
    expect(await write('null')).toBe(403);
    expect(await write(test.core.ready.url)).toBe(202);
  });

  it('what is not there is not found', async () => {
    expect((await test.call('GET', '/api/nothing', { cookie })).json()).toMatchObject({ code: 'not-found' });
    expect((await test.call('PUT', '/elsewhere', { cookie })).status).toBe(404);
  });

  it('signing out ends it', async () => {
    const other = await test.signIn();
    expect((await test.call('DELETE', '/api/session', { cookie: other })).status).toBe(204);
    expect((await test.call('GET', '/api/session', { cookie: other })).status).toBe(401);
    expect((await test.call('GET', '/api/session', { cookie })).status).toBe(200);
  });

  it('the first password stands in no file of the core', () => {
    const lock = readFileSync(join(test.folder, 'data', 'core.lock'), 'utf8');
    expect(lock).not.toContain(test.core.ready.firstRun!.password);
  });
});

describe('behind a proxy', () => {
  it('who guesses passwords is known by the address the proxy saw, whatever it says itself', async () => {
    const behind = await startTestCore({ trustProxy: true });
    try {
      const guess = async (n: number, seen: string) => {
        const headers = { 'x-forwarded-for': `198.51.100.${n}, ${seen}` };
        const body = { username: `guess-${n}`, password: 'x' };
        return (await behind.call('POST', '/api/session', { body, headers })).status;
      };
      for (let n = 0; n < 30; n++) expect(await guess(n, '192.0.2.9')).toBe(401);
      expect(await guess(30, '192.0.2.9')).toBe(429);
      expect(await guess(31, '192.0.2.10')).toBe(401);
    } finally {
      await behind.close();
    }
  });
});
