// A certificate authority of this installation's own, and the certificate the core shows. A park's network
// has no public name that a public authority would sign for, and browsers give WebCodecs and shared memory
// to secure pages only: whoever installs a wall puts the authority's certificate into it once.
//
// In <data>/tls: ca.crt, ca.key, core.crt, core.key. The keys never leave this folder.
// Before x509, whose parts are found by it.
import 'reflect-metadata';
import { webcrypto, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import type { Clock } from '@brightwall/kit/clock';
import * as x509 from '@peculiar/x509';

export interface Certificates {
  /** PEM, the core's own followed by the authority's. */
  readonly cert: string;
  readonly key: string;
  /** PEM: what a browser, or an edge agent, has to trust. */
  readonly ca: string;
}

const dayMs = 86_400_000;
const caDays = 3650;
/** Browsers refuse a server's certificate that is valid for more than 398 days (CA/Browser Forum, SC-031). */
const coreDays = 397;
const renewBeforeDays = 60;

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const caName = 'CN=Brightwall local CA, O=Brightwall';

/**
 * The certificates in `folder`, made where there are none, and the core's anew when it would expire within 60
 * days or does not name all of `names` (DNS names and IP addresses).
 */
export async function localCertificates(
  folder: string,
  names: readonly string[],
  clock: Clock,
): Promise<Certificates> {
  x509.cryptoProvider.set(webcrypto as Crypto);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const at = (file: string) => join(folder, file);
  const nowMs = clock.epochMs();
  if (!existsSync(at('ca.crt')) || !existsSync(at('ca.key'))) await makeAuthority(at, nowMs);
  const ca = readFileSync(at('ca.crt'), 'utf8');
  if (!stillGood(at, ca, names, nowMs)) await makeCoreCertificate(at, ca, names, nowMs);
  return { cert: readFileSync(at('core.crt'), 'utf8') + ca, key: readFileSync(at('core.key'), 'utf8'), ca };
}

type Path = (file: string) => string;

async function makeAuthority(at: Path, nowMs: number): Promise<void> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: caName,
    notBefore: new Date(nowMs - dayMs),
    notAfter: new Date(nowMs + caDays * dayMs),
    signingAlgorithm: algorithm,
    keys: keys as CryptoKeyPair,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey as CryptoKey),
    ],
  });
  await writeKey(at('ca.key'), keys.privateKey);
  writeWhole(at('ca.crt'), `${certificate.toString('pem')}\n`, 0o644);
}

async function makeCoreCertificate(
  at: Path,
  caPem: string,
  names: readonly string[],
  nowMs: number,
): Promise<void> {
  const ca = new x509.X509Certificate(caPem);
  const caKey = await webcrypto.subtle.importKey(
    'pkcs8',
    x509.PemConverter.decodeFirst(readFileSync(at('ca.key'), 'utf8')),
    algorithm,
    false,
    ['sign'],
  );
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.create({
    subject: 'CN=Brightwall core, O=Brightwall',
    issuer: ca.subject,
    // A wall whose clock is a little behind must not find it from tomorrow.
    notBefore: new Date(nowMs - dayMs),
    notAfter: new Date(nowMs + (coreDays - 1) * dayMs),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey as CryptoKey,
    signingKey: caKey as CryptoKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        names.map(name => ({ type: isIP(name) ? ('ip' as const) : ('dns' as const), value: name })),
      ),
      await x509.AuthorityKeyIdentifierExtension.create(ca.publicKey),
    ],
  });
  await writeKey(at('core.key'), keys.privateKey);
  writeWhole(at('core.crt'), `${certificate.toString('pem')}\n`, 0o644);
}

function stillGood(at: Path, ca: string, names: readonly string[], nowMs: number): boolean {
  if (!existsSync(at('core.crt')) || !existsSync(at('core.key'))) return false;
  try {
    const certificate = new X509Certificate(readFileSync(at('core.crt')));
    return (
      Date.parse(certificate.validTo) - nowMs > renewBeforeDays * dayMs &&
      certificate.verify(new X509Certificate(ca).publicKey) &&
      names.every(name => (isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name)))
    );
  } catch {
    return false; // cut short, say: made anew
  }
}

async function writeKey(file: string, key: webcrypto.CryptoKey): Promise<void> {
  const pem = x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
  writeWhole(file, `${pem}\n`, 0o600);
}

/** A power cut leaves the old file or the new one. */
function writeWhole(file: string, text: string, mode: number): void {
  writeFileSync(`${file}.new`, text, { mode, flush: true });
  renameSync(`${file}.new`, file);
}
