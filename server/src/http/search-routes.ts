// Searches of history. Each names a purpose (purpose-routes.ts).
import { FoundPassages, PassageSearch } from '@brightwall/protocol/search';
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
          '每次查询（含翻页）连同条件和结果数写入审计。 / Each search, each page of it too, is written to the audit with its terms and the number found.',
        body: PassageSearch,
        response: { 200: FoundPassages },
      },
    },
    async request => search.search(request.body, lookerOf(request)),
  );
}
