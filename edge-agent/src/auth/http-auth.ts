// Authentication of HTTP and RTSP (RFC 2617 and RFC 7616: MD5 and SHA-256, qop auth or none; Basic).
import { createHash, randomBytes } from 'node:crypto';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

interface Challenge {
  readonly scheme: 'digest' | 'basic';
  readonly parameters: ReadonlyMap<string, string>;
}

/** Answers one challenge for the requests that follow. */
export class Authorizer {
  #challenge: Challenge;
  #credentials: Credentials;
  #count = 0;

  constructor(challenge: Challenge, credentials: Credentials) {
    this.#challenge = challenge;
    this.#credentials = credentials;
  }

  header(method: string, uri: string): string {
    const { username, password } = this.#credentials;
    if (this.#challenge.scheme === 'basic')
      return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    const p = this.#challenge.parameters;
    const algorithm = p.get('algorithm') ?? 'MD5';
    const hash = (text: string) =>
      createHash(/^SHA-256/i.test(algorithm) ? 'sha256' : 'md5')
        .update(text)
        .digest('hex');
    const realm = p.get('realm') ?? '';
    const nonce = p.get('nonce') ?? '';
    const cnonce = randomBytes(8).toString('hex');
    let ha1 = hash(`${username}:${realm}:${password}`);
    if (/-sess$/i.test(algorithm)) ha1 = hash(`${ha1}:${nonce}:${cnonce}`);
    const ha2 = hash(`${method}:${uri}`);
    const qop = (p.get('qop') ?? '').split(',').some(q => q.trim().toLowerCase() === 'auth');
    this.#count += 1;
    const nc = this.#count.toString(16).padStart(8, '0');
    const response = qop
      ? hash(`${ha1}:${nonce}:${nc}:${cnonce}:auth:${ha2}`)
      : hash(`${ha1}:${nonce}:${ha2}`);
    const fields = [
      `username="${quote(username)}"`,
      `realm="${quote(realm)}"`,
      `nonce="${quote(nonce)}"`,
      `uri="${uri}"`,
      `response="${response}"`,
    ];
    if (p.has('algorithm')) fields.push(`algorithm=${algorithm}`);
    if (p.has('opaque')) fields.push(`opaque="${quote(p.get('opaque')!)}"`);
    if (qop) fields.push('qop=auth', `nc=${nc}`);
    if (qop || /-sess$/i.test(algorithm)) fields.push(`cnonce="${cnonce}"`);
    return `Digest ${fields.join(', ')}`;
  }
}

/** Picks the strongest of the challenges offered that we can answer: SHA-256, MD5, Basic; null when there is none. */
export function chooseChallenge(values: readonly string[]): Challenge | null {
  const all = values.flatMap(splitChallenges);
  const rank = (c: Challenge) =>
    c.scheme === 'basic' ? 1 : /^SHA-256/i.test(c.parameters.get('algorithm') ?? 'MD5') ? 3 : 2;
  const usable = all.filter(
    c => c.scheme === 'basic' || /^(MD5|SHA-256)(-sess)?$/i.test(c.parameters.get('algorithm') ?? 'MD5'),
  );
  return usable.sort((a, b) => rank(b) - rank(a))[0] ?? null;
}

function splitChallenges(value: string): Challenge[] {
  // One header may hold two challenges: "Digest …, Basic …".
  return value
    .slice(0, 4096)
    .split(/(?:^|,)\s*(?=(?:digest|basic)\s)/i)
    .flatMap(text => {
      const match = /^\s*(digest|basic)\s+(.*)$/is.exec(text);
      if (!match) return [];
      const parameters = new Map<string, string>();
      for (const [, name, quoted, plain] of match[2]!.matchAll(
        /([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g,
      ))
        parameters.set(name!.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '');
      return [{ scheme: match[1]!.toLowerCase() as Challenge['scheme'], parameters }];
    });
}

function quote(text: string): string {
  return text.replace(/(["\\])/g, '\\$1').replace(/[\r\n]/g, '');
}
