// What a flow's bars show: passages by the hour of the day, day beside day or gate beside gate.
import type { AnalysisRow } from '@brightwall/protocol/analysis';
import { mostSeries } from '../../../ui/series-colours.ts';

export interface Series {
  /** A day (YYYY-MM-DD), a camera's id, or null for all the other gates. */
  readonly key: string | null;
  /** By the hour of China's clock, 0–23. */
  readonly hours: readonly number[];
  readonly total: number;
}

const chinaMs = 8 * 3_600_000;
const chinaDay = (ms: number) => new Date(ms + chinaMs).toISOString().slice(0, 10);
const chinaHour = (ms: number) => new Date(ms + chinaMs).getUTCHours();

interface Count {
  camera: string;
  day: string;
  hour: number;
  passages: number;
}

function countsOf(rows: readonly AnalysisRow[]): Count[] {
  return rows.map(({ values: { camera, hourMs, passages } }) => ({
    ...{ camera: String(camera), passages: Number(passages) },
    ...{ day: chinaDay(Number(hourMs)), hour: chinaHour(Number(hourMs)) },
  }));
}

/** Of `camera`, or of all: a series for each day, the newest seven, oldest first. */
export function byDay(rows: readonly AnalysisRow[], camera: string | null): Series[] {
  const counts = countsOf(rows).filter(count => camera === null || count.camera === camera);
  const days = [...new Set(counts.map(({ day }) => day))].sort().slice(-mostSeries);
  return days.map(day =>
    seriesOf(
      day,
      counts.filter(count => count.day === day),
    ),
  );
}

/** Of `day`, or of all days together: the gates with the most, then the others as one. */
export function byGate(rows: readonly AnalysisRow[], day: string | null): Series[] {
  const counts = countsOf(rows).filter(count => day === null || count.day === day);
  const cameras = [...new Set(counts.map(({ camera }) => camera))];
  const each = cameras
    .map(camera =>
      seriesOf(
        camera,
        counts.filter(count => count.camera === camera),
      ),
    )
    .sort((a, b) => b.total - a.total);
  const rest = each.slice(mostSeries).map(({ key }) => key);
  return rest.length === 0
    ? each
    : [
        ...each.slice(0, mostSeries),
        seriesOf(
          null,
          counts.filter(({ camera }) => rest.includes(camera)),
        ),
      ];
}

export function daysOf(rows: readonly AnalysisRow[]): string[] {
  return [...new Set(countsOf(rows).map(({ day }) => day))].sort();
}

export function gatesOf(rows: readonly AnalysisRow[]): string[] {
  return [...new Set(countsOf(rows).map(({ camera }) => camera))];
}

function seriesOf(key: string | null, counts: readonly Count[]): Series {
  const hours = Array.from({ length: 24 }, () => 0);
  for (const { hour, passages } of counts) hours[hour] = hours[hour]! + passages;
  return { key, hours, total: hours.reduce((sum, one) => sum + one, 0) };
}

/** Whole numbers from nothing to the top of a scale, five steps at most. */
export function ticksOf(top: number): number[] {
  const steps = [5, 4, 2, 1].find(count => top % count === 0) ?? 1;
  return Array.from({ length: steps + 1 }, (_, n) => (top / steps) * n);
}

/** The round number a scale ends at: 1, 2 or 5 times a power of ten. */
export function scaleTop(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, most)));
  return [1, 2, 5, 10].map(times => times * power).find(top => top >= most) ?? most;
}
