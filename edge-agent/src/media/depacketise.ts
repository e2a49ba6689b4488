// RTP payloads → access units: RFC 6184 (H.264, packetization modes 0 and 1) and RFC 7798 (H.265, without
// DON). A picture with a hole is dropped, and everything after it up to the next key frame: half a
// picture in a recording is worse than none.
import type { AccessUnit, NalCodec, ParameterSets } from './access-unit.ts';
import { h264Nal } from './h264.ts';
import { h265Nal, h265NalType, isH265Irap } from './h265.ts';
import { type RtpView, sequenceDifference } from './rtp.ts';

/** A 4K key frame at high quality is 1–2 MB; beyond this it is no camera. */
const maxUnitBytes = 8 * 1024 * 1024;
const maxNals = 1024;

export interface Depacketised {
  onUnit(unit: AccessUnit): void;
  /** New parameter sets came in band and differ from those before. */
  onParameterSets(): void;
}

export class Depacketiser {
  /** Only key frames are put together; the rest costs a comparison per packet. */
  keyFramesOnly = false;
  droppedUnits = 0;
  readonly codec: NalCodec;
  readonly sets: ParameterSets;
  #out: Depacketised;
  #nals: Uint8Array[] = [];
  #bytes = 0;
  #fragments: Uint8Array[] = [];
  #fragmentBytes = 0;
  #timestamp = -1;
  #lastSequence = -1;
  #key = false;
  #hasPicture = false;
  /** This picture is not put together: not wanted, or damaged. */
  #skip = false;
  #waitForKey = true;

  constructor(codec: NalCodec, sets: ParameterSets, out: Depacketised) {
    this.codec = codec;
    this.sets = sets;
    this.#out = out;
  }

  /** Forgets the picture in the making; the next unit is a key frame. */
  reset(): void {
    this.#begin(-1);
    this.#lastSequence = -1;
    this.#waitForKey = true;
  }

  /** Takes the next packet in sequence order; `view` describes it within `data`. */
  handlePacket(data: Uint8Array, view: RtpView): void {
    const fresh = view.timestamp !== this.#timestamp;
    if (fresh) {
      this.#finish();
      this.#begin(view.timestamp);
    }
    const hole = this.#lastSequence >= 0 && sequenceDifference(view.sequence, this.#lastSequence) !== 1;
    // Of key frames alone the pictures between are not handed over; a lost begin shows in the first slice.
    if (hole && !(fresh && this.keyFramesOnly)) this.#damaged();
    this.#lastSequence = view.sequence;
    if (!this.#skip && view.payloadEnd - view.payloadStart > 0) {
      if (this.codec === 'h264') this.#h264(data, view.payloadStart, view.payloadEnd);
      else this.#h265(data, view.payloadStart, view.payloadEnd);
    }
    // A marker on parameter sets alone (seen from cameras) does not end the picture.
    if (view.marker && this.#hasPicture) {
      this.#finish();
      this.#begin(-1);
    }
  }

  #h264(data: Uint8Array, start: number, end: number): void {
    const type = data[start]! & 0x1f;
    if (type === h264Nal.stapA) this.#aggregate(data, start + 1, end);
    else if (type === h264Nal.fuA) {
      if (end - start < 3) {
        this.#damaged();
        return;
      }
      const header = data[start + 1]!;
      const nalHeader = (data[start]! & 0xe0) | (header & 0x1f);
      if (header & 0x80 && !this.#wanted(header & 0x1f)) return;
      this.#fragment(data, start + 2, end, header, () => Uint8Array.of(nalHeader));
    } else if (type >= 1 && type <= 23) this.#nal(data, start, end);
    else this.#damaged();
  }

  #h265(data: Uint8Array, start: number, end: number): void {
    if (end - start < 3) {
      this.#damaged();
      return;
    }
    const type = h265NalType(data[start]!);
    if (type === h265Nal.ap) this.#aggregate(data, start + 2, end);
    else if (type === h265Nal.fu) {
      const header = data[start + 2]!;
      const first = (data[start]! & 0x81) | ((header & 0x3f) << 1);
      const second = data[start + 1]!;
      if (header & 0x80 && !this.#wanted(header & 0x3f)) return;
      this.#fragment(data, start + 3, end, header, () => Uint8Array.of(first, second));
    } else if (type < 48) this.#nal(data, start, end);
    else this.#damaged();
  }

