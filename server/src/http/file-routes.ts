// The wall's page (open: it holds the log-in screen) and the map's data (session needed).
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '@brightwall/protocol/errors';
import type { App } from './app-type.ts';

const mapTypes: Record<string, string> = {
  '.pmtiles': 'application/vnd.pmtiles',
  '.pbf': 'application/x-protobuf',
  '.mvt': 'application/vnd.mapbox-vector-tile',
  '.geojson': 'application/geo+json',
};

export function addFileRoutes(
  app: App,
  options: { readonly wallDir: string; readonly mapDir: string },
): void {
  app.get('/map/*', { schema: { hide: true } }, async (request, reply) => {
    const path = restOf(request.params);
    const type = mapTypes[/\.[a-z]+$/.exec(path)?.[0] ?? ''];
    // Ranges (pmtiles), ETag and Last-Modified are the static plugin's.
    reply.header('cache-control', 'private, no-cache');
    if (type) reply.type(type);
    return reply.sendFile(path, options.mapDir, {
      cacheControl: false,
      dotfiles: 'deny',
      contentType: type === undefined,
    });
  });

  // Behind the guard: unknown API addresses say nothing to who has no session.
  app.all('/api/*', { schema: { hide: true } }, async () => {
    throw new AppError('not-found');
  });

  app.get('/*', { config: { access: 'open' }, schema: { hide: true } }, async (request, reply) => {
    const path = restOf(request.params);
    if (path.startsWith('assets/')) {
      // Vite names these files by their content.
      reply.header('cache-control', 'public, max-age=31536000, immutable');
      return reply.sendFile(path, options.wallDir, { cacheControl: false, dotfiles: 'deny' });
    }
    reply.header('cache-control', 'no-cache');
    const isFile = path !== '' && /\.[a-z0-9]+$/i.test(path);
    if (isFile) return reply.sendFile(path, options.wallDir, { cacheControl: false, dotfiles: 'deny' });
    if (!existsSync(join(options.wallDir, 'index.html')))
      throw new AppError('not-found', '大屏页面未构建：npm run up / the wall is not built: npm run up');
    return reply.sendFile('index.html', options.wallDir, { cacheControl: false });
  });
}

/** What the `*` of the route stands for. */
function restOf(params: unknown): string {
  return (params as { '*': string })['*'];
}
