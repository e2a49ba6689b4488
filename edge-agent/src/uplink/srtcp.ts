// SRTCP both ways (RFC 3711 §3.4, RFC 7714 §9): a few packets a second, so plain calls will do.
import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import type { Srtp } from '@brightwall/protocol/edge-messages';
import { readU32 } from '../media/rtp.ts';
import { deriveSrtpKeys } from './srtp-keys.ts';

const encryptedFlag = 0x8000_0000;

export class SrtcpSession {
  #suite: Srtp['cryptoSuite'];
  #keys: { key: Buffer; auth: Buffer; salt: Buffer };
  #index = 0;
  /** Highest index taken per sender: an older one is a replay. */
  #highest = new Map<number, number>();

  constructor(srtp: Srtp) {
    this.#suite = srtp.cryptoSuite;
    this.#keys = deriveSrtpKeys(srtp).rtcp;
  }

  protect(rtcp: Uint8Array): Buffer {
    this.#index = (this.#index + 1) & 0x7fffffff;
    const trailer = Buffer.alloc(4);
    trailer.writeUInt32BE((encryptedFlag | this.#index) >>> 0);
    const header = Buffer.from(rtcp.subarray(0, 8));
    const ssrc = readU32(rtcp, 4);
    if (this.#suite === 'AEAD_AES_128_GCM') {
      const cipher = createCipheriv('aes-128-gcm', this.#keys.key, this.#gcmIv(ssrc, this.#index));
      cipher.setAAD(Buffer.concat([header, trailer]));
      const body = Buffer.concat([cipher.update(rtcp.subarray(8)), cipher.final()]);
      return Buffer.concat([header, body, cipher.getAuthTag(), trailer]);
    }
    const body = createCipheriv('aes-128-ctr', this.#keys.key, this.#cmIv(ssrc, this.#index)).update(
      rtcp.subarray(8),
    );
    const signed = Buffer.concat([header, body, trailer]);
    return Buffer.concat([
      signed,
      createHmac('sha1', this.#keys.auth).update(signed).digest().subarray(0, 10),
    ]);
  }

  /** The RTCP within; null when it is no SRTCP, forged, or a replay. */
  unprotect(packet: Uint8Array): Buffer | null {
    const gcm = this.#suite === 'AEAD_AES_128_GCM';
    if (packet.length < 8 + 4 + (gcm ? 16 : 10)) return null;
    const trailerAt = gcm ? packet.length - 4 : packet.length - 14;
    const word = readU32(packet, trailerAt);
    const index = word & 0x7fffffff;
    const ssrc = readU32(packet, 4);
    if (index <= (this.#highest.get(ssrc) ?? -1)) return null;
    const plain = gcm ? this.#openGcm(packet, ssrc, word) : this.#openCm(packet, ssrc, word, trailerAt);
    if (!plain) return null;
    // One peer has few SSRCs; a peer with the key that makes up thousands is not remembered without end.
    if (this.#highest.size >= 64 && !this.#highest.has(ssrc)) this.#highest.clear();
    this.#highest.set(ssrc, index);
    return plain;
  }

  #openCm(packet: Uint8Array, ssrc: number, word: number, trailerAt: number): Buffer | null {
    const tag = createHmac('sha1', this.#keys.auth)
      .update(packet.subarray(0, trailerAt + 4))
      .digest()
      .subarray(0, 10);
    if (!timingSafeEqual(tag, packet.subarray(trailerAt + 4))) return null;
    const body = packet.subarray(8, trailerAt);
    if (!(word & encryptedFlag)) return Buffer.from(packet.subarray(0, trailerAt));
    const iv = this.#cmIv(ssrc, word & 0x7fffffff);
    return Buffer.concat([
      packet.subarray(0, 8),
      createDecipheriv('aes-128-ctr', this.#keys.key, iv).update(body),
    ]);
  }

  #openGcm(packet: Uint8Array, ssrc: number, word: number): Buffer | null {
    const end = packet.length - 4;
    const encrypted = (word & encryptedFlag) !== 0;
    const decipher = createDecipheriv('aes-128-gcm', this.#keys.key, this.#gcmIv(ssrc, word & 0x7fffffff));
    decipher.setAuthTag(packet.subarray(end - 16, end));
    decipher.setAAD(Buffer.concat([packet.subarray(0, encrypted ? 8 : end - 16), packet.subarray(end)]));
    try {
      const body = encrypted ? decipher.update(packet.subarray(8, end - 16)) : packet.subarray(8, end - 16);
      decipher.final();
      return Buffer.concat([packet.subarray(0, 8), body]);
    } catch {
      return null;
    }
  }

  #cmIv(ssrc: number, index: number): Buffer {
    const iv = Buffer.alloc(16);
    this.#keys.salt.copy(iv);
    iv.writeUInt32BE((iv.readUInt32BE(4) ^ ssrc) >>> 0, 4);
    iv.writeUInt32BE((iv.readUInt32BE(10) ^ index) >>> 0, 10);
    return iv;
  }

  #gcmIv(ssrc: number, index: number): Buffer {
    const iv = Buffer.from(this.#keys.salt);
    iv.writeUInt32BE((iv.readUInt32BE(2) ^ ssrc) >>> 0, 2);
    iv.writeUInt32BE((iv.readUInt32BE(8) ^ index) >>> 0, 8);
    return iv;
  }
}
