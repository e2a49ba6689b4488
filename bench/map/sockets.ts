// What a further viewer's socket costs the core, without Chromium, which would take the cores from what is measured:
// many that look at the same place come and go, so that one's share is more than what the machine's other work moves.
import { paperId } from '../../scripts/e2e/paper-agents.ts';
import type { System } from '../../scripts/e2e/system.ts';
import { lookAt, signIn } from '../cameras/session.ts';
import type { BenchResult } from '../frame.ts';
import { type CoreWindow, coreWindow, median, windowHead, windowRow } from './core-window.ts';
import { delay } from './view.ts';

const rounds = 4;
const further = 4;
const settleMs = 2000;
/** What pages at one place look at. */
const places = [
  { name: '300 thumbnails', thumbnails: 300, live: 0 },
  { name: '64 live streams', thumbnails: 0, live: 64 },
  { name: '256 live streams', thumbnails: 0, live: 256 },
];

export async function measureSockets(system: System, seconds: number): Promise<BenchResult> {
  const cookie = await signIn(system);
  const none = [await coreWindow(system, seconds)];
  const result = { figures: [] as BenchResult['figures'], notes: [] as string[] };
  const tables = [];
  for (const { name, thumbnails, live } of places) {
    const look = () => lookAt(system, cookie, ids(thumbnails), ids(live));
    const first = await look();
    const alone: CoreWindow[] = [];
    const together: CoreWindow[] = [];
    for (let n = 0; n < rounds; n++) {
      await delay(settleMs);
      alone.push(await coreWindow(system, seconds, first.bytes));
      const others = await Promise.all(Array.from({ length: further }, look));
      await delay(settleMs);
      together.push(await coreWindow(system, seconds, first.bytes));
      for (const other of others) other.close();
    }
    first.close();
    const firstCosts = median(alone, 'cpu') - median(none, 'cpu');
    const oneMore = (median(together, 'cpu') - median(alone, 'cpu')) / further;
    result.figures.push({
      name: `further socket of the first, ${name}`,
      figure: (oneMore / firstCosts) * 100,
      spread: `${oneMore.toFixed(2)} of ${firstCosts.toFixed(1)} % of a core`,
    });
    tables.push({
      title: `map, the core by sockets at one place 中心服务随连接数: ${name}`,
      head: windowHead,
      rows: [windowRow('0', none), windowRow('1', alone), windowRow(String(1 + further), together)],
    });
    // Pages of the atlas and streams go on a little after the last viewer left.
    await delay(5000);
  }
  return {
    ...result,
    notes: [
      `map: sockets that speak as pages do; windows of ${seconds} s, ${rounds} of each in turns; the difference of the medians, divided by ${further}.`,
    ],
    tables,
  };
}

const ids = (count: number): string[] => Array.from({ length: count }, (_, n) => paperId(n + 1));