  #aggregate(data: Uint8Array, start: number, end: number): void {
    let at = start;
    while (at + 2 < end && !this.#skip) {
      const size = (data[at]! << 8) | data[at + 1]!;
      if (size === 0 || at + 2 + size > end) {
        this.#damaged();
        return;
      }
      this.#nal(data, at + 2, at + 2 + size);
      at += 2 + size;
    }
  }

  #fragment(data: Uint8Array, start: number, end: number, header: number, nalHeader: () => Uint8Array): void {
    if (header & 0x80) {
      this.#fragments = [nalHeader()];
      this.#fragmentBytes = 0;
    } else if (this.#fragments.length === 0) {
      this.#damaged();
      return;
    }
    this.#fragmentBytes += end - start;
    if (this.#fragmentBytes > maxUnitBytes) {
      this.#damaged();
      return;
    }
    this.#fragments.push(copyBytes(data, start, end));
    if (header & 0x40) {
      const nal = joinBytes(this.#fragments);
      this.#fragments = [];
      this.#nal(nal, 0, nal.length);
    }
  }

  #nal(data: Uint8Array, start: number, end: number): void {
    if (end <= start) return;
    const type = this.codec === 'h264' ? data[start]! & 0x1f : h265NalType(data[start]!);
    if (!this.#wanted(type)) return;
    this.#bytes += end - start;
    if (this.#bytes > maxUnitBytes || this.#nals.length >= maxNals) {
      this.#damaged();
      return;
    }
    const nal = start === 0 && end === data.length ? data : copyBytes(data, start, end);
    this.#noteParameterSet(type, nal);
    if (this.#isPicture(type)) {
      if (!this.#hasPicture && !this.#isFirstSlice(data, start, end)) {
        this.#damaged();
        return;
      }
      this.#hasPicture = true;
      if (this.#isKey(type)) this.#key = true;
    }
    this.#nals.push(nal);
  }

  /** Decides by the first slice whether this picture is put together at all. */
  #wanted(type: number): boolean {
    if (!this.#isPicture(type) || this.#isKey(type) || this.#key) return true;
    if (!this.keyFramesOnly && !this.#waitForKey) return true;
    this.#skip = true;
    return false;
  }

  /** first_mb_in_slice is 0 (H.264 §7.3.3), first_slice_segment_in_pic_flag set (H.265 §7.3.6.1): one bit in both. */
  #isFirstSlice(data: Uint8Array, start: number, end: number): boolean {
    const at = start + (this.codec === 'h264' ? 1 : 2);
    return at < end && (data[at]! & 0x80) !== 0;
  }

  #isPicture(type: number): boolean {
    return this.codec === 'h264' ? type >= 1 && type <= 5 : type < 32;
  }

  #isKey(type: number): boolean {
    return this.codec === 'h264' ? type === h264Nal.idr : isH265Irap(type);
  }

  #noteParameterSet(type: number, nal: Uint8Array): void {
    const name = parameterSetName(this.codec, type);
    if (!name) return;
    const before = this.sets[name];
    if (before && sameBytes(before, nal)) return;
    this.sets[name] = copyBytes(nal, 0, nal.length);
    this.#out.onParameterSets();
  }

  #damaged(): void {
    if (!this.#skip) this.droppedUnits += 1;
    this.#skip = true;
    this.#waitForKey = true;
  }

  #begin(timestamp: number): void {
    this.#timestamp = timestamp;
    this.#nals = [];
    this.#fragments = [];
    this.#bytes = 0;
    this.#key = false;
    this.#hasPicture = false;
    this.#skip = false;
  }

  #finish(): void {
    if (this.#skip || !this.#hasPicture) return;
    if (this.#fragments.length > 0) {
      this.#damaged();
      return;
    }
    if (this.#key) this.#waitForKey = false;
    this.#out.onUnit({ codec: this.codec, key: this.#key, nals: this.#nals, rtp90k: this.#timestamp });
  }
}

export function parameterSetName(codec: NalCodec, type: number): keyof ParameterSets | null {
  if (codec === 'h264') return type === h264Nal.sps ? 'sps' : type === h264Nal.pps ? 'pps' : null;
  return type === h265Nal.vps ? 'vps' : type === h265Nal.sps ? 'sps' : type === h265Nal.pps ? 'pps' : null;
}

/** A copy of its own: Buffer's slice(), unlike Uint8Array's, is a view of memory the socket will reuse. */
export function copyBytes(data: Uint8Array, start: number, end: number): Uint8Array {
  const out = new Uint8Array(end - start);
  out.set(data.subarray(start, end));
  return out;
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  let size = 0;
  for (const part of parts) size += part.length;
  const out = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
