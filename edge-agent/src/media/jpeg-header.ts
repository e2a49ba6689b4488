// The header of a JPEG picture that came over RTP without one (RFC 2435, appendices A and B): quantization
// tables from a quality or as sent, the Huffman tables of ITU-T T.81 annex K, and the frame.
import { joinBytes } from './depacketise.ts';

export interface JpegFrame {
  /** RFC 2435 §4.1: 0 is 4:2:2, 1 is 4:2:0. */
  readonly type: 0 | 1;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Two tables of 64 bytes in zigzag order: brightness, colour. */
  readonly tables: Uint8Array;
  /** MCUs between restart markers; null where there are none. */
  readonly restartInterval: number | null;
}

/** Everything up to the scan's own data. */
export function jpegHeader({ type, widthPx, heightPx, tables, restartInterval }: JpegFrame): Uint8Array {
  const size = [heightPx >> 8, heightPx & 0xff, widthPx >> 8, widthPx & 0xff];
  return joinBytes([
    Uint8Array.of(0xff, 0xd8),
    segment(0xdb, [0, ...tables.subarray(0, 64), 1, ...tables.subarray(64, 128)]),
    ...(restartInterval === null ? [] : [segment(0xdd, [restartInterval >> 8, restartInterval & 0xff])]),
    segment(0xc0, [8, ...size, 3, 1, type === 0 ? 0x21 : 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]),
    segment(0xc4, huffmanTables),
    segment(0xda, [3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0]),
  ]);
}

/** Appendix A; null where the quality is none (0 and 100–127 are reserved). */
export function tablesOfQuality(quality: number): Uint8Array | null {
  if (quality < 1 || quality > 99) return null;
  const percent = quality < 50 ? Math.floor(5000 / quality) : 200 - quality * 2;
  return baseTables.map(base => Math.min(255, Math.max(1, Math.floor((base * percent + 50) / 100))));
}

function segment(marker: number, body: ArrayLike<number>): Uint8Array {
  const length = body.length + 2;
  return joinBytes([Uint8Array.of(0xff, marker, length >> 8, length & 0xff), Uint8Array.from(body)]);
}

/** T.81 tables K.1 and K.2, in zigzag order. */
const baseTables = Uint8Array.from([
  ...[16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40],
  ...[26, 24, 22, 22, 24, 49, 35, 37, 29, 40, 58, 51, 61, 60, 57, 51],
  ...[56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87],
  ...[95, 98, 103, 104, 103, 62, 77, 113, 121, 112, 100, 120, 92, 101, 103, 99],
  ...[17, 18, 18, 24, 21, 24, 47, 26, 26, 47, 99, 66, 56, 66, 99, 99],
  ...new Array<number>(48).fill(99),
]);

/** The body of one DHT segment with T.81 tables K.3–K.6. */
const huffmanTables = Buffer.from(
  [
    '0000010501010101010100000000000000000102030405060708090a0b01000301010101010101010100000000000001',
    '02030405060708090a0b100002010303020403050504040000017d010203000411051221314106135161072271143281',
    '91a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738393a434445464748494a53545556',
    '5758595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3',
    'b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa110002',
    '0102040403040705040400010277000102031104052131061241510761711322328108144291a1b1c109233352f01562',
    '72d10a162434e125f11718191a262728292a35363738393a434445464748494a535455565758595a636465666768696a',
    '737475767778797a82838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5',
    'c6c7c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa',
  ].join(''),
  'hex',
);
