import { FirstPassword, NewUser } from '@brightwall/protocol/wall-messages';
import type { Access } from '../access/access.ts';
import type { App } from './app-type.ts';
import { callerOf } from './guard.ts';

export function addUserRoutes(app: App, { access }: { access: Access }): void {
  app.post(
    '/api/users',
    {
      config: { access: 'administrator' },
      schema: {
        tags: ['session'],
        summary: '添加用户 / Add a user',
        description:
          '返回只显示一次的初始密码。 / Answers with a first password that is shown once and must be replaced.',
        body: NewUser,
        response: { 201: FirstPassword },
      },
    },
    async (request, reply) =>
      reply.status(201).send(await access.addUser(request.body.username, callerOf(request))),
  );
}
