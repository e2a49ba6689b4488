// Wall ↔ core, one WebSocket a page at /api/map-feed (signed in by the session cookie): every thumbnail and
// every small live stream that a page shows. JSON as text, pictures as binary, little-endian.
//
// The page says what it can use; the core decides what it gets, drops what is late, and sends nothing that
// was not asked for. Newest wins: nothing here is ever resent.
import { type Static, Type } from 'typebox';
import { CameraId } from './camera.ts';
import type { ErrorBody } from './errors.ts';

export const maxThumbnailsAsked = 1024;
export const maxFeedsAsked = 256;

/** Everything the page wants from now on; replaces what it said before. A page in the background asks for nothing. */
export const MapView = Type.Object(
  {
    kind: Type.Literal('view'),
    thumbnails: Type.Array(CameraId, { maxItems: maxThumbnailsAsked }),
    live: Type.Array(CameraId, { maxItems: maxFeedsAsked }),
  },
  { additionalProperties: false },
);
export type MapView = Static<typeof MapView>;

/** Bytes of binary messages taken since the socket opened: the core keeps what is under way small by it. */
export const MapAck = Type.Object(
  { kind: Type.Literal('ack'), bytes: Type.Integer({ minimum: 0 }) },
  { additionalProperties: false },
);
export type MapAck = Static<typeof MapAck>;

export const PageToMapFeed = Type.Union([MapView, MapAck]);
export type PageToMapFeed = Static<typeof PageToMapFeed>;

/** An atlas page: cameras that stand near each other, the same page for every viewer. Told before its first picture and when it changes. */
export interface AtlasLayout {
  kind: 'atlas';
  page: number;
  /** Grows with each change; a picture names the one it was made by. */
  version: number;
  columns: number;
  rows: number;
  tileWidthPx: number;
  tileHeightPx: number;
  /** By slot; null: an empty one. */
  cameraIds: (CameraId | null)[];
}

/** A live substream begins (again); its access units name it by `feed`. */
export interface FeedStarted {
  kind: 'feed';
  feed: number;
  cameraId: CameraId;
  /** RFC 6381, e.g. "avc1.42e01f". */
  codec: string;
  widthPx: number;
  heightPx: number;
}

/** No more units of it for now: the camera is gone, sends nothing a page can decode, or the core sheds load. */
export interface FeedEnded {
  kind: 'feed-ended';
  cameraId: CameraId;
  error: ErrorBody;
}

export type MapFeedToPage = AtlasLayout | FeedStarted | FeedEnded;

const atlasType = 1;
const unitType = 2;
const atlasHead = 24;
const unitHead = 20;
const noPicture = 0xffffffff;

/**
 * One atlas page as JPEG: the pictures that somebody looks at, row by row from the top left in the order of their
 * slots, those without one left out (`placesOn`). A page of four pictures is four pictures large.
 */
export interface AtlasPicture {
  page: number;
  version: number;
  /** When it was put together, core's epoch ms. */
  madeMs: number;
  /** By slot, ms before madeMs that the picture was taken; null: there is none. */
  agesMs: (number | null)[];
  jpeg: Uint8Array;
}

/** By slot, which of the JPEG's pictures it is; null: none. `taken`: by slot, anything of a picture that is there. */
export function placesOn(taken: readonly unknown[]): (number | null)[] {
  let next = 0;
  return taken.map(one => (one === null ? null : next++));
}

/** One access unit: H.264 in Annex B, parameter sets before a key frame. */
export interface FeedUnit {
  feed: number;
  key: boolean;
  /** Media time, ms, grows within a feed. */
  timeMs: number;
  data: Uint8Array;
}

/** u8 type, u8 0, u16 slots, u32 page, u32 version, u32 0, f64 madeMs, then u32 age a slot, then the JPEG. */
export function encodeAtlas({ page, version, madeMs, agesMs, jpeg }: AtlasPicture): Uint8Array {
  const bytes = new Uint8Array(atlasHead + agesMs.length * 4 + jpeg.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, atlasType);
  view.setUint16(2, agesMs.length, true);
  view.setUint32(4, page, true);
  view.setUint32(8, version, true);
  view.setFloat64(16, madeMs, true);
  for (const [slot, age] of agesMs.entries())
    view.setUint32(
      atlasHead + slot * 4,
      age === null ? noPicture : Math.min(noPicture - 1, Math.max(0, age)),
      true,
    );
  bytes.set(jpeg, atlasHead + agesMs.length * 4);
  return bytes;
}

/** u8 type, u8 1 for a key frame, u16 0, u32 feed, u32 0, f64 timeMs, then the unit. */
export function encodeUnit({ feed, key, timeMs, data }: FeedUnit): Uint8Array {
  const bytes = new Uint8Array(unitHead + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, unitType);
  view.setUint8(1, key ? 1 : 0);
  view.setUint32(4, feed, true);
  view.setFloat64(12, timeMs, true);
  bytes.set(data, unitHead);
  return bytes;
}

export type MapFeedPicture = ({ kind: 'atlas' } & AtlasPicture) | ({ kind: 'unit' } & FeedUnit);

/** What a binary message holds, its pictures without a copy; null when it is nothing of ours. */
export function decodePicture(buffer: ArrayBuffer): MapFeedPicture | null {
  if (buffer.byteLength < unitHead) return null;
  const view = new DataView(buffer);
  const type = view.getUint8(0);
  if (type === unitType)
    return {
      kind: 'unit',
      feed: view.getUint32(4, true),
      key: view.getUint8(1) === 1,
      timeMs: view.getFloat64(12, true),
      data: new Uint8Array(buffer, unitHead),
    };
  if (type !== atlasType || buffer.byteLength < atlasHead) return null;
  const slots = view.getUint16(2, true);
  if (buffer.byteLength < atlasHead + slots * 4) return null;
  const agesMs = Array.from({ length: slots }, (_, slot) => {
    const age = view.getUint32(atlasHead + slot * 4, true);
    return age === noPicture ? null : age;
  });
  return {
    kind: 'atlas',
    page: view.getUint32(4, true),
    version: view.getUint32(8, true),
    madeMs: view.getFloat64(16, true),
    agesMs,
    jpeg: new Uint8Array(buffer, atlasHead + slots * 4),
  };
}
