// Every failure leaves as an ErrorBody of the catalogue; what is none of it is a bug, logged whole and
// told as `internal`.
import { AppError } from '@brightwall/protocol/errors';
import type { FastifyError } from 'fastify';
import type { App } from './app-type.ts';

export function answerErrors(app: App): void {
  app.setErrorHandler((error: FastifyError | AppError, request, reply) => {
    const known = translate(error);
    if (known.code === 'internal') request.log.error({ err: error, url: request.url }, 'a request failed');
    if (known.code === 'too-many-requests') reply.header('retry-after', '300');
    if (known.code === 'overloaded' || known.code === 'camera-unavailable') reply.header('retry-after', '1');
    return reply.status(known.status).header('cache-control', 'no-store').send(known.toBody());
  });
}

function translate(error: FastifyError | AppError): AppError {
  if (error instanceof AppError) return error;
  if (error.validation) return new AppError('bad-request', error.message);
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new AppError('too-large');
  const status = error.statusCode ?? 500;
  if (status === 404) return new AppError('not-found');
  if (status >= 400 && status < 500) return new AppError('bad-request', error.code);
  return new AppError('internal');
}
