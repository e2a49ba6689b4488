import { expect, it } from 'vitest';
import { toAppError } from './rest.ts';

it('keeps the core’s own code and detail', () => {
  expect(toAppError({ code: 'weak-password', zh: '', en: '', detail: 'x' }, 422)).toMatchObject({
    code: 'weak-password',
    detail: 'x',
  });
});

it('says that the core does not answer where a proxy answers for it', () => {
  expect(toAppError(null, 502).code).toBe('timed-out');
});

it('never shows a stranger’s page as a message', () => {
  expect(toAppError('<html>', 500)).toMatchObject({ code: 'internal', detail: 'HTTP 500' });
  expect(toAppError({ code: 'made-up' }, 400).code).toBe('internal');
});
