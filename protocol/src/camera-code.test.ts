import { expect, it } from 'vitest';
import { codeFault, codeType } from './camera-code.ts';

const good = '33990200001320000001';

it('takes the code of a camera', () => {
  expect(codeFault(good)).toBeNull();
  expect(codeType(good)).toBe(132);
});

it('names what is wrong with a code, the first thing to mend first', () => {
  expect(codeFault('3399020000132000000O')).toBe('digits');
  expect(codeFault(good.slice(1))).toBe('length');
  expect(codeFault(`${good}0`)).toBe('length');
  expect(codeFault('')).toBe('length');
  expect(codeFault(`00${good.slice(2)}`)).toBe('region');
  expect(codeFault('33990200002000000001')).toBe('type');
});
