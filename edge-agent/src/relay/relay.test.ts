// The relay between real sockets: a camera's connection on one side, the core's port on the other.
import { randomBytes, randomInt } from 'node:crypto';
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { systemClock } from '@brightwall/kit/clock';
import type { Srtp } from '@brightwall/protocol/edge-messages';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ParameterSets } from '../media/access-unit.ts';
import { type Encoded, encode } from '../testing/encode.ts';
import { batchOf, TestPacketiser } from '../testing/rtp.ts';
import { until } from '../testing/until.ts';
import { deriveSrtpKeys } from '../uplink/srtp-keys.ts';
import { WrittenOutlet } from '../uplink/written-outlet.ts';
import { type Deliver, openRelay, type RelayOutput, type RelaySource } from './relay.ts';

const relay = openRelay();
const ssrc = 0xabcdef01;
const srtp: Srtp = { cryptoSuite: 'AEAD_AES_128_GCM', keyBase64: randomBytes(28).toString('base64') };
const { key, salt } = deriveSrtpKeys(srtp).rtp;

let video: Encoded;
beforeAll(async () => {
  video = await encode('testsrc2=s=1280x720:r=25:d=0.8', 'h264', ['-g', '10', '-bf', '0']);
});

let server: ReturnType<typeof createServer>;
let camera: Socket;
let agent: Socket;
let core: UdpSocket;
let arrived: Buffer[] = [];
const closers: { close(): void }[] = [];
beforeEach(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  agent = connect((server.address() as AddressInfo).port, '127.0.0.1');
  [camera] = (await once(server, 'connection')) as [Socket];
  camera.on('error', () => {});
  agent.on('error', () => {});
  agent.pause();
  arrived = [];
  core = createSocket({ type: 'udp4', recvBufferSize: 4 * 1024 * 1024 });
  core.on('message', packet => arrived.push(packet));
  await new Promise<void>(done => core.bind(0, '127.0.0.1', done));
});
afterEach(() => {
  for (const each of closers.splice(0)) each.close();
  agent.destroy();
  camera.destroy();
  server.close();
  core.close();
});

function read(deliver: Deliver, rest = Buffer.alloc(0)) {
  const told: Buffer[] = [];
  const ends: number[] = [];
  const source: RelaySource = relay.source({
    fd: (agent as unknown as { _handle: { fd: number } })._handle.fd,
    rtpChannel: 0,
    payloadType: 96,
    codec: 'h264',
    deliver,
    rest,
    onBytes: bytes => told.push(bytes),
    onEnd: errno => ends.push(errno),
  });
  closers.push(source);
  return { source, ends, bytes: () => Buffer.concat(told) };
}

function output(source: RelaySource, sets: ParameterSets, packets: Buffer[] = []): RelayOutput {
  const made = source.output({
    address: '127.0.0.1',
    port: core.address().port,
    key,
    salt,
    ssrc,
    payloadType: 102,
    firstSequence: 0xfff0, // soon over its end
    sps: sets.sps,
    pps: sets.pps,
    onPacket: packet => packets.push(packet),
  });
  closers.push(made);
  return made;
}

function interleaved(channel: number, packet: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([0x24, channel, packet.length >> 8, packet.length & 0xff]), packet]);
}

const packetsOf = (rtp = new TestPacketiser(), room = 1388) =>
  video.units.flatMap(unit => rtp.unit(unit, room));
const answer = Buffer.from('RTSP/1.0 200 OK\r\nCSeq: 7\r\nContent-Length: 5\r\n\r\nhello');

/** The same packets by the TypeScript way, with the same keys and the same first sequence number. */
async function byTypeScript(packets: readonly Buffer[], sets: ParameterSets, first: number) {
  const sink = createSocket({ type: 'udp4', recvBufferSize: 4 * 1024 * 1024 });
  const got: Buffer[] = [];
  sink.on('message', packet => got.push(packet));
  await new Promise<void>(done => sink.bind(0, '127.0.0.1', done));
  const outlet = await WrittenOutlet.open({
    address: '127.0.0.1',
    port: sink.address().port,
    ssrc,
    payloadType: 102,
    srtp,
    firstSequence: first,
    onPacket: () => {},
    clock: systemClock,
    captureMs: timestamp => 1_790_000_000_000 + (timestamp * 1000) / 90_000,
  });
  for (const packet of packets) outlet.forward(batchOf([packet]), sets);
  await until(() => got.length === outlet.counts().packets, 'all packets');
  outlet.close();
  sink.close();
  return got;
}

