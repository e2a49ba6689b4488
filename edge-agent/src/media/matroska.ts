// A live Matroska stream (RFC 9559) to feed a decoder through a pipe: unlike raw Annex-B it tells where each
// picture ends and when it is shown, so that ffmpeg neither waits for the next picture nor makes times up.
import type { Picture } from './access-unit.ts';
import { joinBytes } from './depacketise.ts';

const codecIds: Record<Picture['codec'], string> = {
  h264: 'V_MPEG4/ISO/AVC',
  h265: 'V_MPEGH/ISO/HEVC',
  jpeg: 'V_MJPEG',
};

/** Header of a stream with one video track; times are in ms. `config`: null where the codec needs none. */
export function matroskaHeader(
  codec: Picture['codec'],
  config: Uint8Array | null,
  widthPx: number,
  heightPx: number,
): Uint8Array {
  const head = element(
    [0x1a, 0x45, 0xdf, 0xa3],
    joinBytes([text([0x42, 0x82], 'matroska'), uint([0x42, 0x87], 4), uint([0x42, 0x85], 2)]),
  );
  const video = element([0xe0], joinBytes([uint([0xb0], widthPx), uint([0xba], heightPx)]));
  const track = element(
    [0xae],
    joinBytes([
      uint([0xd7], 1),
      uint([0x73, 0xc5], 1),
      uint([0x83], 1),
      uint([0x9c], 0),
      text([0x86], codecIds[codec]),
      ...(config ? [element([0x63, 0xa2], config)] : []),
      video,
    ]),
  );
  const info = element([0x15, 0x49, 0xa9, 0x66], uint([0x2a, 0xd7, 0xb1], 1_000_000));
  return joinBytes([
    head,
    Uint8Array.of(0x18, 0x53, 0x80, 0x67, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
    info,
    element([0x16, 0x54, 0xae, 0x6b], track),
  ]);
}

/** One picture in a cluster of its own; `data` is length-prefixed NAL units, or a JPEG. */
export function matroskaFrame(data: Uint8Array, timeMs: number, key: boolean): Uint8Array {
  const block = new Uint8Array(4 + data.length);
  block.set([0x81, 0, 0, key ? 0x80 : 0]);
  block.set(data, 4);
  return element([0x1f, 0x43, 0xb6, 0x75], joinBytes([uint([0xe7], timeMs), element([0xa3], block)]));
}

function element(id: number[], body: Uint8Array): Uint8Array {
  const out = new Uint8Array(id.length + 8 + body.length);
  out.set(id);
  const view = new DataView(out.buffer);
  // Eight-byte sizes throughout: their first byte is 01, and 56 bits follow.
  view.setUint32(id.length, 0x0100_0000 + Math.floor(body.length / 2 ** 32));
  view.setUint32(id.length + 4, body.length >>> 0);
  out.set(body, id.length + 8);
  return out;
}

function uint(id: number[], value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(Math.max(0, Math.round(value))));
  return element(id, bytes);
}

function text(id: number[], value: string): Uint8Array {
  return element(id, new TextEncoder().encode(value));
}
