// 查询事由: why one looks at history, said once per case.
import { NewPurpose, Purpose } from '@brightwall/protocol/purpose';
import { Type } from 'typebox';
import type { Looks } from '../audit/looks.ts';
import type { App } from './app-type.ts';

export function addPurposeRoutes(app: App, { looks }: { looks: Looks }): void {
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
      const purpose = await looks.addPurpose(request.signedIn!.userId, request.body);
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
    async request => looks.purposes(request.signedIn!.userId),
  );
}
