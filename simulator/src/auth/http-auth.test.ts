import { createHash } from 'node:crypto';
import { FakeClock } from '@brightwall/kit/clock';
import { describe, expect, it } from 'vitest';
import { HttpAuth } from './http-auth.ts';

const user = { username: 'admin', password: 'p:ä"ss' };

function setUp() {
  const clock = new FakeClock();
  return { clock, auth: new HttpAuth('realm', user, () => clock.epochMs()) };
}

/** RFC 7616 §3.4.1, from a challenge of ours. */
function answer(challenge: string, algorithm: 'md5' | 'sha256', password = user.password): string {
  const nonce = /nonce="([^"]+)"/.exec(challenge)![1]!;
  const hash = (text: string) => createHash(algorithm).update(text).digest('hex');
  const ha1 = hash(`admin:realm:${password}`);
  const response = hash(`${ha1}:${nonce}:00000001:abc:auth:${hash('PLAY:rtsp://h/')}`);
  const name = algorithm === 'md5' ? 'MD5' : 'SHA-256';
  return `Digest username="admin", realm="realm", nonce="${nonce}", uri="rtsp://h/", qop=auth, nc=00000001, cnonce="abc", algorithm=${name}, response="${response}"`;
}

describe('HttpAuth', () => {
  it.each(['md5', 'sha256'] as const)('lets a right %s digest in', algorithm => {
    const { auth } = setUp();
    const challenge = auth
      .challenges(false, true)
      .find(c => c.includes(algorithm === 'md5' ? 'MD5' : 'SHA-256'))!;
    expect(auth.check('PLAY', answer(challenge, algorithm))).toBe('ok');
    expect(auth.check('PAUSE', answer(challenge, algorithm))).toBe('wrong');
    expect(auth.check('PLAY', answer(challenge, algorithm, 'guess'))).toBe('wrong');
  });

  it('lets basic in by the right password only', () => {
    const { auth } = setUp();
    const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
    expect(auth.check('PLAY', basic('admin:p:ä"ss'))).toBe('ok');
    expect(auth.check('PLAY', basic('admin:'))).toBe('wrong');
  });

  it('asks again, as stale, when a nonce is five minutes old, and takes no nonce of its own making', async () => {
    const { auth, clock } = setUp();
    const [challenge] = auth.challenges(false, false);
    await clock.advance(301_000);
    expect(auth.check('PLAY', answer(challenge!, 'md5'))).toBe('stale');
    expect(auth.check('PLAY', answer(`nonce="${'0'.repeat(52)}"`, 'md5'))).toBe('stale');
    expect(auth.challenges(true, false)[0]).toContain('stale=true');
  });

  it.each([undefined, '', 'Digest', 'Bearer x', 'x'.repeat(5000)])('does not let %s in', header => {
    expect(setUp().auth.check('PLAY', header)).not.toBe('ok');
  });
});
