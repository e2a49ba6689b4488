// History: a purpose first, then searches that name it.
import { uuidV7 } from '@brightwall/kit/uuid';
import { FoundPassages, NewPurpose, PassageSearch, Purpose } from '@brightwall/protocol/search';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { PassageSearch as Search, Searcher } from '../passages/search/passage-search.ts';
import type { App } from './app-type.ts';
import { callerOf } from './guard.ts';

export interface SearchRouteOptions {
  readonly search: Search;
  readonly purposes: {
    add(userId: string, purpose: Purpose): Promise<void>;
    of(userId: string, limit: number): Promise<Purpose[]>;
  };
  readonly epochMs: () => number;
}

const newestPurposes = 50;

export function addSearchRoutes(app: App, { search, purposes, epochMs }: SearchRouteOptions): void {
  app.post(
    '/api/purposes',
    {
      schema: {
        tags: ['history'],
        summary: '登记查询事由 / Say why history is looked at',
        body: NewPurpose,
        response: { 201: Purpose },
      },
    },
    async (request, reply) => {
      const createdMs = epochMs();
      const purpose = { id: uuidV7(createdMs), ...request.body, createdMs };
      await purposes.add(request.signedIn!.userId, purpose);
      return reply.status(201).send(purpose);
    },
  );

  app.get(
    '/api/purposes',
    {
      schema: {
        tags: ['history'],
        summary: '本人登记的事由，最新在前 / One’s own purposes, newest first',
        response: { 200: Type.Array(Purpose) },
      },
    },
    async request => purposes.of(request.signedIn!.userId, newestPurposes),
  );

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
    async request => search.search(request.body, searcherOf(request)),
  );
}

function searcherOf(request: FastifyRequest): Searcher {
  const { userId, user } = request.signedIn!;
  return { userId, username: user.username, address: callerOf(request).address };
}
