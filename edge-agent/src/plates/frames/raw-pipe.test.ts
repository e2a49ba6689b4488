import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openRawPipe } from './raw-pipe.ts';

/** What a child writes, as one text. */
async function written(program: string, memory: Uint8Array): Promise<number> {
  let filled = 0;
  const pipe = openRawPipe(
    () => memory.subarray(filled),
    bytes => {
      filled += bytes;
    },
  );
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', pipe.writeFd, 'inherit'] });
  pipe.handleSpawned();
  await once(child, 'exit');
  while (filled < memory.length) await new Promise(resolve => setTimeout(resolve, 2));
  pipe.close();
  return filled;
}

describe('openRawPipe', () => {
  it('puts what a child writes where it is told to, in order, however much it is', async () => {
    const memory = new Uint8Array(1_000_000);
    const program = `require('fs').writeSync(1, Buffer.from(Array.from({length: 50_000}, (_, i) => i % 251)));
      for (let n = 0, left = 950_000; left > 0; left -= n) n = require('fs').writeSync(1, Buffer.alloc(left, 7));`;
    expect(await written(program, memory)).toBe(memory.length);
    expect([...memory.subarray(0, 50_000)].every((value, i) => value === i % 251)).toBe(true);
    expect(memory.subarray(50_000).every(value => value === 7)).toBe(true);
  });

  it('leaves no file descriptor open, whether a child was started or not', async () => {
    const open = () => readdirSync('/proc/self/fd').length;
    await written('process.stdout.write("once")', new Uint8Array(4));
    const before = open();
    for (let n = 0; n < 5; n++) {
      await written('process.stdout.write("more")', new Uint8Array(4));
      openRawPipe(
        () => new Uint8Array(1),
        () => {},
      ).close();
    }
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(open()).toBeLessThanOrEqual(before);
  });
});
