// What a page may spend on pictures. Fixed by the machine, not by its mood: the same view on the same machine
// shows the same pictures.

import { maxFeedsAsked, maxThumbnailsAsked } from '@brightwall/protocol/map-feed';
import { maxVideos } from '../mse/video-pictures.ts';

export interface Budget {
  thumbnails: number;
  live: number;
  /** Luma pixels decoded per second by all live feeds together. */
  livePixelsPerS: number;
  liveBitsPerS: number;
  /** The map is drawn for pictures' sake this often at most. */
  frameMs: number;
  /** Live pictures, and bytes of thumbnail pages, brought to the graphics card in that time. */
  uploadsPerFrame: number;
  uploadBytesPerFrame: number;
}

/** Software decoding: one core takes 160 Mpx/s (320×180 in 0.34 ms); a quarter of each core is spent, of eight at most. */
const pixelsPerSAndCore = 40e6;

export function budgetFor({ cores, decodes }: { cores: number; decodes: boolean }): Budget {
  const counted = Math.min(8, Math.max(1, cores));
  return {
    thumbnails: maxThumbnailsAsked,
    live: decodes ? maxFeedsAsked : maxVideos,
    livePixelsPerS: pixelsPerSAndCore * counted,
    liveBitsPerS: 80e6,
    // 24 live pictures 30 times a second: 64 feeds at 10 fps; 6 MB take about two milliseconds.
    frameMs: 33,
    uploadsPerFrame: 24,
    uploadBytesPerFrame: 6e6,
  };
}

export interface FeedCost {
  pixelsPerS: number;
  bitsPerS: number;
}

/** Until a feed has begun: a substream of 640×360 at 10 fps. */
export const assumedCost: FeedCost = { pixelsPerS: 640 * 360 * 10, bitsPerS: 400e3 };

/** A stream of a quarter of the pixels takes half of the bits: 320×180 some 200 kbit/s. */
export function costOf(width: number, height: number): FeedCost {
  const pixelsPerS = width * height * 10;
  return { pixelsPerS, bitsPerS: assumedCost.bitsPerS * Math.sqrt(pixelsPerS / assumedCost.pixelsPerS) };
}

/** Takes feeds in the order given until the next one no longer fits; how many that is. */
export function admitLive(costs: Iterable<FeedCost>, budget: Budget): number {
  let [count, pixels, bits] = [0, 0, 0];
  for (const cost of costs) {
    pixels += cost.pixelsPerS;
    bits += cost.bitsPerS;
    if (count >= budget.live || pixels > budget.livePixelsPerS || bits > budget.liveBitsPerS) break;
    count += 1;
  }
  return count;
}
