import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FakeClock } from '@brightwall/kit/clock';
import { afterAll, describe, expect, it } from 'vitest';
import { tempFolder } from '../../testing/temp-folder.ts';
import { localCertificates } from './certificates.ts';

const dayMs = 86_400_000;
const folders: { remove(): void }[] = [];
afterAll(() => {
  for (const folder of folders) folder.remove();
});
function freshFolder(): string {
  const folder = tempFolder('tls');
  folders.push(folder);
  return join(folder.path, 'tls');
}
const names = ['localhost', 'wall.example', '192.0.2.10', '2001:db8::7'];

describe('the local certificates', () => {
  it('name what the core is reached by, and are signed by the authority', async () => {
    const { cert, ca } = await localCertificates(freshFolder(), names, new FakeClock(Date.now()));
    const [core, authority] = [new X509Certificate(cert), new X509Certificate(ca)];
    expect(authority.ca).toBe(true);
    expect(core.ca).toBe(false);
    expect(core.checkIssued(authority)).toBe(true);
    expect(core.verify(authority.publicKey)).toBe(true);
    expect(core.checkHost('wall.example')).toBe('wall.example');
    expect(core.checkIP('192.0.2.10')).toBe('192.0.2.10');
    expect(core.checkIP('2001:db8::7')).toBe('2001:db8::7');
    expect(core.checkHost('other.example')).toBeUndefined();
  });

  it('stay the same until there are 60 days left, and the authority beyond that', async () => {
    const folder = freshFolder();
    const clock = new FakeClock(Date.now());
    const first = await localCertificates(folder, names, clock);
    await clock.advance(330 * dayMs);
    expect(await localCertificates(folder, names, clock)).toEqual(first);
    await clock.advance(10 * dayMs);
    const renewed = await localCertificates(folder, names, clock);
    expect(renewed.cert).not.toBe(first.cert);
    expect(renewed.ca).toBe(first.ca);
    expect(new X509Certificate(renewed.cert).verify(new X509Certificate(first.ca).publicKey)).toBe(true);
  });

  it('are made anew for another address, and where the file is damaged', async () => {
    const folder = freshFolder();
    const clock = new FakeClock(Date.now());
    const first = await localCertificates(folder, names, clock);
    const moved = await localCertificates(folder, [...names, '198.51.100.4'], clock);
    expect(new X509Certificate(moved.cert).checkIP('198.51.100.4')).toBe('198.51.100.4');
    expect(moved.ca).toBe(first.ca);
    writeFileSync(join(folder, 'core.crt'), readFileSync(join(folder, 'core.crt')).subarray(0, 100));
    const mended = await localCertificates(folder, names, clock);
    expect(new X509Certificate(mended.cert).checkHost('localhost')).toBe('localhost');
  });

  it('keep their keys from everybody else', async () => {
    const folder = freshFolder();
    await localCertificates(folder, names, new FakeClock(Date.now()));
    for (const key of ['ca.key', 'core.key']) expect(statSync(join(folder, key)).mode & 0o077).toBe(0);
  });
});
