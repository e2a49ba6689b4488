import { describe, expect, it } from 'vitest';
import { seededRandom } from '../content/random.ts';
import { maxPayload, packetise } from './packetise.ts';
import { buildFrame, datagrams, stampFrame } from './rtp-frame.ts';

const random = seededRandom(3);

function nal(header: readonly number[], size: number): Buffer {
  const body = Buffer.from(
    Array.from({ length: size - header.length }, () => 1 + Math.floor(random() * 255)),
  );
  return Buffer.concat([Buffer.from(header), body]);
}

/** A receiver written from RFC 6184 and RFC 7798, not from the sender. */
function depacketise(codec: 'h264' | 'h265', payloads: readonly Buffer[]): Buffer[] {
  const units: Buffer[] = [];
  let open: Buffer[] | null = null;
  for (const p of payloads) {
    const type = codec === 'h264' ? p[0]! & 31 : (p[0]! >> 1) & 63;
    const head = codec === 'h264' ? 1 : 2;
    if (type === (codec === 'h264' ? 28 : 49)) {
      const fu = p[head]!;
      if (fu & 0x80) {
        const first =
          codec === 'h264' ? [(p[0]! & 0xe0) | (fu & 31)] : [(p[0]! & 0x81) | ((fu & 63) << 1), p[1]!];
        open = [Buffer.from(first)];
      }
      open!.push(p.subarray(head + 1));
      if (fu & 0x40) units.push(Buffer.concat(open!));
    } else if (codec === 'h264' && type === 24) {
      for (let at = 1; at < p.length; at += 2 + p.readUInt16BE(at))
        units.push(p.subarray(at + 2, at + 2 + p.readUInt16BE(at)));
    } else units.push(p);
  }
  return units;
}

describe('packetise', () => {
  it('gives an H.264 receiver the same NAL units, the delimiter left out', () => {
    const units = [nal([0x67], 24), nal([0x68], 6), nal([0x06], 40), nal([0x65], 30_001), nal([0x41], 900)];
    const payloads = packetise('h264', [nal([0x09], 2), ...units]);
    expect(payloads.every(p => p.length <= maxPayload)).toBe(true);
    expect(depacketise('h264', payloads)).toEqual(units);
  });

  it('gives an H.265 receiver the same NAL units', () => {
    const units = [nal([0x40, 1], 24), nal([0x42, 1], 60), nal([0x44, 1], 8), nal([0x26, 1], 20_003)];
    const payloads = packetise('h265', [nal([0x46, 1], 3), ...units]);
    expect(payloads.every(p => p.length <= maxPayload)).toBe(true);
    expect(depacketise('h265', payloads)).toEqual(units);
  });

  it.each([maxPayload - 1, maxPayload, maxPayload + 1, 2 * maxPayload - 4, 2 * maxPayload - 3])(
    'cuts a unit of %i bytes without loss',
    size => {
      const unit = nal([0x65], size);
      expect(depacketise('h264', packetise('h264', [unit]))).toEqual([unit]);
    },
  );
});

describe('a stamped frame', () => {
  it('numbers its packets across the wrap, marks the last and leaves the shared template alone', () => {
    const frame = buildFrame([Buffer.from('aa'), Buffer.from('bbb'), Buffer.from('c')], true);
    const template = Buffer.from(frame.template);
    const stamp = { channel: 6, payloadType: 96, sequence: 65_535, timestamp: 0xfffffffe, ssrc: 0x01020304 };
    const bytes = stampFrame(frame, stamp);
    const packets = datagrams(frame, bytes);
    expect(packets.map(p => p.readUInt16BE(2))).toEqual([65_535, 0, 1]);
    expect(packets.map(p => p[1])).toEqual([96, 96, 96 | 128]);
    expect(packets.map(p => p.readUInt32BE(4))).toEqual([0xfffffffe, 0xfffffffe, 0xfffffffe]);
    expect(packets.map(p => p.toString('latin1', 12))).toEqual(['aa', 'bbb', 'c']);
    expect([bytes[0], bytes[1], bytes.readUInt16BE(2)]).toEqual([0x24, 6, 14]);
    expect(frame.template).toEqual(template);
  });
});
