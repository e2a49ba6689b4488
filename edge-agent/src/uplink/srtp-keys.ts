// Session keys of SRTP from the master key (RFC 3711 §4.3; RFC 7714 §11 for GCM).
import { createCipheriv } from 'node:crypto';
import type { Srtp } from '@brightwall/protocol/edge-messages';

export type SrtpSuite = Srtp['cryptoSuite'];

/** Master key and salt lengths, bytes. */
export const srtpLengths: Record<SrtpSuite, { key: number; salt: number }> = {
  AES_CM_128_HMAC_SHA1_80: { key: 16, salt: 14 },
  AEAD_AES_128_GCM: { key: 16, salt: 12 },
};

export interface SrtpKeys {
  readonly rtp: { key: Buffer; auth: Buffer; salt: Buffer };
  readonly rtcp: { key: Buffer; auth: Buffer; salt: Buffer };
}

/** Throws RangeError when the master key has not the suite's length. */
export function deriveSrtpKeys(srtp: Srtp): SrtpKeys {
  const master = Buffer.from(srtp.keyBase64, 'base64');
  const { key, salt } = srtpLengths[srtp.cryptoSuite];
  if (master.length !== key + salt) throw new RangeError(`SRTP master key of ${master.length} bytes`);
  const masterKey = master.subarray(0, key);
  // GCM's 96-bit salt is the 112-bit one with two zero bytes after it.
  const masterSalt = Buffer.alloc(16);
  master.copy(masterSalt, 0, key);
  const derive = (label: number, length: number) => {
    const iv = Buffer.from(masterSalt);
    iv[7]! ^= label;
    return createCipheriv('aes-128-ctr', masterKey, iv).update(Buffer.alloc(length));
  };
  return {
    rtp: { key: derive(0, 16), auth: derive(1, 20), salt: derive(2, salt) },
    rtcp: { key: derive(3, 16), auth: derive(4, 20), salt: derive(5, salt) },
  };
}
