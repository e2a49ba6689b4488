import type { PlateAdvice } from '@brightwall/protocol/plate-setup';

/** The figures of an advice's sentence, in the unit it is told in: whole pixels and degrees, per cent of parts. */
export function adviceFigures({ code, measured, wanted }: PlateAdvice): { measured: string; wanted: string } {
  const told = (value: number | null) => {
    if (value === null) return '—';
    if (code === 'many-unreadable' || code === 'frames-skipped')
      return value < 1 ? `${Math.min(99, Math.round(value * 100))}%` : '100%';
    if (code === 'pictures-blurred') return value.toFixed(2);
    return String(Math.round(value));
  };
  return { measured: told(measured), wanted: told(wanted) };
}
