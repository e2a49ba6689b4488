// Camera addresses that are wrong in every way a person gets them wrong: each says what is the matter, in
// both languages, and the camera beside them plays on.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { type CameraStateKind, cameraStateText } from '@brightwall/protocol/camera';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, newPage } from './browser.ts';
import { type Child, startNode } from './child.ts';
import { waitFrames, waitLive } from './picture.ts';
import { cameras, signIn } from './session.ts';
import { type SimulatedCamera, type System, startSystem } from './system.ts';
import { openCamera, treeRow } from './wall.ts';

interface SimulatorFacts {
  username: string;
  password: string;
  cameras: SimulatedCamera[];
}

let simulator: Child<SimulatorFacts>;
let system: System;
let browser: Browser;
let page: Page;
const servers: Server[] = [];
const sockets = new Set<Socket>();
/** Name of each wrong camera (host:port and its place on the command line) → the state it must be in. */
let wrong: { url: string; kind: CameraStateKind }[] = [];

beforeAll(async () => {
  simulator = await startNode<SimulatorFacts>('simulator/src/main.ts', [
    ...['--cameras', '2', '--host', '127.0.0.1'],
    ...['rtsp', 'http', 'control', 'discovery'].flatMap(name => [`--${name}-port`, '0']),
  ]);
  const { username, password, cameras: simulated } = simulator.facts;
  // Every address is another camera: what a camera is called comes from its address without the password.
  const { host, pathname: good } = new URL(simulated[0]!.rtspMain);
  const guarded = new URL(simulated[1]!.rtspMain).pathname;
  const other = new URL(simulated[1]!.rtspSub).pathname;
  const login = (secret: string, path: string) => `rtsp://${username}:${secret}@${host}${path}`;
  const closed = await freePort();
  wrong = [
    { url: login('wrong', guarded), kind: 'auth-failed' },
    { url: `rtsp://127.0.0.1:${closed}/live`, kind: 'unreachable' },
    { url: 'rtsp://no-such-camera.invalid/live', kind: 'unreachable' },
    { url: `rtsp://127.0.0.1:${await serve(http)}/live`, kind: 'bad-answer' },
    { url: `rtsp://127.0.0.1:${await serve(flood)}/live`, kind: 'bad-answer' },
    { url: `rtsp://127.0.0.1:${await serve(unknownCodec)}/live`, kind: 'unsupported-codec' },
    { url: `rtsp://${host}${other}`, kind: 'auth-failed' },
    { url: login(password, '/no/such/path'), kind: 'bad-stream' },
  ];
  system = await startSystem([
    '--no-simulator',
    ...['--camera', login(password, good)],
    ...wrong.flatMap(({ url }) => ['--camera', url]),
  ]);
  browser = await launchChromium();
  page = await newPage(browser);
  await signIn(page, system);
});
afterAll(async () => {
  await browser?.close();
  await system?.close();
  await simulator?.close();
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
});

describe('camera addresses that are wrong', () => {
  it('each say what is the matter', async () => {
    await expect.poll(states, { timeout: 60_000 }).toEqual(['live', ...wrong.map(({ kind }) => kind)]);
  });

  it('say it on their row in Chinese and in English', async () => {
    const found = await inOrder();
    for (const language of ['zh', 'en'] as const) {
      for (const [i, { kind }] of wrong.entries())
        await expect
          .poll(() => treeRow(page, found[i + 1]!.id).textContent())
          .toContain(cameraStateText[kind][language]);
      await page.locator('[data-action="language"]').click();
    }
  });

  it('tell in the camera’s card what to do', async () => {
    const [, first] = await inOrder();
    await treeRow(page, first!.id).hover();
    await treeRow(page, first!.id).getByRole('button').click();
    const card = page.locator(`[data-camera-details="${first!.id}"]`);
    await expect.poll(() => card.textContent()).toContain(cameraStateText['auth-failed'].todoZh);
    await page.keyboard.press('Escape');
  });

  it('leave the good camera playing', async () => {
    const [good] = await inOrder();
    await openCamera(page, good!.id);
    await waitLive(page, good!.id);
    await waitFrames(page, good!.id, 25);
  });

  it('never show a password', async () => {
    expect(JSON.stringify(await cameras(page, system))).not.toContain(simulator.facts.password);
  });
});

/** The cameras as they stood on the command line: the name ends with the place. */
async function inOrder() {
  const place = (name: string) => Number(name.split(' ').at(-1));
  return (await cameras(page, system)).sort((a, b) => place(a.name) - place(b.name));
}

async function states(): Promise<CameraStateKind[]> {
  return (await inOrder()).map(camera => camera.state.kind);
}

/** A TCP server that does one thing to whoever connects. */
async function serve(answer: (socket: Socket) => void): Promise<number> {
  const server = createServer(socket => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    answer(socket);
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** A web server. */
function http(socket: Socket): void {
  socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'));
}

/** A line that never ends. */
function flood(socket: Socket): void {
  const chunk = Buffer.alloc(64 * 1024, 'x');
  const more = () => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on('drain', more);
  socket.once('data', more);
}

/** A camera that says it sends a codec that does not exist. */
function unknownCodec(socket: Socket): void {
  const sdp = [
    ...['v=0', 'o=- 0 0 IN IP4 127.0.0.1', 's=-', 't=0 0', 'm=video 0 RTP/AVP 96', 'c=IN IP4 0.0.0.0'],
    ...['a=rtpmap:96 NOSUCH/90000', 'a=control:track1', ''],
  ].join('\r\n');
  let text = '';
  socket.on('data', data => {
    text += data.toString('latin1');
    for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
      const request = text.slice(0, end);
      text = text.slice(end + 4);
      const sequence = /^CSeq:\s*(\d+)/im.exec(request)?.[1] ?? '0';
      const body = request.startsWith('DESCRIBE') ? sdp : '';
      const about = body ? `Content-Type: application/sdp\r\nContent-Length: ${body.length}\r\n` : '';
      const methods = 'Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n';
      socket.write(`RTSP/1.0 200 OK\r\nCSeq: ${sequence}\r\n${methods}${about}\r\n${body}`);
    }
  });
}