describe('a relayed stream', () => {
  it.each([
    ['as the camera cut it', 1388],
    ['cut again where a packet is too long', 1480],
  ])('goes out byte for byte as TypeScript writes it, %s', async (_, room) => {
    const { source } = read('none');
    const out = output(source, video.sets);
    out.setCapture(0, 1_790_000_000_000, 90_000);
    const packets = packetsOf(new TestPacketiser(), room);
    const holed = packets.filter((_packet, n) => n !== 30 && n !== 31);
    // In pieces that end anywhere.
    const bytes = Buffer.concat(holed.map(packet => interleaved(0, packet)));
    for (let at = 0; at < bytes.length; ) {
      const next = at + randomInt(1, 9000);
      camera.write(bytes.subarray(at, next));
      at = next;
      await new Promise(resolve => setImmediate(resolve));
    }
    const expected = await byTypeScript(holed, video.sets, 0xfff0);
    await until(() => arrived.length === expected.length, 'all packets');
    expect(arrived.findIndex((packet, n) => !packet.equals(expected[n]!))).toBe(-1);
    expect(source.counts()).toMatchObject({ packets: holed.length, lost: 2, frames: video.units.length });
  });

  it('puts parameter sets before key frames that come without', async () => {
    const { source } = read('none');
    output(source, video.sets);
    const bare = video.units.map(unit => ({
      ...unit,
      nals: unit.nals.filter(nal => ![7, 8].includes(nal[0]! & 0x1f)),
    }));
    const rtp = new TestPacketiser();
    const packets = bare.flatMap(unit => rtp.unit(unit));
    camera.write(Buffer.concat(packets.map(packet => interleaved(0, packet))));
    const expected = await byTypeScript(packets, video.sets, 0xfff0);
    expect(expected.length).toBe(packets.length + 2);
    await until(() => arrived.length === expected.length, 'all packets');
  });

  it('sends again what is asked for, while it remembers it, and takes what comes back', async () => {
    const back: Buffer[] = [];
    const { source } = read('none');
    const out = output(source, video.sets, back);
    const packets = packetsOf();
    camera.write(Buffer.concat(packets.map(packet => interleaved(0, packet))));
    await until(() => arrived.length === packets.length, 'all packets');
    const wanted = arrived.at(-20)!;
    out.resend(wanted.readUInt16BE(2));
    await until(() => arrived.length === packets.length + 1, 'the packet again');
    expect(arrived.at(-1)!.equals(wanted)).toBe(true);
    out.resend((arrived.at(-2)!.readUInt16BE(2) + 1000) & 0xffff);
    out.send(Buffer.from('report'));
    await until(() => arrived.at(-1)!.toString() === 'report', 'the report');
    expect(out.counts()).toMatchObject({ packets: packets.length, resent: 1, dropped: 0 });
    // The core answers to where packets come from.
    core.once('message', (_message, { port }) => core.send('request', port, '127.0.0.1'));
    out.send(Buffer.from('hello'));
    await until(() => back.length === 1, 'the request');
    expect(back[0]!.toString()).toBe('request');
  });

  it('outlives a core that is away, and counts what it lost', async () => {
    const { source } = read('none');
    const port = core.address().port;
    core.close();
    const out = source.output({
      ...{ address: '127.0.0.1', port, key, salt, ssrc, payloadType: 102, firstSequence: 1 },
      ...{ sps: null, pps: null, onPacket: () => {} },
    });
    closers.push(out);
    for (const packet of packetsOf()) camera.write(interleaved(0, packet));
    await until(() => source.counts().packets === packetsOf().length, 'all read');
    core = createSocket('udp4');
    core.on('message', packet => arrived.push(packet));
    await new Promise<void>(done => core.bind(port, '127.0.0.1', done));
    for (const packet of packetsOf()) camera.write(interleaved(0, packet));
    await until(() => arrived.length > 0, 'packets again');
  });
});

