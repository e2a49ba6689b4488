import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FakeClock } from '@brightwall/kit/clock';
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../testing/until.ts';
import { HttpPicture } from './http-picture.ts';

const jpeg = Buffer.from([0xff, 0xd8, 1, 2, 3]);
const credentials = { username: 'admin', password: 'secret-word' };
const signal = new AbortController().signal;
let server: Server | null = null;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise(resolve => (server ? server.close(resolve) : resolve(null)));
  server = null;
});

async function camera(answer: RequestListener): Promise<URL> {
  const made = createServer(answer);
  server = made;
  await new Promise<void>(resolve => made.listen(0, '127.0.0.1', resolve));
  return new URL(`http://127.0.0.1:${(made.address() as AddressInfo).port}/snapshot.jpg?channel=1`);
}

describe('a picture over HTTP', () => {
  it('is got with a digest, signed anew only when the camera asks', async () => {
    const seen: (string | undefined)[] = [];
    const url = await camera((request, response) => {
      seen.push(request.headers.authorization);
      if (!request.headers.authorization?.includes('nonce="n1"'))
        return void response.writeHead(401, { 'www-authenticate': 'Digest realm="x", nonce="n1"' }).end();
      response.end(jpeg);
    });
    let asked = 0;
    const where = async () => {
      asked += 1;
      return url;
    };
    const picture = new HttpPicture({ url: where, credentials, clock: new FakeClock() });
    expect(await picture.get(signal)).toEqual(jpeg);
    expect(await picture.get(signal)).toEqual(jpeg);
    expect(seen.map(header => header?.split(' ')[0])).toEqual([undefined, 'Digest', 'Digest']);
    expect(seen[1]).toContain('uri="/snapshot.jpg?channel=1"');
    expect(seen.join()).not.toContain(credentials.password);
    expect(asked).toBe(1);
  });

  it.each([
    ['of another kind', (response: { end(body: string): void }) => response.end('<html>'), 'no JPEG'],
    [
      'that is refused',
      (response: { writeHead(status: number): { end(): void } }) => response.writeHead(403).end(),
      'HTTP 403',
    ],
    [
      'without end',
      (response: { end(body: Buffer): void }) => response.end(Buffer.alloc(9 * 1024 * 1024, 0xff)),
      'over 8 MiB',
    ],
  ])('%s is none', async (_, answer, why) => {
    const url = await camera((_request, response) => void answer(response as never));
    const picture = new HttpPicture({ url: async () => url, credentials, clock: new FakeClock() });
    await expect(picture.get(signal)).rejects.toThrow(why);
  });

  it('that does not come within five seconds is none', async () => {
    const clock = new FakeClock();
    let asked = false;
    const url = await camera(() => {
      asked = true;
    });
    const picture = new HttpPicture({ url: async () => url, credentials: null, clock });
    const getting = expect(picture.get(signal)).rejects.toThrow('no picture within 5 s');
    await until(() => asked, 'asked');
    await clock.advance(5000);
    await getting;
    expect(clock.pending).toBe(0);
  });
});
