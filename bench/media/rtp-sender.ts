// A child of the consumers bench: one H.264-shaped RTP stream of about 2 Mbit/s to a UDP port.
//   node rtp-sender.ts --port N --ssrc N --payload-type N [--kbps 2000]
// 25 frames a second, a key frame every 2 s four times as large as the rest, FU-A packets of 1,400 bytes
// (RFC 6184 §5.8) sent in a burst per frame, as cameras send them.
import { createSocket } from 'node:dgram';
import { parseArgs } from 'node:util';
import { announceReady, closeOnSignal } from '@brightwall/kit/process';

const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    ssrc: { type: 'string' },
    'payload-type': { type: 'string' },
    kbps: { type: 'string', default: '2000' },
  },
});
const port = Number(values.port);
const FPS = 25;
const GOP = 50;
const KEY_WEIGHT = 4;
const MAX_PAYLOAD = 1400;
const averageBytes = (Number(values.kbps) * 1000) / 8 / FPS;
const deltaBytes = Math.round((averageBytes * GOP) / (GOP - 1 + KEY_WEIGHT));

const socket = createSocket('udp4');
const header = Buffer.alloc(12);
header[0] = 0x80;
header.writeUInt32BE(Number(values.ssrc), 8);
let sequence = 0;
let frame = 0;

/** A baseline SPS; mediasoup takes it for the sign of a key frame and lets new consumers begin there. */
const sps = Buffer.from('6742c01f8c8d402802dd00f08846a0', 'hex');

function send(payload: Buffer, isLastOfFrame: boolean): void {
  header[1] = Number(values['payload-type']) | (isLastOfFrame ? 0x80 : 0);
  header.writeUInt16BE(sequence++ & 0xffff, 2);
  socket.send(Buffer.concat([header, payload]), port, '127.0.0.1');
}

function sendFrame(): void {
  const isKey = frame % GOP === 0;
  const nalType = isKey ? 5 : 1;
  let left = isKey ? deltaBytes * KEY_WEIGHT : deltaBytes;
  let first = true;
  header.writeUInt32BE((frame * (90_000 / FPS)) >>> 0, 4);
  if (isKey) send(sps, false);
  while (left > 0) {
    const size = Math.min(left, MAX_PAYLOAD);
    left -= size;
    const payload = Buffer.alloc(2 + size, 0xa5);
    payload[0] = 0x60 | 28;
    payload[1] = nalType | (first ? 0x80 : 0) | (left === 0 ? 0x40 : 0);
    first = false;
    send(payload, left === 0);
  }
  frame += 1;
}

// Frames follow the clock, not the timer: a late tick sends what is due.
const startMs = performance.now();
const timer = setInterval(() => {
  while ((performance.now() - startMs) * FPS >= frame * 1000) sendFrame();
}, 10);
closeOnSignal(async () => {
  clearInterval(timer);
  socket.close();
});
announceReady({ port });