describe('what TypeScript is told', () => {
  const sender = Buffer.from('80c80006', 'hex');

  it('is answers and reports alone, when it asked for no packets', async () => {
    const { bytes } = read('none', answer.subarray(0, 10));
    const media = packetsOf().map(packet => interleaved(0, packet));
    camera.write(Buffer.concat([answer.subarray(10), ...media, interleaved(1, sender), answer]));
    const expected = Buffer.concat([answer, interleaved(1, sender), answer]);
    await until(() => bytes().length >= expected.length, 'all that is told');
    expect(bytes().equals(expected)).toBe(true);
  });

  it('is key frames too, or all, from the moment they are asked for', async () => {
    const { source, bytes } = read('key-frames');
    const units = video.units.map(
      (unit, n) =>
        ({ key: unit.key, packets: new TestPacketiser().unit({ ...unit, rtp90k: n * 3600 }) }) as const,
    );
    const wire = (all: typeof units) =>
      Buffer.concat(all.flatMap(({ packets }) => packets.map(packet => interleaved(0, packet))));
    camera.write(wire(units));
    const keys = wire(units.filter(({ key: isKey }) => isKey));
    await until(() => bytes().length >= keys.length, 'key frames');
    expect(bytes().equals(keys)).toBe(true);
    source.deliver('all');
    camera.write(wire(units));
    await until(() => bytes().length >= keys.length + wire(units).length, 'everything');
    expect(bytes().subarray(keys.length).equals(wire(units))).toBe(true);
  });

  it('is the end: that the camera closed, or how it broke', async () => {
    const { bytes, ends } = read('none');
    camera.end(answer);
    await until(() => ends.length === 1, 'the end');
    expect([ends[0], bytes().equals(answer)]).toEqual([0, true]);
  });

  it('is whatever is no RTSP as it came, for TypeScript to say so', async () => {
    const { bytes, source } = read('none');
    const noise = Buffer.alloc(40_000, 'x');
    camera.write(noise);
    await until(() => bytes().length === noise.length, 'the noise');
    camera.write(interleaved(0, packetsOf()[0]!));
    await until(() => bytes().length > noise.length, 'what follows it');
    expect(source.counts().packets).toBe(0);
  });
});

describe('a relay that lives long', () => {
  const descriptors = () => readdirSync('/proc/self/fd').length;
  let before = 0;
  beforeAll(() => {
    before = descriptors();
  });
  afterAll(() => expect(descriptors()).toBeLessThan(before + 20));

  it('keeps nothing of sources and outputs that ended, in whatever order', async () => {
    for (let n = 0; n < 200; n += 1) {
      const { source } = read('all');
      const outputs = [output(source, video.sets), output(source, video.sets)];
      camera.write(interleaved(0, packetsOf()[n % 20]!));
      const order = n % 2 === 0 ? [source, ...outputs] : [...outputs, source];
      for (const each of order) each.close();
      for (const each of order) each.close();
      expect(outputs[0]!.counts().dropped).toBe(0);
    }
    const tasks = readdirSync('/proc/self/task').length;
    expect(tasks).toBeLessThan(64);
  });

  it('takes any bytes in any pieces, and stays', async () => {
    const seeds = [
      answer,
      ...packetsOf()
        .slice(0, 30)
        .map(packet => interleaved(randomInt(3), packet)),
    ];
    for (let round = 0; round < 60; round += 1) {
      const { source } = read((['none', 'key-frames', 'all'] as const)[round % 3]!);
      const out = output(source, video.sets);
      const bytes = Buffer.concat(Array.from({ length: 20 }, () => seeds[randomInt(seeds.length)]!));
      for (let n = 0; n < 40; n += 1) bytes[randomInt(bytes.length)] = randomInt(256);
      camera.write(bytes.subarray(0, randomInt(bytes.length)));
      await new Promise(resolve => setTimeout(resolve, 12));
      source.close();
      out.close();
      // The next one begins in the middle of something.
    }
    const { source } = read('none');
    expect(source.counts().packets).toBe(0);
  });
});
