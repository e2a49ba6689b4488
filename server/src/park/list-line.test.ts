import { expect, it } from 'vitest';
import { kindOf } from '../passages/import/plate-codes.ts';
import { LineFault, listLine } from './list-line.ts';

const line = (value: Record<string, string>) => listLine({ host: '综合楼', ...value }, { kindOf });

it('a line is read as an office writes it, in China’s time', () => {
  expect(line({ plate: '京A·10001', kind: '02', list: '白名单' })).toMatchObject({
    ...{ plate: '京A·10001', kind: 'small', list: 'permitted', fromMs: null, untilMs: null, note: '' },
  });
  expect(
    line({ plate: '京A10001', list: '访客', from: '2026/11/25 8:00', until: '2026-11-25', note: '送货' }),
  ).toMatchObject({
    ...{ kind: 'unknown', list: 'visitor', note: '送货' },
    fromMs: Date.UTC(2026, 10, 25, 0),
    // The end of the day.
    untilMs: Date.UTC(2026, 10, 25, 16),
  });
});

it('what is no list, kind, time or unit is refused, and so is what could be a person’s number', () => {
  const good = { plate: '京A10001', list: 'permitted' };
  for (const bad of [
    { ...good, list: 'friends' },
    { ...good, kind: '98' },
    { ...good, until: '2026-02-30' },
    { ...good, until: '25.11.2026' },
    { ...good, host: '' },
    { ...good, host: '王工 13800000000' },
    { ...good, note: '110101199001011234' },
  ])
    expect(() => line(bad)).toThrow(LineFault);
  expect(line({ ...good, note: '2026 年第 3 批' }).note).toBe('2026 年第 3 批');
});
