// What the pictures cost and how they fare, for tests and the bench: totals since the map was opened, and rates
// over the last second.
import type { EpochMs } from '@brightwall/kit/clock';
import type { FeedCounts } from './worker/messages.ts';

export interface FeedFacts {
  socket: 'connecting' | 'open' | 'lost';
  /** Boards with a picture, as last packed, and how many of them move. */
  tilesShown: number;
  tilesLive: number;
  texturesBound: number;
  textureBytes: number;
  /** Of the last frame drawn: thumbnail pages and live pictures brought to the card. */
  uploadsLastFrame: number;
  /** JavaScript and waiting for the card that they took, ms. */
  uploadMs: number;
  pagesUploaded: number;
  liveUploaded: number;
  receivedBytes: number;
  pagesDecoded: number;
  thumbnailsDecoded: number;
  liveReceived: number;
  liveDecoded: number;
  liveDropped: number;
  pagesReplaced: number;
  decodersFailed: number;
  /** Open now. */
  decoders: number;
  /** Thumbnails and live frames decoded over the last second. */
  decodedPerS: number;
}

export const noCounts: FeedCounts = {
  kind: 'counts',
  atMs: 0 as EpochMs,
  receivedBytes: 0,
  pagesDecoded: 0,
  thumbnailsDecoded: 0,
  liveReceived: 0,
  liveDecoded: 0,
  liveDropped: 0,
  pagesReplaced: 0,
  decodersFailed: 0,
  decoders: 0,
};

export function decodedPerS(before: FeedCounts, now: FeedCounts): number {
  const decoded = (counts: FeedCounts) => counts.thumbnailsDecoded + counts.liveDecoded;
  return before.atMs === 0
    ? 0
    : Math.round(((decoded(now) - decoded(before)) * 1000) / (now.atMs - before.atMs));
}

/** As data- attributes of the map's root. */
export const feedMarks = (facts: FeedFacts) => ({
  feedSocket: facts.socket,
  tilesShown: facts.tilesShown,
  tilesLive: facts.tilesLive,
  pictureTextures: facts.texturesBound,
  textureBytes: facts.textureBytes,
  uploads: facts.uploadsLastFrame,
  decodedPerS: facts.decodedPerS,
  feedsDropped: facts.liveDropped + facts.pagesReplaced,
});
