import type { FoundPage, SearchLine } from '@brightwall/protocol/search';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { testPassage } from '../testing.ts';
import { theCase, useCase } from './case.ts';
import { mostFound, numbersIn, searching, spanOf, termsOf, useSearch } from './search.ts';

const nowMs = Date.UTC(2026, 10, 25, 6);
const purpose = {
  id: '01890000-0000-7000-8000-000000000001',
  reason: '排查车辆',
  caseNumber: 'A1',
  unit: '一大队',
  createdMs: nowMs,
};
/** What the core was asked, and what it answers next; a function in its place is awaited. */
const asked: { after: unknown; plates: string[] }[] = [];
let answers: (readonly (SearchLine | (() => Promise<void>))[] | Response)[];

const page = (from: number, count: number, next: FoundPage['next'], total: FoundPage['count'] = null) => ({
  found: Array.from({ length: count }, (_, n) => ({ passage: testPassage(from + n), likelihood: 1 })),
  next,
  count: total,
});
const next = { passedMs: nowMs, id: purpose.id };

beforeEach(() => {
  asked.length = 0;
  answers = [];
  useCase.setState({ purpose, isAsking: false });
  // The core at the other end of the page's fetch: its answers come in pieces, as over a network.
  vi.stubGlobal('fetch', async (_path: string, { body }: { body: string }) => {
    asked.push(JSON.parse(body));
    const answer = answers.shift()!;
    if (answer instanceof Response) return answer;
    const encoder = new TextEncoder();
    return new Response(
      new ReadableStream({
        async start(controller) {
          for (const line of answer) {
            if (typeof line === 'function') await line();
            else {
              const text = `${JSON.stringify(line)}\n`;
              controller.enqueue(encoder.encode(text.slice(0, 9)));
              controller.enqueue(encoder.encode(text.slice(9)));
            }
          }
          controller.close();
        },
      }),
    );
  });
});
afterEach(() => {
  searching.forget();
  theCase.forget();
  vi.unstubAllGlobals();
});

describe('what is typed', () => {
  it('is numbers apart by spaces, commas and new lines, each once', () => {
    expect(numbersIn(' 浙A3K901，浙A3K902、京A?1*\n浙A3K901;; ')).toEqual(['浙A3K901', '浙A3K902', '京A?1*']);
    expect(numbersIn('  ')).toEqual([]);
  });

  it('is tolerant only where there is a number', () => {
    const { form } = useSearch.getState();
    expect(termsOf({ ...form, tolerant: true }, nowMs).tolerant).toBe(false);
    expect(termsOf({ ...form, tolerant: true, text: '浙A3K901' }, nowMs).tolerant).toBe(true);
  });

  it('is of the last 24 hours at first, so that who asks after midnight sees the evening', () => {
    const { form } = useSearch.getState();
    expect(termsOf(form, nowMs)).toMatchObject({ fromMs: nowMs - 86_400_000, toMs: nowMs + 60_000 });
  });

  it('is of a time that ends a little after now, today from midnight here', () => {
    expect(spanOf({ kind: 'hour' }, nowMs)).toEqual({ fromMs: nowMs - 3_600_000, toMs: nowMs + 60_000 });
    expect(new Date(spanOf({ kind: 'today' }, nowMs).fromMs).toTimeString()).toMatch(/^00:00:00/);
    expect(spanOf({ kind: 'between', fromMs: 1, toMs: 2 }, nowMs)).toEqual({ fromMs: 1, toMs: 2 });
  });
});

describe('a search', () => {
  it('shows the first page before it is counted', async () => {
    let isSeen = false;
    const see = async () => {
      await expect.poll(() => useSearch.getState().found.length).toBe(3);
      expect(useSearch.getState()).toMatchObject({ status: { kind: 'found' }, count: null });
      isSeen = true;
    };
    answers = [[page(0, 3, next), see, { count: { passages: 250, atLeast: false } }]];
    await searching.run(nowMs);
    expect(isSeen).toBe(true);
    expect(useSearch.getState().count).toEqual({ passages: 250, atLeast: false });
  });

  it('leaves what was found before until its own first page is there, or it fails', async () => {
    answers = [[page(0, 3, next, { passages: 9, atLeast: false })]];
    await searching.run(nowMs);
    const see = async () => {
      const { status, found, count } = useSearch.getState();
      expect([status.kind, found.length, count]).toEqual(['searching', 3, null]);
      await searching.more();
    };
    answers = [[see, page(5, 1, null)]];
    await searching.run(nowMs);
    expect(useSearch.getState().found.map(({ passage }) => passage.id)).toEqual([testPassage(5).id]);
    expect(asked).toHaveLength(2);
    answers = [Response.json({ code: 'bad-request', zh: '', en: '' }, { status: 400 })];
    await searching.run(nowMs);
    expect(useSearch.getState()).toMatchObject({ status: { kind: 'failed' }, found: [], markedId: null });
  });

  it('goes on from where the page before ended, and no further than anybody reads', async () => {
    answers = [[page(0, 2, next, { passages: 3, atLeast: false })], [page(2, 1, null)]];
    await searching.run(nowMs);
    await searching.more();
    await searching.more();
    expect(asked.map(({ after }) => after)).toEqual([null, next]);
    expect(useSearch.getState()).toMatchObject({ count: { passages: 3 }, next: null });
    expect(new Set(useSearch.getState().found.map(({ passage }) => passage.id)).size).toBe(3);

    answers = [[page(0, mostFound, next)], [page(0, 1, null)]];
    await searching.run(nowMs);
    await searching.more();
    expect(useSearch.getState().found).toHaveLength(mostFound);
  });

  it('says why it failed, and asks for the case anew where the core knows none', async () => {
    answers = [Response.json({ code: 'purpose-required', zh: '', en: '' }, { status: 403 })];
    await searching.run(nowMs);
    expect(useSearch.getState().status).toMatchObject({
      kind: 'failed',
      error: { code: 'purpose-required' },
    });
    expect(useCase.getState().purpose).toBeNull();
    const again = searching.run(nowMs);
    await expect.poll(() => useCase.getState().isAsking).toBe(true);
    theCase.leave();
    await again;
    expect(asked).toHaveLength(1);
  });

  it('that is asked anew ends the one before', async () => {
    let release = () => {};
    const held = new Promise<void>(done => {
      release = done;
    });
    answers = [
      [page(0, 1, next), () => held, { count: { passages: 9, atLeast: false } }],
      [page(5, 1, null)],
    ];
    const first = searching.run(nowMs);
    await expect.poll(() => useSearch.getState().found.length).toBe(1);
    await searching.run(nowMs);
    release();
    await first;
    expect(useSearch.getState().found.map(({ passage }) => passage.id)).toEqual([testPassage(5).id]);
    expect(useSearch.getState().count).toBeNull();
  });
});
