import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FakeClock } from '@brightwall/kit/clock';
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../testing/until.ts';
import { probeDevice } from './onvif-device.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function device(handle: (body: string, response: ServerResponse, request: IncomingMessage) => void) {
  let open = 0;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', chunk => {
      body += chunk;
    });
    request.on('end', () => handle(body, response, request));
  });
  server.on('connection', socket => {
    open += 1;
    socket.on('close', () => {
      open -= 1;
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    return new Promise(resolve => server.close(resolve));
  });
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/onvif/device_service`);
  return { url, open: () => open };
}

function probe(
  url: URL,
  clock = new FakeClock(),
  credentials = [{ username: 'admin', password: 'secret' }],
  onClockOffset?: (cameraId: string, offsetMs: number) => void,
) {
  const discovered = {
    urn: 'urn:uuid:1',
    xaddrs: [url],
    scopes: ['onvif://www.onvif.org/name/North%20gate', 'onvif://www.onvif.org/gb28181/33990200001320000001'],
  };
  return probeDevice(discovered, {
    credentials,
    transport: 'auto',
    clock,
    signal: new AbortController().signal,
    onClockOffset,
  });
}

const soap = (inner: string) =>
  `<?xml version="1.0"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>${inner}</s:Body></s:Envelope>`;
const denied = soap(
  '<Fault><Code><Value>Sender</Value><Subcode><Value>ter:NotAuthorized</Value></Subcode></Code><Reason><Text>Sender not Authorized</Text></Reason></Fault>',
);
const time = (date: Date) =>
  soap(
    `<GetSystemDateAndTimeResponse><SystemDateAndTime><UTCDateTime><Time><Hour>${date.getUTCHours()}</Hour><Minute>${date.getUTCMinutes()}</Minute><Second>${date.getUTCSeconds()}</Second></Time><Date><Year>${date.getUTCFullYear()}</Year><Month>${date.getUTCMonth() + 1}</Month><Day>${date.getUTCDate()}</Day></Date></UTCDateTime></SystemDateAndTime></GetSystemDateAndTimeResponse>`,
  );

/** As a device does: is the password right, and was it signed within 5 s of `deviceMs`? */
function signedRight(body: string, deviceMs: number): boolean {
  const created = /<Created[^>]*>([^<]+)/.exec(body)?.[1] ?? '';
  const nonce = Buffer.from(/<Nonce[^>]*>([^<]+)/.exec(body)?.[1] ?? '', 'base64');
  const digest = createHash('sha1').update(nonce).update(created).update('secret').digest('base64');
  return body.includes(digest) && Math.abs(Date.parse(created) - deviceMs) < 5000;
}

describe('probeDevice', () => {
  it('signs in by the clock of the device, an hour ahead of ours', async () => {
    const clock = new FakeClock();
    const deviceNow = new Date(clock.epochMs() + 3_600_000);
    const { url } = await device((body, response) => {
      if (body.includes('GetSystemDateAndTime')) return void response.end(time(deviceNow));
      const right = signedRight(body, deviceNow.getTime());
      response.statusCode = right ? 200 : 400;
      response.end(
        right
          ? soap(
              '<GetDeviceInformationResponse><Manufacturer>A&amp;B</Manufacturer><SerialNumber>77</SerialNumber></GetDeviceInformationResponse>',
            )
          : denied,
      );
    });
    const found = await probe(url, clock);
    expect(found.report).toMatchObject({
      name: 'North gate',
      code: '33990200001320000001',
      manufacturer: 'A&B',
      serial: '77',
    });
    expect(Math.abs(found.report.clockOffsetMs! - 3_600_000)).toBeLessThanOrEqual(500);
    const refused = await probe(url, clock, [{ username: 'admin', password: 'wrong' }]);
    expect(refused.failure).toMatchObject({ kind: 'auth-failed' });
    expect(JSON.stringify(refused.failure)).not.toContain('wrong');
  });

  it('reads the time anew when the clock of the device was set, and takes no for an answer when it was not', async () => {
    const clock = new FakeClock();
    let aheadMs = 0;
    let locked = false;
    const asked: string[] = [];
    const { url } = await device((body, response, request) => {
      const operation = /<(\w+) xmlns="[^"]*" xmlns:tt/.exec(body)?.[1] ?? '';
      asked.push(operation);
      const deviceMs = clock.epochMs() + aheadMs;
      if (operation === 'GetSystemDateAndTime') {
        // A signature by the wrong clock is refused even where none is asked for.
        const unsigned = !body.includes('<Security');
        return void response
          .writeHead(unsigned ? 200 : 400)
          .end(unsigned ? time(new Date(deviceMs)) : denied);
      }
      if (locked || !signedRight(body, deviceMs)) return void response.writeHead(400).end(denied);
      const inner: Record<string, string> = {
        GetCapabilities: `<Capabilities><Media><XAddr>http://${request.headers.host}/onvif/media</XAddr></Media></Capabilities>`,
        GetProfiles:
          '<Profiles token="p1"><VideoEncoderConfiguration><Encoding>H264</Encoding></VideoEncoderConfiguration></Profiles>',
        GetStreamUri: '<MediaUri><Uri>rtsp://127.0.0.1/main</Uri></MediaUri>',
      };
      response.end(soap(`<${operation}Response>${inner[operation] ?? ''}</${operation}Response>`));
    });
    const news: [string, number][] = [];
    const found = await probe(url, clock, undefined, (id, offsetMs) => news.push([id, offsetMs]));
    expect(found.failure).toBeNull();
    const requestKeyFrame = found.streams[0]!.requestKeyFrame!;
    aheadMs = -3_600_000;
    asked.length = 0;
    await requestKeyFrame();
    await requestKeyFrame();
    const [key, when] = ['SetSynchronizationPoint', 'GetSystemDateAndTime'];
    expect(asked).toEqual([key, when, key, key]);
    // Half a second is added to what a device tells in whole ones.
    expect(news).toEqual([[found.report.id, -3_600_000 + 500]]);
    locked = true;
    asked.length = 0;
    await expect(requestKeyFrame()).rejects.toMatchObject({ kind: 'auth-failed' });
    expect(asked).toEqual([key, when]);
  });

  it('says bad answer of what is no XML', async () => {
    const { url } = await device((_, response) => response.end('hello, I am a printer'));
    const { failure } = await probe(url);
    expect(failure).toEqual({ kind: 'bad-answer', detail: 'no XML: hello, I am a printer' });
  });

  it('says bad answer of XML that defines entities or nests a thousand deep', async () => {
    const bomb = await device((_, response) => response.end('<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'));
    expect((await probe(bomb.url)).failure?.kind).toBe('bad-answer');
    const deep = await device((_, response) => response.end('<a>'.repeat(1000) + '</a>'.repeat(1000)));
    expect((await probe(deep.url)).failure?.kind).toBe('bad-answer');
  });

  it('breaks off an answer of 50 MB after the first', async () => {
    let written = 0;
    const { url, open } = await device((_, response) => {
      const chunk = Buffer.alloc(64 * 1024, '<a>');
      const write = () => {
        while (written < 50 * 1024 * 1024 && !response.destroyed) {
          written += chunk.length;
          if (!response.write(chunk)) return void response.once('drain', write);
        }
        response.end();
      };
      write();
    });
    expect((await probe(url)).failure).toEqual({ kind: 'bad-answer', detail: 'an answer of over 1 MiB' });
    await until(() => open() === 0, 'the connection closed');
    expect(written).toBeLessThan(20 * 1024 * 1024);
  });

  it('gives up an answer that never ends, after five seconds', async () => {
    const clock = new FakeClock();
    let begun = false;
    const { url, open } = await device((_, response) => {
      response.write('<?xml version="1.0"?><s:Envelope>');
      begun = true;
    });
    const probing = probe(url, clock);
    await until(() => begun && clock.pending === 1, 'the answer begun');
    // The first bytes have to have come, or it would count as no answer at all.
    await new Promise(resolve => setImmediate(() => setImmediate(resolve)));
    await until(() => open() === 1, 'the connection');
    await clock.advance(5000);
    expect((await probing).failure?.kind).toMatch(/bad-answer|unreachable/);
    expect(clock.pending).toBe(0);
    await until(() => open() === 0, 'the connection closed');
  });

  it('says unreachable where nobody listens', async () => {
    const { failure } = await probe(new URL('http://127.0.0.1:1/onvif/device_service'));
    expect(failure).toEqual({ kind: 'unreachable', detail: 'ECONNREFUSED' });
  });
});
