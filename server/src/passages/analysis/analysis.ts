// What an analysis is: its name, its texts, its columns, and how rows follow from facts.
import type {
  AnalysisColumn,
  AnalysisName,
  AnalysisRow,
  AnalysisTerms,
  Evidence,
} from '@brightwall/protocol/analysis';
import { maxEvidence } from '@brightwall/protocol/analysis';
import { AppError } from '@brightwall/protocol/errors';
import type { AnalysisFacts, Distances, Seen, Span, VehicleKey } from './ports.ts';

export interface AnalysisText {
  readonly title: string;
  /** One paragraph: what it does, and what it cannot prove. */
  readonly explanation: string;
}

export interface Analysis<Name extends AnalysisName> {
  readonly name: Name;
  readonly zh: AnalysisText;
  readonly en: AnalysisText;
  readonly columns: readonly AnalysisColumn[];
  /** Throws bad-request where terms make no sense; before anything is read. */
  check(terms: AnalysisTerms<Name>): void;
  rows(terms: AnalysisTerms<Name>, facts: AnalysisFacts, distances: Distances): Promise<AnalysisRow[]>;
}

const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
/** China's clock: UTC+8, without summer time. */
const chinaMs = 8 * hourMs;

export function checkSpan({ fromMs, toMs }: Span, mostDays: number): void {
  if (fromMs >= toMs) throw new AppError('bad-request', 'fromMs ≥ toMs');
  if (toMs - fromMs > mostDays * dayMs) throw new AppError('bad-request', `toMs − fromMs > ${mostDays} d`);
}

/** 0–23, by China's clock. */
export function chinaHour(epochMs: number): number {
  return Math.floor(((epochMs + chinaMs) % dayMs) / hourMs);
}

/** When a day (YYYY-MM-DD) of China begins; NaN for what is none. */
export function chinaDayMs(day: string): number {
  return Date.parse(`${day}T00:00:00+08:00`);
}

export function column(key: string, type: AnalysisColumn['type'], zh: string, en: string): AnalysisColumn {
  return { key, type, zh, en };
}

export const vehicleColumns = [
  column('plate', 'plate', '号牌号码', 'Plate'),
  column('kind', 'kind', '号牌种类', 'Kind of plate'),
];

export function row(values: AnalysisRow['values'], evidence: readonly Seen[]): AnalysisRow {
  return { values, evidence: evidence.slice(0, maxEvidence).map(asEvidence) };
}

function asEvidence({ id, plate, kind, cameraId, passedMs }: Seen): Evidence {
  return { passageId: id, plate, kind: kind as Evidence['kind'], cameraId, passedMs };
}

export function keyOf({ plate, kind }: VehicleKey): string {
  return `${plate} ${kind}`;
}

/** Lists by vehicle, each in the order given. */
export function byVehicle<One extends VehicleKey>(list: readonly One[]): Map<string, One[]> {
  const lists = new Map<string, One[]>();
  for (const one of list) {
    const key = keyOf(one);
    const own = lists.get(key);
    if (own) own.push(one);
    else lists.set(key, [one]);
  }
  return lists;
}
