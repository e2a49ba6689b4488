import { ErrorBody } from '@brightwall/protocol/errors';
import { ChangePassword, SessionUser, SignIn } from '@brightwall/protocol/wall-messages';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import type { Access } from '../access/access.ts';
import type { App } from './app-type.ts';
import { callerOf, cookieName } from './guard.ts';

export function addSessionRoutes(
  app: App,
  options: { readonly access: Access; readonly absoluteMs: number },
): void {
  const { access } = options;
  const setCookie = (reply: FastifyReply, token: string, isHttps: boolean) =>
    reply.setCookie(cookieName, token, {
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      secure: isHttps,
      maxAge: Math.floor(options.absoluteMs / 1000),
    });

  app.post(
    '/api/session',
    {
      config: { access: 'open' },
      schema: {
        tags: ['session'],
        summary: '登录 / Sign in',
        body: SignIn,
        response: { 200: SessionUser, '4xx': ErrorBody },
      },
    },
    async (request, reply) => {
      const { token, user } = await access.signIn(request.body, callerOf(request));
      setCookie(reply, token, request.protocol === 'https');
      return user;
    },
  );

  app.get(
    '/api/session',
    {
      config: { access: 'password' },
      schema: { tags: ['session'], summary: '当前用户 / Who is signed in', response: { 200: SessionUser } },
    },
    async request => request.signedIn!.user,
  );

  app.delete(
    '/api/session',
    {
      config: { access: 'password' },
      schema: { tags: ['session'], summary: '退出 / Sign out', response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      await access.signOut(request.cookies[cookieName]!, request.signedIn!, callerOf(request));
      return reply.clearCookie(cookieName, { path: '/' }).status(204).send(null);
    },
  );

  app.post(
    '/api/session/password',
    {
      config: { access: 'password' },
      schema: {
        tags: ['session'],
        summary: '修改密码；其他会话随之结束 / Change the password; all other sessions end',
        body: ChangePassword,
        response: { 200: SessionUser, '4xx': ErrorBody },
      },
    },
    async (request, reply) => {
      const changed = await access.changePassword(request.signedIn!, request.body, callerOf(request));
      setCookie(reply, changed.token, request.protocol === 'https');
      return changed.user;
    },
  );
}
