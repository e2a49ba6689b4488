// What a page's renderer process costs: CPU and memory, by the process id that Chromium tells.
import type { Browser } from 'playwright-core';
import { cpuMs, pssKiB } from '../media/processes.ts';

/** The newest renderer: the page that was opened last. */
export async function rendererPid(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = (await session.send('SystemInfo.getProcessInfo')) as {
    processInfo: { type: string; id: number; cpuTime: number }[];
  };
  await session.detach();
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  // Chromium keeps a spare renderer that has done nothing.
  const busiest = renderers.sort((a, b) => cpuMs(b) - cpuMs(a))[0];
  if (busiest === undefined) throw new Error('Chromium tells of no renderer');
  return busiest;
}

/** CPU of a process while `work` runs, % of a core. */
export async function cpuShare(pid: number, work: () => Promise<void>): Promise<number> {
  const [before, beforeMs] = [cpuMs(pid), performance.now()];
  await work();
  return ((cpuMs(pid) - before) / (performance.now() - beforeMs)) * 100;
}

export const memoryMiB = (pid: number): number => pssKiB(pid) / 1024;
