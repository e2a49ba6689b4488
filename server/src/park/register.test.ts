import type { ParkVehicle } from '@brightwall/protocol/park';
import type { SeenPassage } from '@brightwall/protocol/passage';
import { describe, expect, it } from 'vitest';
import { delivery, reading } from '../testing/deliveries.ts';
import { ParkRegister } from './register.ts';

const noonMs = Date.UTC(2026, 10, 25, 4);
const hourMs = 3_600_000;

let made = 0;
function vehicle(plate: string, change: Partial<ParkVehicle> = {}): ParkVehicle {
  made += 1;
  return {
    ...{ id: `vehicle-${made}`, plate, kind: 'small', list: 'permitted', fromMs: null, untilMs: null },
    ...{ note: '', host: '综合楼', addedBy: 'anna', addedMs: noonMs },
    ...change,
  };
}
const visitor = (plate: string, fromMs: number, untilMs: number) =>
  vehicle(plate, { list: 'visitor', fromMs, untilMs });

const passage = (text: string | null, change: Partial<SeenPassage> = {}) =>
  delivery('a'.repeat(16), {
    reading: text === null ? null : reading(text),
    passedMs: noonMs,
    ...change,
  }).passage;

function registerOf(...vehicles: ParkVehicle[]): ParkRegister {
  const register = new ParkRegister();
  for (const one of vehicles) register.put(one);
  return register;
}
const says = (register: ParkRegister, one: SeenPassage) => {
  const { verdict, listed } = register.judge(one);
  return [verdict, listed?.plate ?? null];
};

describe('the register', () => {
  it('says permitted, refused, unknown and unreadable', () => {
    const register = registerOf(vehicle('京A10001'), vehicle('京A10002', { list: 'refused' }));
    expect(says(register, passage('京A10001'))).toEqual(['permitted', '京A10001']);
    expect(says(register, passage('京A10002'))).toEqual(['refused', '京A10002']);
    expect(says(register, passage('京A10003'))).toEqual(['unknown', null]);
    expect(says(register, passage(null))).toEqual(['unreadable', null]);
  });

  it('lets a visitor in from its beginning until before its end, by when it passed', () => {
    const register = registerOf(visitor('京A20001', noonMs - hourMs, noonMs + hourMs));
    const at = (passedMs: number) => register.judge(passage('京A20001', { passedMs })).verdict;
    expect(at(noonMs - hourMs - 1)).toBe('expired');
    expect(at(noonMs - hourMs)).toBe('visitor');
    expect(at(noonMs + hourMs - 1)).toBe('visitor');
    expect(at(noonMs + hourMs)).toBe('expired');
    // By the core's clock, not the edge's.
    const late = passage('京A20001', { passedMs: noonMs, edgeClockOffsetMs: 2 * hourMs });
    expect(register.judge(late).verdict).toBe('expired');
  });

  it('tells a misread of a listed number as a perhaps, never as permitted', () => {
    const register = registerOf(vehicle('京A0B180'), vehicle('京A77777', { list: 'refused' }));
    expect(says(register, passage('京AD8180'))).toEqual(['unknown', null]);
    expect(says(register, passage('京ADB180'))).toEqual(['near', '京A0B180']);
    expect(says(register, passage('京A0B1B0'))).toEqual(['near', '京A0B180']);
    expect(says(register, passage('京A0B190'))).toEqual(['unknown', null]);
  });

  it('takes number and kind of plate for a vehicle; another kind is a perhaps, one not made out is not', () => {
    const register = registerOf(
      vehicle('京A30001', { kind: 'large' }),
      vehicle('京A30002', { kind: 'unknown' }),
    );
    expect(says(register, passage('京A30001', { kind: 'large' }))).toEqual(['permitted', '京A30001']);
    expect(says(register, passage('京A30001', { kind: 'unknown' }))).toEqual(['permitted', '京A30001']);
    expect(says(register, passage('京A30001', { kind: 'small' }))).toEqual(['near', '京A30001']);
    expect(says(register, passage('京A30002', { kind: 'trailer' }))).toEqual(['permitted', '京A30002']);
  });

  it('says the sternest of several that fit', () => {
    const two = registerOf(
      vehicle('京A40001', { kind: 'large' }),
      vehicle('京A40001', { kind: 'small', list: 'refused' }),
    );
    expect(two.judge(passage('京A40001', { kind: 'unknown' })).verdict).toBe('refused');
    expect(two.judge(passage('京A40001', { kind: 'large' })).verdict).toBe('permitted');
  });

  it('forgets who is removed, and follows who is prolonged', () => {
    const one = visitor('京A50001', noonMs - hourMs, noonMs);
    const register = registerOf(one, vehicle('京AS0001'));
    expect(register.judge(passage('京A50001')).verdict).toBe('expired');
    register.put({ ...one, untilMs: noonMs + hourMs });
    expect([register.size, register.judge(passage('京A50001')).verdict]).toEqual([2, 'visitor']);
    register.remove(one.id);
    expect(says(register, passage('京A50001'))).toEqual(['near', '京AS0001']);
  });
});
