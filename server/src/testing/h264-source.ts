// For tests: a moving picture as real H.264 RTP packets in real time, drawn and encoded by ffmpeg.
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

export interface H264Source {
  /** Hands every RTP packet to `listener` until the returned function is called. */
  onPacket(listener: (packet: Buffer) => void): () => void;
  close(): Promise<void>;
}

export async function startH264Source(): Promise<H264Source> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const picture = 'testsrc2=size=320x180:rate=15';
  const encode = [
    '-c:v',
    'libx264',
    '-profile:v',
    'baseline',
    '-preset',
    'ultrafast',
    '-tune',
    'zerolatency',
    '-g',
    '15',
  ];
  const target = `rtp://127.0.0.1:${socket.address().port}?pkt_size=1200`;
  const args = [
    '-nostdin',
    '-loglevel',
    'error',
    '-re',
    '-f',
    'lavfi',
    '-i',
    picture,
    ...encode,
    '-f',
    'rtp',
    target,
  ];
  const ffmpeg = spawn('ffmpeg', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const listeners = new Set<(packet: Buffer) => void>();
  socket.on('message', packet => {
    for (const listener of listeners) listener(packet);
  });
  return {
    onPacket(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      const exited = once(ffmpeg, 'exit');
      ffmpeg.kill('SIGKILL');
      await exited;
      socket.close();
    },
  };
}
