// WS-Security UsernameToken, password digest (OASIS WSS UsernameToken Profile 1.0): checked against the
// DEVICE's clock, so that a client which did not ask the device's time first is refused.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Credentials } from '../auth/http-auth.ts';
import { child, faults, type SoapFault, textAt, type Xml } from './soap.ts';

/** How far "Created" may be from the device's time. */
export const createdToleranceMs = 5000;
const maxNonces = 16_384;

export class WsSecurity {
  #credentials: Credentials;
  /** Nonces used within the tolerance, oldest first; bounded. */
  #used = new Map<string, number>();

  constructor(credentials: Credentials) {
    this.#credentials = credentials;
  }

  /** Null when the token is right, else the fault to send. `device` tells devices' nonces apart. */
  check(header: Xml, device: number, deviceEpochMs: number): SoapFault | null {
    const token = child(child(header, 'Security') ?? {}, 'UsernameToken');
    if (!token) return faults.notAuthorized('A WS-Security UsernameToken is required');
    const nonce = textAt(token, 'Nonce');
    const created = textAt(token, 'Created');
    const createdMs = Date.parse(created);
    const digest = createHash('sha1')
      .update(Buffer.from(nonce, 'base64'))
      .update(created)
      .update(this.#credentials.password)
      .digest();
    const given = Buffer.from(textAt(token, 'Password'), 'base64');
    const right = given.length === digest.length && timingSafeEqual(given, digest);
    if (!right || nonce === '' || textAt(token, 'Username') !== this.#credentials.username)
      return faults.notAuthorized('Sender not authorized');
    if (!(Math.abs(createdMs - deviceEpochMs) <= createdToleranceMs))
      return faults.notAuthorized('Sender not authorized: Created is not the time of this device');
    return this.#fresh(`${device}:${nonce}`, deviceEpochMs)
      ? null
      : faults.notAuthorized('Sender not authorized: nonce was used before');
  }

  #fresh(key: string, nowMs: number): boolean {
    for (const [old, usedMs] of this.#used) {
      if (this.#used.size < maxNonces && Math.abs(nowMs - usedMs) < createdToleranceMs * 2) break;
      this.#used.delete(old);
    }
    if (this.#used.has(key)) return false;
    this.#used.set(key, nowMs);
    return true;
  }
}
