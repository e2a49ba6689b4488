// RTP payloads → JPEG pictures (RFC 2435). A picture with a hole is dropped; the next one stands by itself.
import type { JpegPicture } from './access-unit.ts';
import { jpegHeader, tablesOfQuality } from './jpeg-header.ts';
import { type RtpView, readU32 } from './rtp.ts';

/** The largest picture this payload can carry (2040×2040) is well below this at any quality cameras use. */
const maxScanBytes = 4 * 1024 * 1024;
const firstRoom = 128 * 1024;

export interface DepacketisedJpeg {
  onUnit(picture: JpegPicture): void;
  /** The size was learnt, or changed. */
  onSize(widthPx: number, heightPx: number): void;
}

export class JpegDepacketiser {
  /** Every picture is one. */
  keyFramesOnly = false;
  droppedUnits = 0;
  #out: DepacketisedJpeg;
  #timestamp = -1;
  /** The picture in the making, as far as its header; null when it is damaged, or none is begun. */
  #begun: { header: Uint8Array; widthPx: number; heightPx: number } | null = null;
  /** The scan so far. Grows to the largest picture, and is reused. */
  #scan = new Uint8Array(firstRoom);
  #length = 0;
  /** Tables that cameras send once for a Q of 128–254 (§3.1.8). */
  #tables = new Map<number, Uint8Array>();
  #size = '';

  constructor(out: DepacketisedJpeg) {
    this.#out = out;
  }

  /** Forgets the picture in the making. */
  reset(): void {
    this.#begun = null;
    this.#timestamp = -1;
  }

  /** Takes the next packet in sequence order; `view` describes it within `data`. */
  handlePacket(data: Uint8Array, view: RtpView): void {
    const { payloadStart: start, payloadEnd: end } = view;
    if (view.timestamp !== this.#timestamp) {
      // Its last packet, which bears the marker, was lost.
      if (this.#begun) this.#damaged();
      this.#timestamp = view.timestamp;
    }
    if (end - start < 8) {
      this.#damaged();
      return;
    }
    const offset = readU32(data, start) & 0xff_ffff;
    const type = data[start + 4]!;
    const at = start + (type >= 64 && type < 128 ? 12 : 8);
    if (offset === 0) {
      if (this.#begun) this.#damaged();
      this.#begin(data, start, end);
    } else this.#add(data, at, end, offset);
    if (view.marker) this.#finish(view.timestamp);
  }

  /** The first packet: main header, then what the picture is decoded by (§3.1). */
  #begin(data: Uint8Array, start: number, end: number): void {
    const field = data[start]!;
    const type = data[start + 4]!;
    const quality = data[start + 5]!;
    const widthPx = data[start + 6]! * 8;
    const heightPx = data[start + 7]! * 8;
    const base = type & 0x3f;
    // Of the types only 0 and 1 are defined; 1 and 2 in `field` are halves of interlaced pictures (§4.1).
    if (type >= 128 || base > 1 || (field !== 0 && field !== 3) || widthPx === 0 || heightPx === 0) return;
    let at = start + 8;
    let restartInterval: number | null = null;
    if (type >= 64) {
      if (at + 4 > end) return;
      restartInterval = (data[at]! << 8) | data[at + 1]!;
      at += 4;
    }
    let tables: Uint8Array | null = null;
    if (quality < 128) tables = tablesOfQuality(quality);
    else {
      if (at + 4 > end) return;
      const wide = data[at + 1] !== 0;
      const length = (data[at + 2]! << 8) | data[at + 3]!;
      at += 4;
      if (at + length > end || wide) return;
      tables = length === 0 ? (this.#tables.get(quality) ?? null) : twoTables(data, at, length);
      // Those of 255 hold for one picture only.
      if (tables && length > 0 && quality < 255) this.#tables.set(quality, tables);
      at += length;
    }
    if (!tables) return;
    const header = jpegHeader({ type: base === 0 ? 0 : 1, widthPx, heightPx, tables, restartInterval });
    this.#begun = { header, widthPx, heightPx };
    this.#length = 0;
    this.#add(data, at, end, 0);
    const size = `${widthPx}x${heightPx}`;
    if (size === this.#size) return;
    this.#size = size;
    this.#out.onSize(widthPx, heightPx);
  }

  #add(data: Uint8Array, start: number, end: number, offset: number): void {
    if (!this.#begun) return;
    const length = offset + end - start;
    if (offset !== this.#length || start > end || length > maxScanBytes) {
      this.#damaged();
      return;
    }
    if (length > this.#scan.length) {
      const grown = new Uint8Array(Math.min(maxScanBytes, Math.max(length, this.#scan.length * 2)));
      grown.set(this.#scan.subarray(0, this.#length));
      this.#scan = grown;
    }
    this.#scan.set(data.subarray(start, end), offset);
    this.#length = length;
  }

  #finish(rtp90k: number): void {
    if (!this.#begun) return;
    const { header, ...size } = this.#begun;
    const scan = this.#scan.subarray(0, this.#length);
    const ended = scan.at(-2) === 0xff && scan.at(-1) === 0xd9;
    const jpeg = new Uint8Array(header.length + scan.length + (ended ? 0 : 2));
    jpeg.set(header);
    jpeg.set(scan, header.length);
    if (!ended) jpeg.set([0xff, 0xd9], jpeg.length - 2);
    this.#begun = null;
    this.#out.onUnit({ codec: 'jpeg', key: true, jpeg, ...size, rtp90k });
  }

  #damaged(): void {
    if (this.#begun) this.droppedUnits += 1;
    this.#begun = null;
  }
}

/** Both tables; one alone serves brightness and colour. */
function twoTables(data: Uint8Array, at: number, length: number): Uint8Array | null {
  if (length !== 64 && length !== 128) return null;
  const tables = new Uint8Array(128);
  tables.set(data.subarray(at, at + 64));
  tables.set(data.subarray(at + length - 64, at + length), 64);
  return tables;
}
