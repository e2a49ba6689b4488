import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { docFaults, links, npmCommands } from './docs.mjs';

describe('the documents’ check', () => {
  const base = mkdtempSync(join(tmpdir(), 'brightwall-docs-'));
  afterAll(() => rmSync(base, { recursive: true, force: true }));
  const faults = (text: string) => {
    writeFileSync(join(base, 'a.md'), text);
    return docFaults(base, ['a.md'], { up: '', test: '' });
  };

  it('passes links to files and headings that exist', () => {
    writeFileSync(join(base, 'b.md'), '# 两条命令 Two commands\n');
    expect(
      faults('# Top\n[b](b.md) [h](b.md#两条命令-two-commands) [self](#top) [out](https://x.org/y)'),
    ).toEqual([]);
  });

  it('names a file, a heading and a command that do not', () => {
    expect(faults('[x](no.md) ![y](no.png)')).toHaveLength(2);
    expect(faults('[h](b.md#three)')).toHaveLength(1);
    expect(faults('npm run up, npm test, `npm run fly`')).toEqual([expect.stringContaining('npm run fly')]);
  });

  it('refuses links that leave the repository', () => {
    expect(faults('[x](../../etc/hostname)')).toHaveLength(1);
  });

  it('takes no code for a link', () => {
    expect(links('`[a](b)`\n```\n[c](d)\n```\n[e](f)\n<img src="g.png">')).toEqual(['f', 'g.png']);
    expect(npmCommands('no npm here')).toEqual([]);
  });
});
