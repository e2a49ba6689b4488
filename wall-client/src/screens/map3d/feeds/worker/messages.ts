// What the page and the thread that receives and decodes say to each other.
import type { EpochMs } from '@brightwall/kit/clock';
import type { AtlasLayout, FeedUnit } from '@brightwall/protocol/map-feed';
import type { ColourKind } from '../decode/i420.ts';
import type { SocketState } from '../wire/feed-socket.ts';
import type { Wanted } from '../wire/view-sender.ts';

export type PageToWorker =
  | { kind: 'open'; url: string }
  | ({ kind: 'wanted' } & Wanted)
  | { kind: 'visible'; visible: boolean }
  /** The page of pictures arrived: the next one of it may come. */
  | { kind: 'page-taken'; page: number }
  /** It was drawn, or a newer one took its place; its buffer may be filled again. */
  | { kind: 'page-back'; planes: ArrayBuffer }
  /** The same of one live picture, where memory cannot be shared. */
  | { kind: 'frame-drawn'; feed: number; planes: ArrayBuffer };

/** A page of thumbnails as planes: its pictures row by row from the top left. */
export interface PageDecoded {
  kind: 'page';
  page: number;
  sheet: Sheet;
  /** By picture: whose it is, and when it was taken by the core's clock, which this machine's is ahead of by `aheadMs`. */
  cameraIds: string[];
  takenMs: number[];
  aheadMs: number;
  width: number;
  height: number;
  colour: ColourKind;
  /** As many bytes as the size takes, or more. */
  planes: ArrayBuffer;
}

/** How many pictures of which size a full page has. */
export type Sheet = Pick<AtlasLayout, 'columns' | 'rows' | 'tileWidthPx' | 'tileHeightPx'>;

/**
 * A live feed whose pictures come from now on: in `slot` (frame-slot.ts), or each as a FrameDecoded; where the browser
 * has no decoder, its units as they are.
 */
export interface FeedOpened {
  kind: 'feed';
  feed: number;
  cameraId: string;
  codec: string;
  width: number;
  height: number;
  slot: SharedArrayBuffer | null;
}

export interface FrameDecoded {
  kind: 'frame';
  feed: number;
  width: number;
  height: number;
  colour: ColourKind;
  planes: ArrayBuffer;
}

/**
 * Totals since the page was opened. `thumbnailsDecoded` are new pictures: one that came once more on its page is none.
 * Of `liveReceived`, the units of feeds the page wants, each is decoded, dropped, or under way.
 */
export interface FeedCounts {
  kind: 'counts';
  atMs: EpochMs;
  receivedBytes: number;
  pagesDecoded: number;
  thumbnailsDecoded: number;
  liveReceived: number;
  liveDecoded: number;
  liveDropped: number;
  /** Pages that a newer one took the place of before they were decoded. */
  pagesReplaced: number;
  decodersFailed: number;
  /** Open now. */
  decoders: number;
}

export type WorkerToPage =
  | { kind: 'socket'; state: SocketState }
  | PageDecoded
  | FeedOpened
  | FrameDecoded
  | { kind: 'unit'; unit: FeedUnit }
  | { kind: 'feed-ended'; cameraId: string }
  | FeedCounts;
