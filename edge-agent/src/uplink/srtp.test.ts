import { randomBytes } from 'node:crypto';
import type { Srtp } from '@brightwall/protocol/edge-messages';
import { describe, expect, it } from 'vitest';
import { SrtcpSession as ForeignSrtcp, SrtpSession as ForeignSrtp } from 'werift-rtp';
import { buildSenderReport } from '../media/rtcp.ts';
import { SrtcpSession } from './srtcp.ts';
import { deriveSrtpKeys, srtpLengths } from './srtp-keys.ts';
import { createSrtpSender, PacketRing } from './srtp-sender.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const suites = ['AES_CM_128_HMAC_SHA1_80', 'AEAD_AES_128_GCM'] as const;
/** RFC 5764 §4.1.2 and RFC 7714 §14.2. */
const profiles = { AES_CM_128_HMAC_SHA1_80: 1, AEAD_AES_128_GCM: 7 } as const;

function newKey(cryptoSuite: Srtp['cryptoSuite']): Srtp {
  const { key, salt } = srtpLengths[cryptoSuite];
  return { cryptoSuite, keyBase64: randomBytes(key + salt).toString('base64') };
}

/** The other end, written by somebody else. */
function foreignConfig(srtp: Srtp) {
  const master = Buffer.from(srtp.keyBase64, 'base64');
  const key = master.subarray(0, 16);
  const salt = master.subarray(16);
  return {
    keys: { localMasterKey: key, localMasterSalt: salt, remoteMasterKey: key, remoteMasterSalt: salt },
    profile: profiles[srtp.cryptoSuite],
  };
}

function put(ring: PacketRing, slot: number, packet: Uint8Array, headerLength: number): void {
  ring.bytes.set(packet, ring.offset(slot));
  ring.lengths[slot] = packet.length;
  ring.headerLengths[slot] = headerLength;
}

describe('SRTP key derivation', () => {
  it('gives the session keys of RFC 3711 B.3', () => {
    const master = hex('E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6');
    const keys = deriveSrtpKeys({
      cryptoSuite: 'AES_CM_128_HMAC_SHA1_80',
      keyBase64: master.toString('base64'),
    });
    expect(keys.rtp.key).toEqual(hex('C61E7A93744F39EE10734AFE3FF7A087'));
    expect(keys.rtp.salt).toEqual(hex('30CBBC08863D8C85D49DB34A9AE1'));
    expect(keys.rtp.auth).toEqual(hex('CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4'));
  });

  it('refuses a key of the wrong length', () => {
    expect(() => deriveSrtpKeys({ cryptoSuite: 'AEAD_AES_128_GCM', keyBase64: 'AAAA' })).toThrow(RangeError);
  });
});

describe.each(suites)('SRTP with %s', suite => {
  it('is read by another implementation, packet by packet, across the sequence wrap and the end of the ring', () => {
    const srtp = newKey(suite);
    const sender = createSrtpSender(srtp);
    const receiver = new ForeignSrtp(foreignConfig(srtp));
    const ring = new PacketRing();
    let sequence = 65_400;
    let slot = 0;
    for (let batch = 0; batch < 30; batch++) {
      const count = 1 + (batch % 16);
      const plain: Buffer[] = [];
      for (let n = 0; n < count; n++) {
        const extension = n % 2 === 1;
        const header = Buffer.alloc(extension ? 28 : 12);
        header[0] = extension ? 0x90 : 0x80;
        header[1] = 102;
        header.writeUInt16BE(sequence, 2);
        header.writeUInt32BE(0xdeadbeef, 8);
        if (extension) header.writeUInt32BE(0xbede0003, 12);
        const packet = Buffer.concat([header, randomBytes(1 + ((batch * 97 + n * 131) % 1350))]);
        plain.push(packet);
        put(ring, (slot + n) & 255, packet, header.length);
        sequence = (sequence + 1) & 0xffff;
      }
      sender.protect(ring, slot, count);
      for (let n = 0; n < count; n++) {
        const opened = receiver.decrypt(Buffer.from(ring.packet(slot + n)));
        expect(Buffer.from(opened).equals(plain[n]!)).toBe(true);
      }
      slot = (slot + count) & 255;
    }
  });

  it('carries RTCP both ways', () => {
    const srtp = newKey(suite);
    const report = Buffer.from(
      buildSenderReport({ ssrc: 9, epochMs: Date.UTC(2026, 0, 1), rtpTimestamp: 1, packets: 2, octets: 3 }),
    );
    const foreign = new ForeignSrtcp(foreignConfig(srtp));
    expect(Buffer.from(foreign.decrypt(new SrtcpSession(srtp).protect(report))).equals(report)).toBe(true);
    const sealed = new ForeignSrtcp(foreignConfig(srtp)).encrypt(report);
    expect(new SrtcpSession(srtp).unprotect(sealed)?.equals(report)).toBe(true);
  });

  it('takes no forged, repeated or short RTCP', () => {
    const srtp = newKey(suite);
    const sealed = new SrtcpSession(srtp).protect(
      buildSenderReport({ ssrc: 9, epochMs: 1e12, rtpTimestamp: 1, packets: 2, octets: 3 }),
    );
    const forged = Buffer.from(sealed);
    forged[10]! ^= 1;
    const session = new SrtcpSession(srtp);
    expect(session.unprotect(forged)).toBeNull();
    expect(session.unprotect(sealed)).not.toBeNull();
    expect(session.unprotect(sealed)).toBeNull();
    expect(session.unprotect(sealed.subarray(0, 12))).toBeNull();
  });
});
