// What the time is spent on between the question and the first rows of a search, as the page's own clocks saw it.
import type { Page } from 'playwright-core';

export interface SearchTimes {
  /** From the question to the request on the wire; to the answer's first byte; to the rows in the page; all in ms. */
  readonly sentMs: number;
  readonly answeredMs: number;
  readonly shownMs: number;
  /** Of these, the page's thread was held up by frames and scripts of 50 ms and more. */
  readonly busyMs: number;
}

interface Watched {
  readonly __searches: { asked: number; shown: number }[];
  readonly __busy: { startTime: number; duration: number }[];
}

/** Begins to look; each question asked from now on is one of `searchTimes`. */
export async function watchSearches(page: Page): Promise<void> {
  await page.evaluate(() => {
    const searches: { asked: number; shown: number }[] = [];
    const busy: { startTime: number; duration: number }[] = [];
    Object.assign(window, { __searches: searches, __busy: busy });
    const root = document.querySelector<HTMLElement>('[data-search]')!;
    addEventListener(
      'keydown',
      ({ key, target }) => {
        if (key === 'Enter' && target instanceof HTMLInputElement)
          searches.push({ asked: performance.now(), shown: Number.NaN });
      },
      true,
    );
    new MutationObserver(() => {
      const last = searches.at(-1);
      if (last && Number.isNaN(last.shown) && root.dataset.search === 'found') last.shown = performance.now();
    }).observe(root, { attributes: true, attributeFilter: ['data-search', 'data-first-ms'] });
    new PerformanceObserver(list => busy.push(...list.getEntries())).observe({ type: 'longtask' });
  });
}

/** One for each search that was answered, in order. */
export async function searchTimes(page: Page): Promise<SearchTimes[]> {
  return page.evaluate(() => {
    const { __searches, __busy } = window as unknown as Watched;
    const requests = (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).filter(
      ({ name }) => name.endsWith('/api/passages/search'),
    );
    return __searches
      .filter(({ shown }) => !Number.isNaN(shown))
      .flatMap(({ asked, shown }) => {
        const one = requests.find(({ startTime }) => startTime >= asked && startTime <= shown);
        if (!one) return [];
        const within = (ms: number) => Math.min(Math.max(ms, asked), shown);
        const busyMs = __busy.reduce(
          (sum, { startTime, duration }) => sum + within(startTime + duration) - within(startTime),
          0,
        );
        const [sentMs, answeredMs, shownMs] = [one.requestStart, one.responseStart, shown].map(ms =>
          Math.round(ms - asked),
        ) as [number, number, number];
        return { sentMs, answeredMs, shownMs, busyMs: Math.round(busyMs) };
      });
  });
}
