import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Authorizer, chooseChallenge } from './http-auth.ts';

const credentials = { username: 'Mufasa', password: 'Circle Of Life' };
const fields = (header: string) =>
  new Map([...header.matchAll(/([\w]+)="?([^",]+)"?/g)].map(m => [m[1]!, m[2]!]));

describe('authentication', () => {
  it('answers a digest with qop as RFC 2617 computes it', () => {
    const challenge = chooseChallenge([
      'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"',
    ])!;
    const answer = fields(new Authorizer(challenge, credentials).header('GET', '/dir/index.html'));
    const md5 = (text: string) => createHash('md5').update(text).digest('hex');
    // HA1 and HA2 of RFC 2617 §3.5.
    const ha1 = '939e7578ed9e3c518a452acee763bce9';
    const ha2 = '39aff3a2bab6126f332b942af96d3366';
    expect(answer.get('response')).toBe(
      md5(`${ha1}:dcd98b7102dd2f0e8b11d0f600bfb0c093:00000001:${answer.get('cnonce')}:auth:${ha2}`),
    );
    expect(answer.get('opaque')).toBe('5ccc069c403ebaf9f0171e9517f40e41');
  });

  it('prefers SHA-256, then MD5, then Basic', () => {
    const offered = [
      'Basic realm="a"',
      'Digest realm="a", nonce="1"',
      'Digest realm="a", nonce="2", algorithm=SHA-256',
    ];
    expect(chooseChallenge(offered)?.parameters.get('nonce')).toBe('2');
    expect(chooseChallenge(offered.slice(0, 2))?.parameters.get('nonce')).toBe('1');
    expect(chooseChallenge(offered.slice(0, 1))?.scheme).toBe('basic');
    expect(chooseChallenge(['Digest realm="a", nonce="1", Basic realm="b"'])?.scheme).toBe('digest');
  });

  it('knows none of what it does not know', () => {
    expect(chooseChallenge(['Negotiate', 'Digest realm="a", nonce="1", algorithm=SHA-512'])).toBeNull();
  });
});
