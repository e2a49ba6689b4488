// Stands before every route: who asks, from where, and whether the route answers to that.
import { AppError } from '@brightwall/protocol/errors';
import type { FastifyRequest } from 'fastify';
import type { Access } from '../access/access.ts';
import type { Caller } from '../access/ports.ts';
import type { App } from './app-type.ts';
import { isSameOrigin } from './origin.ts';

export const cookieName = 'brightwall';

export function guard(app: App, access: Access, trustProxy: boolean): void {
  app.decorateRequest('signedIn', null);
  app.addHook('onRequest', async request => {
    const isWrite = !['GET', 'HEAD', 'OPTIONS'].includes(request.method);
    if (isWrite && !isSameOrigin(request.headers, trustProxy)) throw new AppError('forbidden', 'origin');
    const route = request.is404 ? 'session' : (request.routeOptions.config.access ?? 'session');
    if (route === 'open' || (route === 'loopback' && isLoopback(request))) return;
    const signedIn = await access.identify(request.cookies[cookieName]);
    if (!signedIn) throw new AppError('not-signed-in');
    if (signedIn.user.mustChangePassword && route !== 'password')
      throw new AppError('password-change-required');
    if (route === 'administrator' && signedIn.user.role !== 'administrator') throw new AppError('forbidden');
    request.signedIn = signedIn;
  });
}

export function callerOf(request: FastifyRequest): Caller {
  return { address: request.ip, userAgent: request.headers['user-agent'] ?? '' };
}

/** Behind a proxy on this machine everybody comes from loopback; its headers give that away. */
export function isLoopback(request: FastifyRequest): boolean {
  const address = request.socket.remoteAddress ?? '';
  const isLocal = address === '::1' || /^(::ffff:)?127\./.test(address);
  return (
    isLocal && request.headers['x-forwarded-for'] === undefined && request.headers.forwarded === undefined
  );
}
