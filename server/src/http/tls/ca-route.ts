import type { App } from '../app-type.ts';

/** The authority's certificate, for anybody: it is what a wall computer must trust before it signs in. */
export function addCaRoute(app: App, ca: string): void {
  app.get('/ca.crt', { config: { access: 'open' }, schema: { hide: true } }, async (_request, reply) =>
    reply
      .type('application/x-x509-ca-cert')
      .header('content-disposition', 'attachment; filename="brightwall-ca.crt"')
      .send(ca),
  );
}
