// Shares by what a plate is: province, colour, size, blur. Rows of text for the frame to print.
import type { Table } from '../frame.ts';
import type { CalibrationRow } from './score.ts';

export interface Counted {
  readonly group: string;
  readonly right: boolean;
  /** Undefined where finding was no question. */
  readonly located?: boolean;
  /** Undefined without a baseline. */
  readonly baselineRight?: boolean;
}

/** One row a group, in the order of first appearance or of `order`. */
export function shareTable(title: string, rows: readonly Counted[], order?: readonly string[]): Table {
  const groups = new Map<string, Counted[]>(order?.map(group => [group, []]));
  for (const row of rows) groups.set(row.group, [...(groups.get(row.group) ?? []), row]);
  const share = (list: readonly Counted[], key: 'right' | 'located' | 'baselineRight') => {
    const known = list.filter(row => row[key] !== undefined);
    return known.length === 0 ? '–' : percent(known.filter(row => row[key]).length / known.length);
  };
  return {
    title,
    head: ['', 'plates', 'located', 'exact', 'PP-OCR exact'],
    rows: [...groups]
      .filter(([, list]) => list.length > 0)
      .map(([group, list]) => [
        group,
        `${list.length}`,
        share(list, 'located'),
        share(list, 'right'),
        share(list, 'baselineRight'),
      ]),
  };
}

export function calibrationTable(title: string, rows: readonly CalibrationRow[]): Table {
  return {
    title,
    head: ['confidence', 'readings', 'right', 'share'],
    rows: rows.map(({ from, to, given, right }) => [
      `${from}–${to}`,
      `${given}`,
      `${right}`,
      given === 0 ? '–' : percent(right / given),
    ]),
  };
}

export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

export const sizeGroups = ['< 60 px', '60–89 px', '90–119 px', '120–159 px', '≥ 160 px'];
export function sizeGroup(widthPx: number): string {
  const edge = [60, 90, 120, 160].findIndex(limit => widthPx < limit);
  return sizeGroups.at(edge)!;
}

export const blurGroups = ['sharpness < 0.25', '0.25–0.49', '0.5–0.74', '≥ 0.75', 'not found'];
export function blurGroup(sharpness: number | null): string {
  if (sharpness === null) return 'not found';
  return blurGroups[Math.min(3, Math.floor(sharpness * 4))]!;
}

/** Provinces with fewer than this many plates share a row. */
const fewest = 5;
export function provinceGroups(plates: readonly string[]): (plate: string) => string {
  const counts = new Map<string, number>();
  for (const plate of plates) counts.set(plate[0]!, (counts.get(plate[0]!) ?? 0) + 1);
  return plate => (counts.get(plate[0]!)! >= fewest ? plate[0]! : 'others 其他');
}
