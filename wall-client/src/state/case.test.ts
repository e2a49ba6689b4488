import { afterEach, describe, expect, it } from 'vitest';
import { rememberCase, theCase, useCase } from './case.ts';

const purpose = {
  id: '01890000-0000-7000-8000-000000000001',
  ...{ reason: '排查车辆', caseNumber: 'A1', unit: '一大队', createdMs: 0 },
};
afterEach(() => theCase.forget());

describe('the case', () => {
  it('is asked for once; all who wait hear of it, and later ones have it', async () => {
    const waiting = [theCase.need(), theCase.need()];
    expect(useCase.getState().isAsking).toBe(true);
    theCase.choose(purpose);
    expect(await Promise.all([...waiting, theCase.need()])).toEqual([purpose, purpose, purpose]);
    expect(useCase.getState().isAsking).toBe(false);
  });

  it('stays as it was when the question is left', async () => {
    theCase.choose(purpose);
    const asked = theCase.ask();
    theCase.leave();
    expect(await asked).toBeNull();
    expect(useCase.getState().purpose).toEqual(purpose);
  });

  it('is remembered for its user in this tab', () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
    const stop = rememberCase(storage, 'li');
    theCase.choose(purpose);
    stop();
    theCase.forget();
    rememberCase(storage, 'wang')();
    expect(useCase.getState().purpose).toBeNull();
    rememberCase(storage, 'li')();
    expect(useCase.getState().purpose).toEqual(purpose);
  });
});
