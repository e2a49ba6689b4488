// MJPEG over RTP (RFC 2435) as ffmpeg sends it.
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** Packets of a lavfi source, in its own time: type 1 (4:2:0) with tables in band, the only kind ffmpeg sends. */
export async function mjpegPackets(source: string): Promise<Buffer[]> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 1024 * 1024 });
  const packets: Buffer[] = [];
  socket.on('message', packet => {
    // RTCP comes to the same port (RFC 5761 §4).
    if (packet[1]! < 192 || packet[1]! > 223) packets.push(packet);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  const input = ['-v', 'error', '-nostdin', '-re', '-f', 'lavfi', '-i', source, '-threads', '1'];
  const codec = ['-pix_fmt', 'yuvj420p', '-c:v', 'mjpeg', '-huffman', 'default', '-q:v', '4'];
  const url = `rtp://127.0.0.1:${port}?rtcpport=${port}&pkt_size=1400`;
  const ffmpeg = spawn('ffmpeg', [...input, ...codec, '-force_duplicated_matrix', '1', '-f', 'rtp', url], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(ffmpeg, 'exit');
  // What the kernel still holds for the socket comes before this.
  await new Promise(resolve => setImmediate(() => setImmediate(resolve)));
  socket.close();
  if (code !== 0) throw new Error(`ffmpeg: ${code}`);
  return packets;
}

export const mjpegSdp =
  'v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=test\r\nt=0 0\r\na=control:*\r\nm=video 0 RTP/AVP 26\r\na=control:track1\r\n';
