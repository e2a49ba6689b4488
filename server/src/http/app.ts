// The HTTP side of the core: one Fastify, closed by default. A route answers only to a session unless it
// says otherwise in its config; `access` of a route is one of RouteAccess (app-type.ts).
import { AppError } from '@brightwall/protocol/errors';
import cookie from '@fastify/cookie';
import fastifyStatic from '@fastify/static';
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import type { Logger } from 'pino';
import type { Access } from '../access/access.ts';
import type { App } from './app-type.ts';
import { setBodyDeadline } from './body-deadline.ts';
import { answerErrors } from './errors.ts';
import { guard } from './guard.ts';
import { setSecurityHeaders } from './security-headers.ts';
import { onlySecure } from './tls/only-secure.ts';

export interface AppOptions {
  readonly access: Access;
  readonly logger: Logger;
  readonly trustProxy: boolean;
  /** Port of the HTTPS listener once it listens; null where there is none. */
  readonly securePort: (() => number) | null;
}

export async function createApp(options: AppOptions): Promise<App> {
  const app = createFastify(options);
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  answerErrors(app);
  await app.register(cookie);
  setSecurityHeaders(app);
  setBodyDeadline(app);
  if (options.securePort) onlySecure(app, options.securePort);
  guard(app, options.access, options.trustProxy);
  // Serves nothing by itself: routes send files, so that each stands behind the guard.
  await app.register(fastifyStatic, { root: import.meta.dirname, serve: false });
  app.setNotFoundHandler(() => {
    throw new AppError('not-found');
  });
  return app;
}

function createFastify({ logger, trustProxy }: AppOptions): App {
  return Fastify({
    loggerInstance: logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    // One hop: what stands further left in X-Forwarded-For the client wrote itself, to be counted as many.
    trustProxy: trustProxy && ((_address: string, hop: number) => hop === 0),
    bodyLimit: 64 * 1024,
    // Bodies have their own limit (body-deadline.ts).
    requestTimeout: 0,
    http: { headersTimeout: 15_000 },
    keepAliveTimeout: 30_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<TypeBoxTypeProvider>();
}
