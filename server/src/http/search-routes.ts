// Searches of history. Each names a purpose (purpose-routes.ts).
import { Readable } from 'node:stream';
import { AppError } from '@brightwall/protocol/errors';
import { type FoundPage, PassageSearch, type SearchLine } from '@brightwall/protocol/search';
import type { PassageSearch as Search } from '../passages/search/passage-search.ts';
import type { App } from './app-type.ts';
import { lookerOf } from './looker.ts';

export function addSearchRoutes(app: App, { search }: { search: Search }): void {
  app.post(
    '/api/passages/search',
    {
      schema: {
        tags: ['history'],
        summary: '查询过车记录 / Search passages',
        description:
          '每次查询（含翻页和计数）连同条件和结果数写入审计。应答为 JSON Lines：先是第一页，然后是总数。 / Each search, each page and count of it too, is written to the audit with its terms and the number found. The answer is JSON Lines: the page as soon as it is found, then how many there are in all.',
        body: PassageSearch,
        produces: ['application/x-ndjson'],
      },
    },
    async (request, reply) => {
      const looker = lookerOf(request);
      const terms = request.body;
      const page = await search.search(terms, looker);
      const lines = linesOf(page, terms.after ? null : () => search.count(terms, looker));
      return reply.type('application/x-ndjson').send(Readable.from(lines));
    },
  );
}

async function* linesOf(page: FoundPage, count: (() => ReturnType<Search['count']>) | null) {
  yield line(page);
  if (page.count || !count) return;
  // What was found stays found; how many there are may take longer than anybody waits.
  yield line(
    await count().then(
      found => ({ count: found }),
      error => ({ error: (error instanceof AppError ? error : new AppError('internal')).toBody() }),
    ),
  );
}

const line = (value: SearchLine) => `${JSON.stringify(value)}\n`;
