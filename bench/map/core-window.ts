// What the core spends for so long, and on what: its process's CPU, and its own counts in /metrics, which this
// machine may ask.
import type { System } from '../../scripts/e2e/system.ts';
import { percentile } from '../frame.ts';
import { cpuShare } from './renderer.ts';
import { delay } from './view.ts';

export interface CoreWindow {
  /** % of a core. */
  readonly cpu: number;
  /** What the first page was sent. */
  readonly mbits: number;
  /** Atlas pages encoded a second. */
  readonly pages: number;
  /** Pictures decoded for them a second. */
  readonly pictures: number;
}

/** `bytes`: what the first page has been sent so far. */
export async function coreWindow(
  system: System,
  seconds: number,
  bytes: () => number | Promise<number> = () => 0,
): Promise<CoreWindow> {
  const [before, bytesBefore] = [await atlasCounts(system), await bytes()];
  const cpu = await cpuShare(system.pids.core, () => delay(seconds * 1000));
  const [after, bytesAfter] = [await atlasCounts(system), await bytes()];
  return {
    cpu,
    mbits: ((bytesAfter - bytesBefore) * 8) / seconds / 1e6,
    pages: (after.pages - before.pages) / seconds,
    pictures: (after.pictures - before.pictures) / seconds,
  };
}

export const median = (of: readonly CoreWindow[], key: keyof CoreWindow): number =>
  percentile(
    of.map(window => window[key]),
    0.5,
  );

export const windowHead = [
  'pages',
  'core, % of a core',
  'each window',
  'pictures decoded/s',
  'atlas pages made/s',
  'Mbit/s a page',
];

export const windowRow = (name: string, of: readonly CoreWindow[]): string[] => [
  name,
  median(of, 'cpu').toFixed(2),
  of.map(({ cpu }) => cpu.toFixed(1)).join(' '),
  median(of, 'pictures').toFixed(1),
  median(of, 'pages').toFixed(1),
  median(of, 'mbits').toFixed(2),
];

/** Totals since the core began. */
async function atlasCounts({ url }: System): Promise<{ pages: number; pictures: number }> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const total = (name: string) => {
    const value = new RegExp(`^brightwall_${name} (\\d+)`, 'm').exec(text)?.[1];
    if (value === undefined) throw new Error(`/metrics has no ${name}`);
    return Number(value);
  };
  return { pages: total('map_atlas_made'), pictures: total('map_atlas_pictures') };
}
