// HTTPS as the configuration asks for it: with a certificate of the user's own, or one of the local authority.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '@brightwall/kit/clock';
import type { App } from '../app-type.ts';
import { addCaRoute } from './ca-route.ts';
import { localCertificates } from './certificates.ts';
import { HttpsServer } from './https-server.ts';
import { lanAddress, reachableNames } from './names.ts';

export interface SecureOptions {
  readonly host: string;
  readonly tls: {
    readonly port: number;
    readonly names: readonly string[];
    readonly own?: { readonly cert: string; readonly key: string };
  };
  readonly dataDir: string;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

export interface Secure {
  listen(): Promise<void>;
  readonly port: number;
  /** As another machine of the network types it. */
  readonly url: string;
  close(): Promise<void>;
}

/** Adds /ca.crt where the authority is ours. Throws what reading or making certificates throws. */
export async function secure(app: App, options: SecureOptions): Promise<Secure> {
  const { host, tls, dataDir, clock, onError } = options;
  const { own } = tls;
  const local = () => localCertificates(join(dataDir, 'tls'), reachableNames(tls.names), clock);
  const certificates = own
    ? async () => ({ cert: readFileSync(own.cert, 'utf8'), key: readFileSync(own.key, 'utf8') })
    : local;
  if (own) await certificates();
  else addCaRoute(app, (await local()).ca);
  let server: HttpsServer | null = null;
  const port = () => server?.port ?? tls.port;
  return {
    async listen() {
      server = await HttpsServer.listen({ app, host, port: tls.port, certificates, clock, onError });
    },
    get port() {
      return port();
    },
    get url() {
      const everywhere = host === '0.0.0.0' || host === '::';
      const shown = tls.names[0] ?? (everywhere ? (lanAddress() ?? '127.0.0.1') : host);
      return `https://${shown.includes(':') ? `[${shown}]` : shown}:${port()}`;
    },
    close: async () => server?.close(),
  };
}
