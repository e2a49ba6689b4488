// OD: journeys from area to area as a table of areas; and which of them the city's map shows. They stay there when the
// analysis's screen is left.
import type { AnalysisRow } from '@brightwall/protocol/analysis';
import { create } from 'zustand';

export interface OdTable {
  /** In the order they first appear. */
  readonly areas: readonly string[];
  /** From (row) to (column). */
  readonly journeys: readonly (readonly number[])[];
  readonly total: number;
  readonly most: number;
}

export interface OdShown {
  readonly rows: readonly AnalysisRow[];
  /** As they were asked for. */
  readonly areas: readonly { readonly name: string; readonly cameraIds: readonly string[] }[];
  /** When they began; null: at any hour. */
  readonly hourMs: number | null;
}

export const useOdFlows = create<{ shown: OdShown | null }>(() => ({ shown: null }));

export const odFlows = {
  show: (shown: OdShown) => useOdFlows.setState({ shown }),

  setHour: (hourMs: number | null) =>
    useOdFlows.setState(({ shown }) => ({ shown: shown && { ...shown, hourMs } })),

  close: () => useOdFlows.setState({ shown: null }),
};

/** When journeys began, oldest first. */
export function hoursOf(rows: readonly AnalysisRow[]): number[] {
  return [...new Set(rows.map(({ values }) => Number(values.hourMs)))].sort((a, b) => a - b);
}

/** Of one hour, or of all. */
export function odTable(rows: readonly AnalysisRow[], hourMs: number | null): OdTable {
  const areas = [...new Set(rows.flatMap(({ values: { from, to } }) => [String(from), String(to)]))];
  const place = new Map(areas.map((area, n) => [area, n]));
  const journeys = areas.map(() => areas.map(() => 0));
  for (const { values } of rows) {
    if (hourMs !== null && values.hourMs !== hourMs) continue;
    const line = journeys[place.get(String(values.from))!]!;
    const to = place.get(String(values.to))!;
    line[to] = line[to]! + Number(values.journeys);
  }
  const all = journeys.flat();
  return { areas, journeys, total: all.reduce((sum, one) => sum + one, 0), most: Math.max(0, ...all) };
}
