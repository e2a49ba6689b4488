// Access units as fragmented MP4 (ISO/IEC 14496-12), as little of it as Media Source takes: one track, one sample a
// fragment, a timescale of milliseconds.

const timescale = 1000;
const trackId = 1;

export interface VideoTrack {
  width: number;
  height: number;
  sps: Uint8Array;
  pps: Uint8Array;
}

/** What a source buffer is given first. */
export function initSegment(track: VideoTrack): Uint8Array {
  return join(
    box('ftyp', text('iso5'), u32(512), text('iso5'), text('iso6'), text('mp41')),
    box(
      'moov',
      full(
        'mvhd',
        0,
        0,
        u32(0),
        u32(0),
        u32(timescale),
        u32(0),
        u32(0x10000),
        u16(0x100),
        zeros(10),
        matrix,
        zeros(24),
        u32(2),
      ),
      box(
        'trak',
        // Enabled, in the movie.
        full(
          'tkhd',
          0,
          3,
          u32(0),
          u32(0),
          u32(trackId),
          u32(0),
          u32(0),
          zeros(8),
          zeros(8),
          matrix,
          u32(track.width << 16),
          u32(track.height << 16),
        ),
        box(
          'mdia',
          full('mdhd', 0, 0, u32(0), u32(0), u32(timescale), u32(0), u16(0x55c4), u16(0)),
          full('hdlr', 0, 0, u32(0), text('vide'), zeros(12), text('\0')),
          box(
            'minf',
            full('vmhd', 0, 1, zeros(8)),
            box('dinf', full('dref', 0, 0, u32(1), full('url ', 0, 1))),
            box(
              'stbl',
              full('stsd', 0, 0, u32(1), sampleEntry(track)),
              full('stts', 0, 0, u32(0)),
              full('stsc', 0, 0, u32(0)),
              full('stsz', 0, 0, u32(0), u32(0)),
              full('stco', 0, 0, u32(0)),
            ),
          ),
        ),
      ),
      box('mvex', full('trex', 0, 0, u32(trackId), u32(1), u32(0), u32(0), u32(0))),
    ),
  );
}

export interface Sample {
  /** With lengths instead of start codes (annex-b.ts). */
  data: Uint8Array;
  key: boolean;
  /** From the first sample's 0, whole ms. */
  timeMs: number;
  durationMs: number;
}

export function fragment(sequence: number, { data, key, timeMs, durationMs }: Sample): Uint8Array {
  // Depends on no other / on others, and is no place to begin (8.8.3.1).
  const flags = key ? 0x02000000 : 0x01010000;
  const moof = (offset: number) =>
    box(
      'moof',
      full('mfhd', 0, 0, u32(sequence)),
      box(
        'traf',
        // Offsets count from the moof.
        full('tfhd', 0, 0x020000, u32(trackId)),
        full('tfdt', 1, 0, u32(Math.floor(timeMs / 2 ** 32)), u32(timeMs >>> 0)),
        // With the data's offset, duration, size and flags of the sample.
        full('trun', 0, 0x701, u32(1), u32(offset), u32(durationMs), u32(data.length), u32(flags)),
      ),
    );
  const head = 8;
  return join(moof(moof(0).length + head), box('mdat', data));
}

function sampleEntry({ width, height, sps, pps }: VideoTrack): Uint8Array {
  const configuration = box(
    'avcC',
    new Uint8Array([1, sps[1] ?? 0, sps[2] ?? 0, sps[3] ?? 0, 0xff, 0xe1]),
    u16(sps.length),
    sps,
    new Uint8Array([1]),
    u16(pps.length),
    pps,
  );
  const resolution = u32(72 << 16);
  return box(
    'avc1',
    zeros(6),
    u16(1),
    zeros(16),
    u16(width),
    u16(height),
    resolution,
    resolution,
    u32(0),
    u16(1),
    zeros(32),
    u16(24),
    u16(0xffff),
    configuration,
  );
}

function box(type: string, ...content: Uint8Array[]): Uint8Array {
  const body = join(...content);
  return join(u32(8 + body.length), text(type), body);
}

const full = (type: string, version: number, flags: number, ...content: Uint8Array[]) =>
  box(type, u32((version << 24) | flags), ...content);

function join(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const zeros = (count: number) => new Uint8Array(count);
const u16 = (value: number) => new Uint8Array([value >>> 8, value]);
const u32 = (value: number) => new Uint8Array([value >>> 24, value >>> 16, value >>> 8, value]);
const text = (value: string) => Uint8Array.from(value, letter => letter.charCodeAt(0));
const matrix = join(u32(0x10000), zeros(12), u32(0x10000), zeros(12), u32(0x40000000));
