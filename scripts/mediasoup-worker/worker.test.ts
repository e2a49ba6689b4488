// The worker that set-up made, downloaded or built, does what the core asks of it. The browser's side
// (DTLS) is tested with a browser, in scripts/e2e.
import { createWorker, type types } from 'mediasoup';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workerPath } from '../setup/worker.mjs';
import { applyPatch } from './patch.mjs';

const h264: types.RtpCodecCapability = {
  kind: 'video',
  mimeType: 'video/H264',
  clockRate: 90_000,
  parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f' },
  preferredPayloadType: 96,
};
const rtp = (ssrc: number): types.RtpParameters => ({
  codecs: [
    { mimeType: 'video/H264', payloadType: 96, clockRate: 90_000, parameters: { ...h264.parameters } },
  ],
  encodings: [{ ssrc }],
});

/** A one-packet key frame: SPS, so that the worker takes it for one, in a plain RTP packet. */
function packet(ssrc: number, sequence: number): Buffer {
  const bytes = Buffer.alloc(12 + 24, 0x5a);
  bytes.writeUInt8(0x80, 0);
  bytes.writeUInt8(0x80 | 96, 1);
  bytes.writeUInt16BE(sequence, 2);
  bytes.writeUInt32BE(sequence * 3600, 4);
  bytes.writeUInt32BE(ssrc, 8);
  bytes.writeUInt8(0x67, 12);
  return bytes;
}

describe('mediasoup’s worker', () => {
  let worker: types.Worker;
  let router: types.Router;

  beforeAll(async () => {
    worker = await createWorker({ logLevel: 'error', workerBin: workerPath() });
    router = await worker.createRouter({ mediaCodecs: [h264] });
  });
  afterAll(() => worker.close());

  it('serves one WebRTC port over UDP and TCP', async () => {
    const listen = (protocol: 'udp' | 'tcp') => ({ protocol, ip: '127.0.0.1' });
    const server = await worker.createWebRtcServer({ listenInfos: [listen('udp'), listen('tcp')] });
    const transport = await router.createWebRtcTransport({ webRtcServer: server });
    expect(transport.iceCandidates.map(candidate => candidate.protocol).sort()).toEqual(['tcp', 'udp']);
    expect(transport.dtlsParameters.fingerprints.length).toBeGreaterThan(0);
    server.close();
  });

  const suites: types.SrtpCryptoSuite[] = [
    'AES_CM_128_HMAC_SHA1_80',
    'AES_CM_128_HMAC_SHA1_32',
    'AEAD_AES_128_GCM',
    'AEAD_AES_256_GCM',
  ];
  it.each(suites)('carries a packet over SRTP unharmed, with %s', async srtpCryptoSuite => {
    const plain = { listenInfo: { protocol: 'udp' as const, ip: '127.0.0.1' }, rtcpMux: true };
    const [from, into] = await Promise.all([
      router.createPlainTransport({ ...plain, enableSrtp: true, srtpCryptoSuite }),
      router.createPlainTransport({ ...plain, enableSrtp: true, srtpCryptoSuite }),
    ]);
    const towards = (other: types.PlainTransport) => ({
      ip: '127.0.0.1',
      port: other.tuple.localPort,
      srtpParameters: other.srtpParameters!,
    });
    await Promise.all([from.connect(towards(into)), into.connect(towards(from))]);

    const [first, last] = await Promise.all([router.createDirectTransport(), router.createDirectTransport()]);
    const source = await first.produce({ kind: 'video', rtpParameters: rtp(1111) });
    const sent = await from.consume({
      producerId: source.id,
      rtpCapabilities: { codecs: router.rtpCapabilities.codecs!.map(codec => ({ ...codec })) },
    });
    const ssrc = sent.rtpParameters.encodings![0]!.ssrc!;
    const arrived = await into.produce({ kind: 'video', rtpParameters: rtp(ssrc) });
    const sink = await last.consume({ producerId: arrived.id, rtpCapabilities: router.rtpCapabilities });

    const got = new Promise<Buffer>(resolve => sink.once('rtp', resolve));
    for (let sequence = 1; sequence <= 5; sequence++) source.send(packet(1111, sequence));
    expect((await got).subarray(-24)).toEqual(packet(1111, 1).subarray(-24));
    for (const transport of [from, into, first, last]) transport.close();
  });
});

describe('a patch to the worker’s sources', () => {
  const patch = { file: 'a.cpp', find: 'old', replace: 'new' };

  it('replaces the one place it names', () => {
    expect(applyPatch('an old line', patch)).toBe('an new line');
  });

  it('refuses a source that lacks the place, or has it twice', () => {
    expect(() => applyPatch('a line', patch)).toThrow(/a\.cpp.*found 0/s);
    expect(() => applyPatch('old and old', patch)).toThrow(/found 2/);
  });
});
