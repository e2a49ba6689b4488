// The frame every bench fits: a bench gives figures by name; targets stand in budgets.json; the frame
// prints the table, writes bench/out/<name>.json and decides the exit code.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';

/** What a bench measured. `baseline` is the real alternative measured in the same run, in the same unit. */
export interface Figure {
  readonly name: string;
  readonly figure: number;
  readonly baseline?: number;
  /** How noisy it was, for a person: e.g. "min 110 max 240, n=600". */
  readonly spread?: string;
}

/** Figures by group, for people: printed and written, held against nothing. */
export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What a bench gives the frame. `notes` go under the table: load, machine, what was left out and why. */
export interface BenchResult {
  figures: Figure[];
  notes: string[];
  tables?: Table[];
}

/** A target of budgets.json. `of: 'ratio'` holds it against baseline ÷ figure or figure ÷ baseline (see `ratio`). */
export interface Budget {
  readonly unit: string;
  /** null: reported, with no target set. */
  readonly target: number | null;
  readonly better: 'lower' | 'higher';
  readonly of?: 'figure' | 'ratio';
}

export interface Row {
  readonly name: string;
  readonly unit: string;
  readonly target: number | null;
  readonly figure: number;
  readonly baseline: number | null;
  /** How many times better than the baseline: > 1 is better, whichever direction better is. null without baseline. */
  readonly ratio: number | null;
  readonly ok: boolean | null;
  readonly spread: string | null;
}

export type Budgets = Record<string, Record<string, Budget>>;

export function readBudgets(): Budgets {
  return JSON.parse(readFileSync(new URL('./budgets.json', import.meta.url), 'utf8')) as Budgets;
}

/** Holds figures against a bench's budgets. A figure without an entry there is an error: every row has its place. */
export function judge(budgets: Record<string, Budget>, figures: readonly Figure[]): Row[] {
  return figures.map(({ name, figure, baseline, spread }) => {
    const budget = budgets[name];
    if (!budget) throw new Error(`budgets.json has no entry for "${name}"`);
    const { unit, target, better, of = 'figure' } = budget;
    const ratio = baseline === undefined ? null : better === 'lower' ? baseline / figure : figure / baseline;
    const held = of === 'ratio' ? ratio : figure;
    const wantsMore = of === 'ratio' || better === 'higher';
    const ok =
      target === null
        ? null
        : held !== null && Number.isFinite(held) && (wantsMore ? held >= target : held <= target);
    return { name, unit, target, figure, baseline: baseline ?? null, ratio, ok, spread: spread ?? null };
  });
}

/** Prints the table, writes bench/out/<bench>.json; true when no target was missed. */
export function report(
  bench: string,
  rows: readonly Row[],
  notes: readonly string[],
  tables: readonly Table[] = [],
): boolean {
  const num = (n: number | null) =>
    n === null ? '–' : Math.abs(n) >= 100 ? n.toFixed(0) : n.toPrecision(3).replace(/\.?0+$/, '');
  const budgets = readBudgets()[bench] ?? {};
  const table = rows.map(row => [
    row.name,
    row.target === null
      ? '–'
      : budgets[row.name]?.of === 'ratio'
        ? `≥ ${row.target} ×`
        : `${budgets[row.name]?.better === 'higher' ? '≥' : '≤'} ${row.target} ${row.unit}`,
    `${num(row.figure)} ${row.unit}`,
    row.baseline === null ? '–' : `${num(row.baseline)} ${row.unit}`,
    row.ratio === null ? '–' : `${num(row.ratio)} ×`,
    row.ok === null ? '–' : row.ok ? 'ok' : 'MISSED',
    row.spread ?? '',
  ]);
  print(['what', 'target', 'figure', 'baseline', 'ratio', '', 'spread'], table);
  for (const { title, head, rows } of tables) {
    process.stdout.write(`\n${title}\n`);
    print(head, rows);
  }
  for (const note of notes) process.stdout.write(`note: ${note}\n`);

  const out = new URL('./out/', import.meta.url);
  mkdirSync(out, { recursive: true });
  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: +(totalmem() / 2 ** 30).toFixed(1),
    load1: loadavg()[0],
    node: process.version,
  };
  const body = { bench, at: new Date().toISOString(), machine, notes, rows, tables };
  writeFileSync(new URL(`${bench}.json`, out), `${JSON.stringify(body, null, 2)}\n`);
  return rows.every(row => row.ok !== false);
}

function print(head: readonly string[], lines: readonly (readonly string[])[]): void {
  const widths = head.map((title, i) => Math.max(cells(title), ...lines.map(line => cells(line[i]!))));
  const padded = (line: readonly string[]) =>
    line.map((cell, i) => cell + ' '.repeat(widths[i]! - cells(cell))).join('  ');
  for (const line of [head, widths.map(width => '─'.repeat(width)), ...lines])
    process.stdout.write(`${padded(line).trimEnd()}\n`);
}

/** Columns of a terminal: a Chinese character takes two. */
const cells = (text: string) => text.length + (text.match(/\p{Script=Han}/gu)?.length ?? 0);

/** The value at share `p` (0–1) of the sorted samples, nearest rank. NaN without samples. */
export function percentile(samples: readonly number[], p: number): number {
  if (samples.length === 0) return Number.NaN;
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))]!;
}
