import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { FakeClock } from '@brightwall/kit/clock';
import { afterEach, describe, expect, it } from 'vitest';
import { GatherWrites } from './gather-writes.ts';

/** A connection that remembers each write that reached it. */
class Line extends Duplex {
  readonly writes: string[] = [];
  override _read(): void {}
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.writes.push(String(chunk));
    done();
  }
  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.writes.push(chunks.map(({ chunk }) => String(chunk)).join(''));
    done();
  }
}

const open: { destroy(): void }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.destroy();
});

describe('what is written within a moment', () => {
  it('goes out as one write, in its order; each connection on its own', async () => {
    const clock = new FakeClock();
    const gather = new GatherWrites(clock);
    const [one, two] = [new Line(), new Line()];
    const say = (line: Line, text: string) => {
      gather.hold(line);
      line.write(text);
    };
    say(one, 'a');
    say(two, 'x');
    say(one, 'b');
    expect([one.writes, two.writes]).toEqual([[], []]);
    await clock.advance(20);
    expect([one.writes, two.writes]).toEqual([['ab'], ['x']]);
    say(one, 'c');
    await clock.advance(20);
    expect(one.writes).toEqual(['ab', 'c']);
  });

  it('goes out at once when gathering ends', () => {
    const gather = new GatherWrites(new FakeClock());
    const line = new Line();
    gather.hold(line);
    line.write('a');
    gather.close();
    expect(line.writes).toEqual(['a']);
  });

  it('is not lost when the connection is ended meanwhile, and harms nobody when it is torn down', async () => {
    const clock = new FakeClock();
    const gather = new GatherWrites(clock);
    const taken: Socket[] = [];
    const server = createServer(socket => taken.push(socket)).listen(0, '127.0.0.1');
    open.push({ destroy: () => server.close() });
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const [ended, torn] = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')];
    open.push(ended, torn);
    await expect.poll(() => taken.length).toBe(2);
    const heard = taken.map(async socket => {
      const parts: string[] = [];
      socket.on('error', () => {});
      socket.on('data', part => parts.push(String(part)));
      await once(socket, 'close');
      return parts.join('');
    });
    for (const socket of [ended, torn]) {
      gather.hold(socket);
      socket.write('last words');
    }
    ended.end();
    torn.destroy();
    await clock.advance(20);
    expect((await Promise.all(heard)).sort()).toEqual(['', 'last words']);
  });
});
