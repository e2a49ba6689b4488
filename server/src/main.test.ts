import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, it } from 'vitest';
import { tempFolder } from './testing/temp-folder.ts';

const folder = tempFolder('main');
afterAll(() => folder.remove());

function configFile(yaml: string): string {
  const path = join(folder.path, 'core.yaml');
  writeFileSync(path, yaml);
  return path;
}

const core = (...args: string[]) =>
  spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });

async function refusal(...args: string[]): Promise<{ code: number; text: string }> {
  const child = core(...args);
  let text = '';
  child.stderr.on('data', chunk => {
    text += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, text: text.trim() };
}

describe('the core', () => {
  it('says READY once, serves, and ends at SIGTERM with nothing left behind', async () => {
    const yaml = 'data: ./data\nhttp: { host: 127.0.0.1, port: 0 }\nmedia: { port: 0, workers: 1 }\n';
    const child = core('--config', configFile(yaml));
    child.stderr.resume();
    const lines: string[] = [];
    const out = createInterface({ input: child.stdout });
    out.on('line', line => lines.push(line));
    await once(out, 'line');
    const ready = JSON.parse(lines[0]!.replace(/^READY /, ''));
    expect(ready).toMatchObject({
      url: `http://127.0.0.1:${ready.httpPort}`,
      firstRun: { username: 'admin' },
      mediaPorts: [expect.any(Number)],
    });
    expect((await fetch(`${ready.url}/readyz`)).status).toBe(200);
    const second = await refusal('--config', configFile(yaml));
    expect(second).toMatchObject({ code: 2, text: expect.stringContaining('already uses the data folder') });

    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
    expect(lines).toHaveLength(1);
    await expect(fetch(`${ready.url}/readyz`)).rejects.toThrow();
  });

  it.each([
    [[], '--config'],
    [['--confg', 'x'], '--confg'],
    [['--config', '/nowhere/core.yaml'], '/nowhere/core.yaml'],
  ])('refuses the arguments %j with one line in both languages', async (args, named) => {
    const { code, text } = await refusal(...args);
    expect(code).toBe(2);
    expect(text).toContain(named);
    expect(text).toMatch(/[一-龥].* \/ .*[a-z]/);
    expect(text.split('\n')).toHaveLength(1);
  });

  it('refuses a wrong configuration with one line that says where', async () => {
    const { code, text } = await refusal('--config', configFile('http: { port: 99999 }'));
    expect([code, text]).toEqual([2, expect.stringContaining('/http/port')]);
    expect(text.split('\n')).toHaveLength(1);
  });

  it('says which port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const yaml = `data: ./other\nhttp: { host: 127.0.0.1, port: ${port} }\nmedia: { port: 0, workers: 1 }\n`;
    const { code, text } = await refusal('--config', configFile(yaml));
    taken.close();
    expect(code).toBe(2);
    expect(text).toContain(`端口 127.0.0.1:${port} 已被占用 / port 127.0.0.1:${port} is taken`);
  });
});
