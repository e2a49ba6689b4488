import type { BenchResult } from '../frame.ts';
import type { Failure } from './contact-sheet.ts';

/** What a part over pictures gives, beside its figures: for the calibration and the contact sheet. */
export interface PartResult extends BenchResult {
  readonly readings: readonly { readonly confidence: number; readonly right: boolean }[];
  readonly failures: readonly Failure[];
}

/** "p50 3.1 p95 9.8 max 14, n=143": how a cost is spread. */
export function spreadOf(sorted: readonly number[]): string {
  const values = [...sorted].sort((a, b) => a - b);
  const at = (p: number) =>
    values[Math.min(values.length - 1, Math.ceil(p * values.length) - 1)] ?? Number.NaN;
  return `p50 ${at(0.5).toFixed(1)} p95 ${at(0.95).toFixed(1)} max ${at(1).toFixed(1)}, n=${values.length}`;
}

/** "151 of 163" */
export const of = (right: number, all: number): string => `${right} of ${all}`;
