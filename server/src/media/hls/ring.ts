// The last seconds of one live HLS stream, in memory, shared by all who watch. Numbers its segments and
// lives itself, from the time of its start, so that a stream that stops and starts again never goes back.
import type { HlsInit, HlsPart } from '@brightwall/protocol/edge-messages';

export interface RingPart {
  readonly durationMs: number;
  readonly independent: boolean;
  readonly data: Buffer;
}

export interface RingSegment {
  /** Media sequence number (RFC 8216 §3). */
  readonly msn: number;
  readonly life: number;
  /** First of its life, and not the first of the stream. */
  readonly discontinuity: boolean;
  readonly startMs: number;
  readonly parts: RingPart[];
  complete: boolean;
}

export interface RingLimits {
  /** Complete segments kept. */
  readonly segments: number;
  readonly bytes: number;
}

/** What most cameras' key frames are apart. */
const minSegmentTargetMs = 2_000;
/** Three parts, as players stay behind the edge (PART-HOLD-BACK), or this where parts are long. */
const maxStartMs = 2_000;

/** 8 segments of a 2 s GOP; 32 MB hold 16 s of 16 Mbit/s. */
export const defaultLimits: RingLimits = { segments: 8, bytes: 32_000_000 };

export class Ring {
  readonly segments: RingSegment[] = [];
  /** Discontinuities that have left the ring (EXT-X-DISCONTINUITY-SEQUENCE). */
  discontinuitySequence = 0;
  /** The longest part and segment held. One hole in a stream makes a part of seconds: it counts for as long
   * as it is listed, not for good, for players keep three parts behind. */
  partTargetMs = 0;
  segmentTargetMs = minSegmentTargetMs;
  /** Parts that did not continue what was there (a hole in the stream), or came too soon. */
  dropped = 0;
  bytes = 0;
  readonly #limits: RingLimits;
  readonly #inits = new Map<number, Buffer>();
  #nextMsn: number;
  #life: { readonly own: number; readonly edges: number } | null = null;
  #nextLife: number;
  /** What the next part must be: null = only the first of a segment will do. */
  #expected: { readonly segment: number; readonly part: number } | null = null;
  #lifeOfLastSegment: number | null = null;

  constructor(startEpochMs: number, limits: RingLimits = defaultLimits) {
    this.#limits = limits;
    // A segment lasts a second or more on average: a later start is always ahead of an earlier one.
    this.#nextMsn = Math.floor(startEpochMs / 1000);
    this.#nextLife = this.#nextMsn;
  }

  init(life: number): Buffer | undefined {
    return this.#inits.get(life);
  }

  segment(msn: number): RingSegment | undefined {
    return this.segments.find(segment => segment.msn === msn);
  }

  /** Whether segment `msn`, or its part `part`, is there (a part counts as there when its segment ended before it). */
  has(msn: number, part: number | undefined): boolean {
    const last = this.segments.at(-1);
    if (!last) return false;
    if (msn !== last.msn) return msn < last.msn;
    return last.complete || (part !== undefined && part < last.parts.length);
  }

  /**
   * Enough to start from without running dry at once: hls.js plays on one second further behind, for good,
   * after each stall, and a start with the first part alone meant one or two.
   */
  get canStart(): boolean {
    const heldMs = this.segments.reduce((sum, segment) => sum + durationMs(segment), 0);
    return heldMs > 0 && heldMs >= Math.min(this.partTargetMs * 3, maxStartMs);
  }

  /** The newest segment's number, or the one that will be first. */
  get newestMsn(): number {
    return this.segments.at(-1)?.msn ?? this.#nextMsn;
  }

  handleInit(init: Pick<HlsInit, 'life'>, data: Buffer): void {
    if (this.#life?.edges === init.life) return;
    this.#life = { own: this.#nextLife++, edges: init.life };
    this.#inits.set(this.#life.own, data);
    this.bytes += data.length;
    this.#expected = null;
    const last = this.segments.at(-1);
    if (last && !last.complete) this.#complete(last);
  }

  /** False when the part is of no use. */
  handlePart(part: Omit<HlsPart, 'data' | 'cameraId' | 'profile' | 'rendition'>, data: Buffer): boolean {
    const isFirst = part.part === 0;
    const isNext = this.#expected?.segment === part.segment && this.#expected.part === part.part;
    if (this.#life?.edges !== part.life || (!isFirst && !isNext)) {
      this.#expected = null;
      this.dropped += 1;
      return false;
    }
    let segment = this.segments.at(-1);
    if (isFirst || !segment || segment.complete) {
      if (segment && !segment.complete) this.#complete(segment);
      segment = this.#begin(this.#life.own, part.startMs);
    }
    segment.parts.push({ durationMs: part.durationMs, independent: part.independent, data });
    this.bytes += data.length;
    this.partTargetMs = Math.max(this.partTargetMs, part.durationMs);
    this.segmentTargetMs = Math.max(this.segmentTargetMs, durationMs(segment));
    this.#expected = part.last ? null : { segment: part.segment, part: part.part + 1 };
    // hls.js takes no playlist without a whole segment: the very first part is one by itself, so that
    // nobody waits for a whole GOP. The rest of its GOP follows as the next segment.
    if (part.last || this.segments.length === 1) this.#complete(segment);
    this.#evict();
    return true;
  }

  #begin(life: number, startMs: number): RingSegment {
    const discontinuity = this.#lifeOfLastSegment !== null && this.#lifeOfLastSegment !== life;
    this.#lifeOfLastSegment = life;
    const segment = { msn: this.#nextMsn++, life, discontinuity, startMs, parts: [], complete: false };
    this.segments.push(segment);
    return segment;
  }

  #complete(segment: RingSegment): void {
    segment.complete = true;
  }

  #evict(): void {
    const isTooMuch = () =>
      this.segments.length > this.#limits.segments + 1 || this.bytes > this.#limits.bytes;
    while (this.segments.length > 1 && isTooMuch()) {
      const gone = this.segments.shift()!;
      for (const part of gone.parts) this.bytes -= part.data.length;
      const next = this.segments[0]!;
      // The tag of the segment that now comes first is counted when that segment leaves.
      if (gone.discontinuity) this.discontinuitySequence += 1;
      if (next.life !== gone.life) {
        this.bytes -= this.#inits.get(gone.life)?.length ?? 0;
        this.#inits.delete(gone.life);
      }
      this.#measure();
    }
  }

  #measure(): void {
    const parts = this.segments.flatMap(segment => segment.parts);
    this.partTargetMs = Math.max(...parts.map(part => part.durationMs));
    this.segmentTargetMs = Math.max(minSegmentTargetMs, ...this.segments.map(durationMs));
  }
}

/** Of the parts it has so far. */
export function durationMs(segment: RingSegment): number {
  return segment.parts.reduce((sum, part) => sum + part.durationMs, 0);
}
