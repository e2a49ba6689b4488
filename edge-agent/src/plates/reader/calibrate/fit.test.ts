import { expect, test } from 'vitest';
import { seeded } from '../../../testing/seeded.ts';
import { confidence } from '../calibration.ts';
import { crossFitted, fitLogistic } from './fit.ts';

/** Samples whose chance to be right is known: a logistic of the first feature; the second says nothing. */
function drawn(count: number) {
  const random = seeded(4);
  return Array.from({ length: count }, (_, group) => {
    const features = [random() * 8 - 3, random() * 2 - 1];
    return { group, features, right: random() < 1 / (1 + Math.exp(-(1.5 * features[0]! - 1))) };
  });
}

test('finds the chances the samples were drawn with', () => {
  const fit = fitLogistic(drawn(1500), 2);
  expect(fit.bias).toBeCloseTo(-1, 0);
  expect(fit.weights[0]).toBeCloseTo(1.5, 0);
  expect(fit.weights[1]).toBeLessThan(0.3);
});

test('never lets a surer reader be less likely right, even if the samples say so', () => {
  const upsideDown = drawn(500).map(sample => ({ ...sample, right: !sample.right }));
  const fit = fitLogistic(upsideDown, 2);
  expect(fit.weights.every(weight => weight >= 0)).toBe(true);
});

test('claims what comes true, on samples it has not seen', () => {
  const samples = drawn(800);
  const claimed = crossFitted(samples, 2, 5);
  const sure = samples.filter((_, at) => claimed[at]! >= 0.95);
  expect(sure.length).toBeGreaterThan(100);
  expect(sure.filter(sample => sample.right).length / sure.length).toBeGreaterThan(0.95);
});

test('stays finite when nothing was ever wrong', () => {
  const fit = fitLogistic(
    drawn(200).map(sample => ({ ...sample, right: true })),
    2,
  );
  expect(confidence(fit, [0, 0])).toBeGreaterThan(0.9);
  expect([fit.bias, ...fit.weights].every(Number.isFinite)).toBe(true);
});
