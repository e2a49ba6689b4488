import { h264Nal, isBSlice } from '../media/h264.ts';
import type { RtpView } from '../media/rtp.ts';

/** Pictures looked at when the SPS leaves it open; any camera that uses B slices shows one by then. */
const sniffedPictures = 60;

/** Looks for B slices at the begin of an H.264 stream, packet by packet: nothing has to be put together. */
export class BSliceSniffer {
  found = false;
  #left = sniffedPictures;

  get looking(): boolean {
    return this.#left > 0;
  }

  /** True when this packet is the first to show one: a plain slice, or the first fragment of one. */
  handlePacket(data: Uint8Array, { payloadStart: start, payloadEnd: end, marker }: RtpView): boolean {
    if (end - start < 4) return false;
    const type = data[start]! & 0x1f;
    const at =
      type === h264Nal.slice
        ? start
        : type === h264Nal.fuA && (data[start + 1]! & 0x9f) === 0x81
          ? start + 1
          : -1;
    if (at >= 0 && isBSlice(data, at, end)) {
      this.found = true;
      this.#left = 0;
      return true;
    }
    if (marker) this.#left -= 1;
    return false;
  }
}
