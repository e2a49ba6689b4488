// One live HLS rendition: lives of CMAF, one after the other, numbered so that the core's playlist can mark
// the joints. Nothing is kept here: the core holds the window.
import type { HlsInit, HlsPart } from '@brightwall/protocol/edge-messages';
import type { AccessUnit, ParameterSets } from '../media/access-unit.ts';
import { Discontinuity, Segmenter } from './segmenter.ts';

export interface HlsOutput {
  /** False when it could not be sent: what follows would not fit, so a new life begins at the next key frame. */
  onInit(init: Pick<HlsInit, 'life' | 'codecs' | 'widthPx' | 'heightPx' | 'data'>): boolean;
  onPart(part: Omit<HlsPart, 'cameraId' | 'profile' | 'rendition'>): boolean;
  /** Edge epoch ms at which a media time was captured. */
  startMs(rtp90k: number): number;
}

export class HlsStream {
  #out: HlsOutput;
  #segmenter: Segmenter | null = null;
  #life: number;
  #nextSegment = 0;

  /** `firstLife`: above every life the core has seen of this stream. */
  constructor(firstLife: number, out: HlsOutput) {
    this.#life = firstLife - 1;
    this.#out = out;
  }

  handleUnit(unit: AccessUnit, sets: ParameterSets): void {
    try {
      this.#take(unit, sets);
    } catch (error) {
      this.discontinue();
      if (error instanceof Discontinuity) {
        this.handleUnit(unit, sets);
        return;
      }
      // Nonsense in the parameter sets: wait for the next key frame, which may bring better ones.
      if (!(error instanceof RangeError)) throw error;
    }
  }

  /** What follows does not join on to what was: the source was lost, or a part could not be sent. */
  discontinue(): void {
    if (this.#segmenter) this.#nextSegment = this.#segmenter.nextSegment;
    this.#segmenter = null;
  }

  #take(unit: AccessUnit, sets: ParameterSets): void {
    if (!this.#segmenter) {
      if (!unit.key) return;
      const life = this.#life + 1;
      const segmenter: Segmenter = new Segmenter(unit, sets, this.#nextSegment, part => {
        const { firstRtp, ...rest } = part;
        if (!this.#out.onPart({ ...rest, life, startMs: this.#out.startMs(firstRtp) })) this.discontinue();
      });
      if (!this.#out.onInit({ life, ...segmenter.init })) return;
      this.#life = life;
      this.#segmenter = segmenter;
    }
    this.#segmenter.handleUnit(unit);
  }
}
