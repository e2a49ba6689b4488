import { expect, it } from 'vitest';
import { isUtf8 } from '../../net/import-upload.ts';
import { badLinesCsv } from './bad-lines.ts';

it('bad lines are a file that a spreadsheet opens, and runs nothing of', () => {
  expect(badLinesCsv([{ line: 3, zh: '引号有误："x', en: '=cmd|calc' }])).toBe(
    '\ufeff行号 line,原因,reason\r\n3,"引号有误：""x","\'=cmd|calc"\r\n',
  );
});

it('a file cut within a character is still UTF-8, one of a Chinese spreadsheet is not', () => {
  const utf8 = new TextEncoder().encode('浙A');
  expect([utf8, utf8.subarray(0, 2)].map(isUtf8)).toEqual([true, true]);
  expect(isUtf8(Uint8Array.of(0xd5, 0xe3, 0x41))).toBe(false);
});
