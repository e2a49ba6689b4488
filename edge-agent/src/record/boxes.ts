// ISO base media file format (ISO/IEC 14496-12) as CMAF (ISO/IEC 23000-19) wants it: one video track, fragmented.
import type { NalCodec } from '../media/access-unit.ts';
import { joinBytes } from '../media/depacketise.ts';

export const timescale = 90_000;

export interface TrackFacts {
  readonly codec: NalCodec;
  /** Body of avcC or hvcC. */
  readonly config: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface Sample {
  readonly data: Uint8Array;
  readonly key: boolean;
  /** Both in 1/90000 s. */
  readonly duration: number;
  readonly compositionOffset: number;
}

/** ftyp + moov. */
export function initSegment(track: TrackFacts): Uint8Array {
  return joinBytes([box('ftyp', text('iso6'), u32(1), text('iso6cmfcmp41')), moov(track)]);
}

/** moof + mdat of one CMAF chunk. `decodeTime` in 1/90000 s. */
export function chunk(sequence: number, decodeTime: number, samples: readonly Sample[]): Uint8Array {
  const entries = samples.map(sample =>
    joinBytes([
      u32(sample.duration),
      u32(sample.data.length),
      // sample_depends_on 2 (no other), else 1 and non-sync (§8.8.3.1).
      u32(sample.key ? 0x0200_0000 : 0x0101_0000),
      u32(sample.compositionOffset),
    ]),
  );
  const moof = (dataOffset: number) =>
    box(
      'moof',
      full('mfhd', 0, 0, u32(sequence)),
      box(
        'traf',
        full('tfhd', 0, 0x020000, u32(1)),
        full('tfdt', 1, 0, u32(Math.floor(decodeTime / 2 ** 32)), u32(decodeTime)),
        // Version 1: composition offsets may be negative. Flags: data offset, duration, size, flags, offset.
        full('trun', 1, 0x000f01, u32(samples.length), u32(dataOffset), ...entries),
      ),
    );
  const head = moof(moof(0).length + 8);
  return joinBytes([head, box('mdat', ...samples.map(sample => sample.data))]);
}

function moov({ codec, config, widthPx, heightPx }: TrackFacts): Uint8Array {
  const matrix = joinBytes([0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x4000_0000].map(u32));
  const sampleEntry = box(
    codec === 'h264' ? 'avc1' : 'hvc1',
    zeros(6),
    u16(1),
    zeros(16),
    u16(widthPx),
    u16(heightPx),
    u32(0x48_0000),
    u32(0x48_0000),
    zeros(4),
    u16(1),
    zeros(32),
    u16(0x18),
    u16(0xffff),
    box(codec === 'h264' ? 'avcC' : 'hvcC', config),
  );
  const table = box(
    'stbl',
    full('stsd', 0, 0, u32(1), sampleEntry),
    full('stts', 0, 0, u32(0)),
    full('stsc', 0, 0, u32(0)),
    full('stsz', 0, 0, u32(0), u32(0)),
    full('stco', 0, 0, u32(0)),
  );
  const media = box(
    'mdia',
    full('mdhd', 0, 0, u32(0), u32(0), u32(timescale), u32(0), u16(0x55c4), u16(0)),
    full('hdlr', 0, 0, u32(0), text('vide'), zeros(12), text('video\0')),
    box(
      'minf',
      full('vmhd', 0, 1, zeros(8)),
      box('dinf', full('dref', 0, 0, u32(1), full('url ', 0, 1))),
      table,
    ),
  );
  const header = full(
    'tkhd',
    0,
    3,
    u32(0),
    u32(0),
    u32(1),
    zeros(8),
    zeros(8),
    zeros(8),
    matrix,
    u32(widthPx * 65536),
    u32(heightPx * 65536),
  );
  return box(
    'moov',
    full(
      'mvhd',
      0,
      0,
      u32(0),
      u32(0),
      u32(1000),
      u32(0),
      u32(0x10000),
      u16(0x100),
      zeros(10),
      matrix,
      zeros(24),
      u32(2),
    ),
    box('trak', header, media),
    box('mvex', full('trex', 0, 0, u32(1), u32(1), u32(0), u32(0), u32(0))),
  );
}

function box(type: string, ...parts: Uint8Array[]): Uint8Array {
  const body = joinBytes(parts);
  return joinBytes([u32(8 + body.length), text(type), body]);
}

function full(type: string, version: number, flags: number, ...parts: Uint8Array[]): Uint8Array {
  return box(type, u32(version * 2 ** 24 + flags), ...parts);
}

function u32(value: number): Uint8Array {
  const out = new Uint8Array(4);
  new DataView(out.buffer).setUint32(0, value);
  return out;
}

function u16(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff);
}

function zeros(count: number): Uint8Array {
  return new Uint8Array(count);
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}
