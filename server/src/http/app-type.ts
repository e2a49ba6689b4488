// The core's Fastify as its routes know it, and what they may say and read of access.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { SignedIn } from '../access/access.ts';

/** open: anybody; loopback: this machine, else a session; password: a session even before its first password was changed; administrator: one of an administrator. */
export type RouteAccess = 'open' | 'loopback' | 'password' | 'session' | 'administrator';

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: RouteAccess;
    /** Its body may take as long as it keeps coming. */
    longBody?: boolean;
  }
  interface FastifyRequest {
    signedIn: SignedIn | null;
  }
}

export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;
