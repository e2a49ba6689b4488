// Where there is HTTPS, a page from another machine is sent to it, and no password is taken without it.
import { AppError } from '@brightwall/protocol/errors';
import type { App } from '../app-type.ts';
import { isLoopback } from '../guard.ts';

/** `securePort`: of the HTTPS listener, known once it listens. */
export function onlySecure(app: App, securePort: () => number): void {
  app.addHook('onRequest', async (request, reply) => {
    if (request.protocol === 'https' || isLoopback(request)) return;
    const isPage = request.method === 'GET' && !request.url.startsWith('/api/');
    if (!isPage) throw new AppError('forbidden', 'https');
    const host = request.hostname.includes(':') ? `[${request.hostname}]` : request.hostname;
    return reply.redirect(`https://${host}:${securePort()}${request.url}`, 307);
  });
}
