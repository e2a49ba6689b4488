import { createSocket } from 'node:dgram';
import { describe, expect, it } from 'vitest';
import { until } from '../testing/until.ts';
import { openMediaSocket } from './media-socket.ts';

describe('MediaSocket', () => {
  it('delivers packets of all sizes as they are, in order', async () => {
    const receiver = createSocket({ type: 'udp4', recvBufferSize: 4 * 1024 * 1024 });
    const got: Buffer[] = [];
    receiver.on('message', packet => got.push(packet));
    await new Promise<void>(resolve => receiver.bind(0, '127.0.0.1', resolve));
    const socket = await openMediaSocket('127.0.0.1', receiver.address().port, () => {});
    const sizes = [
      100,
      1400,
      1384,
      1384,
      1384,
      700,
      700,
      20,
      1400,
      1400,
      1,
      1400,
      ...Array(45).fill(900),
      50,
    ];
    const packets = sizes.map((size, n) => Buffer.alloc(size, n));
    for (const packet of packets) socket.send(packet);
    await until(() => got.length === packets.length, 'all packets');
    expect(got.map(packet => packet.toString('hex'))).toEqual(packets.map(p => p.toString('hex')));
    socket.close();
    socket.close();
    socket.send(packets[0]!);
    receiver.close();
  });

  it('hears what comes back on the same port', async () => {
    const core = createSocket('udp4');
    core.on('message', (_, from) => core.send('pli', from.port, from.address));
    await new Promise<void>(resolve => core.bind(0, '127.0.0.1', resolve));
    const heard: string[] = [];
    const socket = await openMediaSocket('localhost', core.address().port, packet =>
      heard.push(String(packet)),
    );
    socket.send(Buffer.from('x'));
    await until(() => heard.length === 1, 'an answer');
    expect(heard).toEqual(['pli']);
    socket.close();
    core.close();
  });

  it('lives through a core that is gone', async () => {
    const core = createSocket('udp4');
    await new Promise<void>(resolve => core.bind(0, '127.0.0.1', resolve));
    const { port } = core.address();
    await new Promise<void>(resolve => core.close(resolve));
    const socket = await openMediaSocket('127.0.0.1', port, () => {});
    for (let n = 0; n < 20; n++) {
      socket.send(Buffer.alloc(100));
      await new Promise(resolve => setImmediate(resolve));
    }
    await until(() => socket.dropped > 0, 'the refusal is counted');
    socket.close();
  });
});
