import type { FastifyRequest } from 'fastify';
import type { Looker } from '../passages/ports.ts';
import { callerOf } from './guard.ts';

/** Who looks at history, as the audit names him. */
export function lookerOf(request: FastifyRequest): Looker {
  const { userId, user } = request.signedIn!;
  return { userId, username: user.username, address: callerOf(request).address };
}
