import { expect, it } from 'vitest';
import { sharedBuffersMiB } from './settings.ts';

it('takes an eighth of the memory there is, of the container’s where it has less', () => {
  const GiB = 2 ** 30;
  expect(sharedBuffersMiB(8 * GiB, 0)).toBe(1024);
  expect(sharedBuffersMiB(8 * GiB, 2 ** 63)).toBe(1024);
  expect(sharedBuffersMiB(8 * GiB, 4 * GiB)).toBe(512);
  expect(sharedBuffersMiB(256 * GiB, 0)).toBe(2048);
  expect(sharedBuffersMiB(GiB / 2, 0)).toBe(128);
});
