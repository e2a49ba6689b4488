import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readEnvelope } from './soap.ts';
import { WsSecurity } from './ws-security.ts';

const nowMs = Date.UTC(2026, 0, 1);

function header(password: string, createdMs: number, nonce = randomBytes(16)) {
  const created = new Date(createdMs).toISOString();
  const digest = createHash('sha1').update(nonce).update(created).update(password).digest('base64');
  const soap = readEnvelope(
    `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header><Security><UsernameToken><Username>admin</Username><Password Type="…#PasswordDigest">${digest}</Password><Nonce EncodingType="…">${nonce.toString('base64')}</Nonce><Created>${created}</Created></UsernameToken></Security></s:Header><s:Body><GetProfiles/></s:Body></s:Envelope>`,
  );
  return soap!.header;
}

describe('WsSecurity', () => {
  const security = () => new WsSecurity({ username: 'admin', password: 'secret' });

  it('lets a right digest in once', () => {
    const checker = security();
    const token = header('secret', nowMs - 2000);
    expect(checker.check(token, 1, nowMs)).toBeNull();
    expect(checker.check(token, 1, nowMs)?.message).toContain('nonce was used');
    expect(checker.check(token, 2, nowMs)).toBeNull();
  });

  it.each([
    ['a wrong password', () => header('guess', nowMs)],
    ['a time an hour off', () => header('secret', nowMs - 3_600_000)],
    ['a time to come', () => header('secret', nowMs + 10_000)],
    ['no token', () => ({})],
  ])('answers %s with NotAuthorized', (_what, make) => {
    const fault = security().check(make(), 1, nowMs);
    expect(fault?.subcodes).toEqual(['NotAuthorized']);
    expect(fault?.toXml()).toContain('<env:Value>env:Sender</env:Value>');
  });

  it('measures the time by the device that is asked', () => {
    expect(security().check(header('secret', nowMs - 3_600_000), 1, nowMs - 3_600_000)).toBeNull();
  });
});

describe('readEnvelope', () => {
  it.each([
    '',
    'hello',
    '<a/>',
    '<!DOCTYPE x [<!ENTITY a "b">]><Envelope><Body><X/></Body></Envelope>',
    '<Envelope><Body/></Envelope>',
    '<Envelope><Body><X></Body>',
  ])('does not take %j for a request', text => {
    expect(readEnvelope(text)).toBeNull();
  });
});
