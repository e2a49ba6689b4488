// One life of a CMAF stream: access units in, an init segment and chunks out. Segments begin at key frames,
// chunks are about half a second, so that a player with low-latency HLS is one chunk behind.
import type { AccessUnit, ParameterSets } from '../media/access-unit.ts';
import { decoderConfig, lengthPrefixed } from '../media/decoder-config.ts';
import { parameterSetName, sameBytes } from '../media/depacketise.ts';
import { h264CodecString, h264Nal, isBSlice, parseH264Sps } from '../media/h264.ts';
import { h265CodecString, h265NalType, parseH265Sps } from '../media/h265.ts';
import { timestampDifference } from '../media/rtp.ts';
import { chunk, initSegment, type Sample, timescale } from './boxes.ts';
import { DecodeOrder, type Timed } from './decode-order.ts';

/** Bound of a chunk, and what is aimed at: LL-HLS players take 1 s at most well. */
const partTarget = 0.53 * timescale;
/** A key frame every 10 s is seen (smart codecs); a segment without one is cut no later than the part numbers end. */
const maxPart = 255;
/** A jump of media time larger than this is a camera that set its clock: a new life. */
const maxGap = 10 * timescale;
const maxPartBytes = 6 * 1024 * 1024;

export interface InitOut {
  readonly codecs: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: Uint8Array;
}

export interface PartOut {
  readonly segment: number;
  readonly part: number;
  readonly durationMs: number;
  readonly independent: boolean;
  readonly last: boolean;
  /** Media time (RTP) of its first picture, to be mapped to wall time by who knows the camera's clock. */
  readonly firstRtp: number;
  readonly data: Uint8Array;
}

/** handleUnit throws this when the stream changed under way: begin a new life with the same unit. */
export class Discontinuity extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'Discontinuity';
  }
}

interface Pending {
  readonly unit: AccessUnit;
}

export class Segmenter {
  readonly init: InitOut;
  #onPart: (part: PartOut) => void;
  #sets: ParameterSets;
  #order: DecodeOrder<Pending>;
  /** How far the stream may reorder should it have B slices; 0 when that is known already. */
  #depthOfB = 0;
  #lastRtp: number | null = null;
  #time = 0;
  #previous: Timed<Pending> | null = null;
  #samples: Sample[] = [];
  #bytes = 0;
  #partStart = 0;
  #partRtp = 0;
  #independent = false;
  #segment: number;
  #part = 0;
  #sequence = 0;

  /** Throws RangeError when the parameter sets are missing or nonsense. */
  constructor(first: AccessUnit, sets: ParameterSets, firstSegment: number, onPart: (part: PartOut) => void) {
    this.#sets = { ...sets };
    this.#onPart = onPart;
    this.#segment = firstSegment - 1;
    const config = decoderConfig(first.codec, sets);
    let codecs: string;
    let depth: number;
    let size: { widthPx: number; heightPx: number };
    if (first.codec === 'h264') {
      const sps = parseH264Sps(sets.sps!);
      codecs = h264CodecString(sps);
      // A camera whose SPS leaves it open practically never reorders, and waiting would cost all latency: the
      // first B slice tells.
      depth = sps.reordered ? sps.reorderDepth : 0;
      if (sps.reordered === null) this.#depthOfB = sps.reorderDepth;
      size = sps;
    } else {
      const sps = parseH265Sps(sets.sps!);
      codecs = h265CodecString(sps);
      depth = sps.reorderDepth;
      size = sps;
    }
    const { widthPx, heightPx } = size;
    this.#order = new DecodeOrder(depth);
    this.init = {
      codecs,
      widthPx,
      heightPx,
      data: initSegment({ codec: first.codec, config, widthPx, heightPx }),
    };
  }

  /** The segment a life after this one begins with. */
  get nextSegment(): number {
    return this.#segment + 1;
  }

  /** Throws Discontinuity. */
  handleUnit(unit: AccessUnit): void {
    if (unit.key && this.#changed(unit)) throw new Discontinuity('parameter sets changed');
    const step = this.#lastRtp === null ? 0 : timestampDifference(unit.rtp90k, this.#lastRtp);
    if (Math.abs(step) > maxGap) throw new Discontinuity(`media time jumped by ${Math.round(step / 90)} ms`);
    this.#lastRtp = unit.rtp90k;
    if (this.#depthOfB > 0 && hasBSlice(unit)) {
      this.#order.deepen(this.#depthOfB);
      this.#depthOfB = 0;
    }
    // The first picture stands at one second, so that B frames shown before it stay above zero.
    this.#time = this.#time === 0 ? timescale : this.#time + step;
    const ready = this.#order.push({ unit }, this.#time);
    if (ready) this.#handleTimed(ready);
  }

  /** A picture's duration is known when the next one comes: everything is one picture late. */
  #handleTimed(next: Timed<Pending>): void {
    const previous = this.#previous;
    this.#previous = next;
    if (!previous) {
      this.#beginSegment(next);
      return;
    }
    const duration = next.decode - previous.decode;
    const sample = toSample(previous, duration);
    this.#samples.push(sample);
    this.#bytes += sample.data.length;
    const newSegment = next.item.unit.key || this.#part === maxPart;
    const long = next.decode - this.#partStart + duration > partTarget || this.#bytes > maxPartBytes;
    if (!newSegment && !long) return;
    this.#emit(next, newSegment);
    if (newSegment) this.#beginSegment(next);
  }

  #beginSegment(first: Timed<Pending>): void {
    this.#segment += 1;
    this.#part = 0;
    this.#begin(first);
  }

  #begin(first: Timed<Pending>): void {
    this.#partStart = first.decode;
    this.#partRtp = first.item.unit.rtp90k;
    this.#independent = first.item.unit.key;
  }

  #emit(next: Timed<Pending>, last: boolean): void {
    this.#sequence += 1;
    this.#onPart({
      segment: this.#segment,
      part: this.#part,
      durationMs: ((next.decode - this.#partStart) * 1000) / timescale,
      independent: this.#independent,
      last,
      firstRtp: this.#partRtp,
      data: chunk(this.#sequence, this.#partStart, this.#samples),
    });
    this.#samples = [];
    this.#bytes = 0;
    this.#part += 1;
    this.#begin(next);
  }

  #changed(unit: AccessUnit): boolean {
    return unit.nals.some(nal => {
      const name = parameterSetName(
        unit.codec,
        unit.codec === 'h264' ? nal[0]! & 0x1f : h265NalType(nal[0]!),
      );
      const own = name && this.#sets[name];
      return own ? !sameBytes(own, nal) : false;
    });
  }
}

function hasBSlice({ nals }: AccessUnit): boolean {
  return nals.some(nal => (nal[0]! & 0x1f) === h264Nal.slice && isBSlice(nal, 0, nal.length));
}

function toSample({ item, presentation, decode }: Timed<Pending>, duration: number): Sample {
  const { unit } = item;
  // avc1 and hvc1 keep parameter sets in the header only (ISO/IEC 14496-15 §5.3.3); access unit delimiters are noise.
  const nals = unit.nals.filter(nal => {
    const type = unit.codec === 'h264' ? nal[0]! & 0x1f : h265NalType(nal[0]!);
    return parameterSetName(unit.codec, type) === null && type !== (unit.codec === 'h264' ? 9 : 35);
  });
  return { data: lengthPrefixed(nals), key: unit.key, duration, compositionOffset: presentation - decode };
}
