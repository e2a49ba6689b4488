// How long a request's body may take. Node has one limit for all; an upload of gigabytes needs longer than a form,
// and a form that trickles in byte by byte holds a connection for nobody.
import type { App } from './app-type.ts';

const bodyMs = 15_000;

/** Needs the server's own requestTimeout to be 0; its headersTimeout holds for headers. */
export function setBodyDeadline(app: App): void {
  app.addHook('onRequest', async ({ raw, routeOptions }) => {
    const hasBody =
      raw.headers['content-length'] !== undefined || raw.headers['transfer-encoding'] !== undefined;
    if (!hasBody || routeOptions.config?.longBody) return;
    const timer = setTimeout(() => {
      if (!raw.complete) raw.destroy();
    }, bodyMs);
    raw.once('close', () => clearTimeout(timer));
  });
}
