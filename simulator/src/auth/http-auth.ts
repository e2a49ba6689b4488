// HTTP and RTSP authentication as a device checks it: digest (RFC 7616, and 2617 without qop) and basic.
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export type AuthResult = 'ok' | 'missing' | 'wrong' | 'stale';

const nonceLifeMs = 300_000;

export class HttpAuth {
  #realm: string;
  #credentials: Credentials;
  #nowMs: () => number;
  #secret = randomBytes(32);

  constructor(realm: string, credentials: Credentials, nowMs: () => number) {
    this.#realm = realm;
    this.#credentials = credentials;
    this.#nowMs = nowMs;
  }

  /** WWW-Authenticate values, strongest first. Clients that know one algorithm only take the last digest: MD5. */
  challenges(stale: boolean, sha256: boolean): string[] {
    const staleText = stale ? ', stale=true' : '';
    const digest = (algorithm: string) =>
      `Digest realm="${this.#realm}", qop="auth", nonce="${this.#newNonce()}", algorithm=${algorithm}${staleText}`;
    return [...(sha256 ? [digest('SHA-256')] : []), digest('MD5'), `Basic realm="${this.#realm}"`];
  }

  check(method: string, header: string | undefined): AuthResult {
    if (!header || header.length > 4096) return 'missing';
    const [scheme = '', rest = ''] = split(header);
    if (scheme === 'basic') {
      const expected = Buffer.from(`${this.#credentials.username}:${this.#credentials.password}`).toString(
        'base64',
      );
      return equal(rest.trim(), expected) ? 'ok' : 'wrong';
    }
    return scheme === 'digest' ? this.#checkDigest(method, parameters(rest)) : 'missing';
  }

  #checkDigest(method: string, p: Map<string, string>): AuthResult {
    const { username, password } = this.#credentials;
    const algorithm = (p.get('algorithm') ?? 'MD5').toUpperCase();
    const hashName = algorithm === 'SHA-256' ? 'sha256' : algorithm === 'MD5' ? 'md5' : null;
    const nonce = p.get('nonce') ?? '';
    if (!hashName || p.get('username') !== username || p.get('realm') !== this.#realm) return 'wrong';
    const hash = (text: string) => createHash(hashName).update(text).digest('hex');
    const ha1 = hash(`${username}:${this.#realm}:${password}`);
    const ha2 = hash(`${method}:${p.get('uri') ?? ''}`);
    const expected = p.has('qop')
      ? hash([ha1, nonce, p.get('nc') ?? '', p.get('cnonce') ?? '', p.get('qop'), ha2].join(':'))
      : hash(`${ha1}:${nonce}:${ha2}`);
    if (!equal((p.get('response') ?? '').toLowerCase(), expected)) return 'wrong';
    return this.#nonceFresh(nonce) ? 'ok' : 'stale';
  }

  /** A nonce is its own time and a seal over it: nothing needs remembering. */
  #newNonce(): string {
    const time = Math.floor(this.#nowMs()).toString(16).padStart(12, '0') + randomBytes(4).toString('hex');
    return time + this.#seal(time);
  }

  #nonceFresh(nonce: string): boolean {
    const time = nonce.slice(0, 20);
    if (nonce.length !== 52 || !equal(nonce.slice(20), this.#seal(time))) return false;
    const ageMs = this.#nowMs() - Number.parseInt(time.slice(0, 12), 16);
    return ageMs >= -1000 && ageMs < nonceLifeMs;
  }

  #seal(text: string): string {
    return createHmac('sha256', this.#secret).update(text).digest('hex').slice(0, 32);
  }
}

function split(header: string): [string, string] {
  const at = header.indexOf(' ');
  return at < 0 ? [header.toLowerCase(), ''] : [header.slice(0, at).toLowerCase(), header.slice(at + 1)];
}

function parameters(text: string): Map<string, string> {
  const out = new Map<string, string>();
  for (const match of text.matchAll(/([a-zA-Z0-9-]+)\s*=\s*(?:"([^"]*)"|([^\s,]*))/g))
    out.set(match[1]!.toLowerCase(), match[2] ?? match[3] ?? '');
  return out;
}

function equal(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}
