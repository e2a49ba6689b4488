// Same origin, by the address the browser itself names. SameSite=Strict keeps the cookie from other
// sites; this keeps their requests out where a browser is older, and another port of the same host.
import type { IncomingHttpHeaders } from 'node:http';

/** True without an Origin header: no browser sends a cross-origin write without one. */
export function isSameOrigin(headers: IncomingHttpHeaders, trustProxy: boolean): boolean {
  const { origin } = headers;
  if (origin === undefined) return true;
  const forwarded = headers['x-forwarded-host'];
  const host = trustProxy && typeof forwarded === 'string' ? forwarded.split(',')[0]?.trim() : headers.host;
  try {
    const url = new URL(origin);
    // Compared as URLs, so that ":80" and case do not matter. A proxy may take TLS off: the scheme is not compared.
    return host !== undefined && url.host === new URL(`${url.protocol}//${host}`).host;
  } catch {
    return false;
  }
}
