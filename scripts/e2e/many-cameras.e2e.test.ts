// A thousand cameras shared by two agents, as `npm run up -- --cameras 1000` starts them: all of them on the wall,
// next to nothing spent on those that nobody looks at, and half of them gone and back at once.
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium, newPage } from './browser.ts';
import { cameras, signIn } from './session.ts';
import { type System, startSystem } from './system.ts';

const count = 1000;
let system: System;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  [system, browser] = await Promise.all([startSystem(['--cameras', String(count)]), launchChromium()]);
  page = await newPage(browser);
  await signIn(page, system);
});
afterAll(async () => {
  await browser?.close();
  await system?.close();
});

/** Seconds of CPU that a process has used (proc(5), stat: utime and stime in hundredths). */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function memoryMiB(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;
}

/** What the camera tree's head says. */
const online = async () => {
  const [live, all] = (await page.locator('[data-counts]').textContent())!.match(/\d+/g)!.map(Number);
  return { live, all };
};

describe('a thousand cameras', () => {
  it('are all on the wall, live, each where it stands', async () => {
    await expect.poll(online, { timeout: 60_000 }).toEqual({ live: count, all: count });
    const all = await cameras(page, system);
    expect(new Set(all.map(({ agentId }) => agentId))).toEqual(new Set(['edge-1', 'edge-2']));
    expect(all.filter(({ agentId }) => agentId === 'edge-2')).toHaveLength(count / 2);
    expect(all.every(({ place }) => place !== null)).toBe(true);
    expect(new Set(all.map(({ place }) => `${place!.lon} ${place!.lat}`)).size).toBeGreaterThan(count * 0.95);
  });

  it('cost next to nothing while nobody looks at them', async () => {
    const before = Object.entries(system.pids).map(([name, pid]) => ({ name, pid, cpuS: cpuSeconds(pid) }));
    const startMs = performance.now();
    await new Promise(resolve => setTimeout(resolve, 5000));
    const seconds = (performance.now() - startMs) / 1000;
    const spent = before.map(({ name, pid, cpuS }) => ({
      name,
      cpuPercent: ((cpuSeconds(pid) - cpuS) / seconds) * 100,
      rssMiB: Math.round(memoryMiB(pid)),
    }));
    console.log(
      spent.map(s => `${s.name}: ${s.cpuPercent.toFixed(1)} % of a core, ${s.rssMiB} MiB`).join('\n'),
    );
    // Ten times what it takes: other processes' caches and a collection of the heap are in it.
    expect(spent.reduce((sum, { cpuPercent }) => sum + cpuPercent, 0)).toBeLessThan(40);
    const stats = await fetch(`http://127.0.0.1:${system.simulator!.controlPort}/stats`);
    expect(await stats.json()).toMatchObject({ sessions: 0 });
  });

  it('of which half go offline at once are one change of the page, and come back by themselves', async () => {
    await page.evaluate(() => {
      const head = document.querySelector('[data-counts]')!;
      const seen: string[] = [];
      new MutationObserver(() => seen.push(head.textContent!)).observe(head, {
        characterData: true,
        childList: true,
        subtree: true,
      });
      Object.assign(window, { seenCounts: seen });
    });
    process.kill(system.pids['edge-2']!, 'SIGKILL');
    await expect.poll(online).toEqual({ live: count / 2, all: count });
    const seen = await page.evaluate(() => (window as unknown as { seenCounts: string[] }).seenCounts);
    expect(seen).toHaveLength(1);
    const lost = (await cameras(page, system)).filter(({ state }) => state.kind !== 'live');
    expect(lost.every(({ agentId, state }) => agentId === 'edge-2' && state.kind === 'agent-offline')).toBe(
      true,
    );
    await expect.poll(online, { timeout: 60_000 }).toEqual({ live: count, all: count });
  });
});
