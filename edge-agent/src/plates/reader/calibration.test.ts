import { expect, test } from 'vitest';
import { type Calibration, calibrationFor, confidence, unmeasured } from './calibration.ts';

const measured: Calibration = {
  recogniser: 'abc',
  small: { bias: -1, weights: [1, 0.5, 2] },
  both: { bias: -1, weights: [1, 0, 0.5, 2, 1] },
};

test('a surer reader is never less likely right', () => {
  for (let at = 0; at < 3; at++) {
    const features = [0, 0, 0];
    let last = 0;
    for (const value of [-12, -3, 0, 1, 8]) {
      features[at] = value;
      const p = confidence(measured.small, features);
      expect(p).toBeGreaterThanOrEqual(last);
      expect(p).toBeLessThanOrEqual(1);
      last = p;
    }
  }
});

test('uses the stored calibration for the weights it was measured on', () => {
  expect(calibrationFor(measured, 'abc')).toEqual({ calibration: measured, cap: 0.9999 });
});

test('claims to be near certain only with a calibration of these very weights', () => {
  expect(calibrationFor(measured, 'other').cap).toBeLessThan(0.95);
  expect(calibrationFor(null, 'abc')).toEqual({ calibration: unmeasured, cap: 0.94 });
});

test.each([
  ['a text', 'abc'],
  ['too few weights', { ...measured, small: { bias: 0, weights: [1] } }],
  ['a weight below nothing', { ...measured, small: { bias: 0, weights: [1, -1, 1] } }],
  ['no number', { ...measured, both: { bias: null, weights: [1, 1, 1, 1, 1] } }],
])('does not trust a calibration that is %s', (_, stored) => {
  expect(calibrationFor(stored, 'abc').calibration).toBe(unmeasured);
});
