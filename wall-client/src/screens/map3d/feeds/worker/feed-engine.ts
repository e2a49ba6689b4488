// Receiving and decoding, wired: the socket, the pages of thumbnails, the live feeds. It runs in a worker of its
// own and knows nothing of it.
import type { Clock, EpochMs, Timer } from '@brightwall/kit/clock';
import type { AtlasPicture } from '@brightwall/protocol/map-feed';
import {
  type Arrived,
  AtlasDecoder,
  type AtlasDecoderTools,
  type PagePlanes,
} from '../decode/atlas-decoder.ts';
import type { DecoderTools } from '../decode/feed-decoder.ts';
import { ClockOffset } from '../wire/clock-offset.ts';
import { FeedSocket } from '../wire/feed-socket.ts';
import { nothingWanted, type Wanted } from '../wire/view-sender.ts';
import { LiveFeeds } from './live-feeds.ts';
import type { PageToWorker, WorkerToPage } from './messages.ts';
import { PageLayouts } from './page-layouts.ts';

export interface FeedEngineTools {
  clock: Clock;
  decodeJpeg: AtlasDecoderTools['decodeJpeg'];
  /** Null where the browser has none: the page plays the feeds itself. */
  decoders: DecoderTools | null;
  shares: boolean;
  post(message: WorkerToPage, transfer?: ArrayBuffer[]): void;
}

const countsEveryMs = 1_000;

export class FeedEngine {
  readonly #tools: FeedEngineTools;
  readonly #atlas: AtlasDecoder;
  readonly #live: LiveFeeds;
  #socket: FeedSocket | null = null;
  #wanted: Wanted = nothingWanted;
  #visible = true;
  readonly #offset = new ClockOffset();
  #receivedBefore = 0;
  #thumbnails = 0;
  readonly #layouts = new PageLayouts();
  #timer: Timer | null = null;

  constructor(tools: FeedEngineTools) {
    this.#tools = tools;
    const { decoders, shares, post } = tools;
    this.#atlas = new AtlasDecoder({
      decodeJpeg: tools.decodeJpeg,
      onPage: (arrived, decoded) => this.#tellPage(arrived, decoded),
    });
    this.#live = new LiveFeeds({ decoders, shares, post });
  }

  handle(message: PageToWorker): void {
    if (message.kind === 'open') this.#open(message.url);
    else if (message.kind === 'wanted') this.#want(message);
    else if (message.kind === 'visible') this.#show(message.visible);
    else if (message.kind === 'page-taken') this.#atlas.handleTaken(message.page);
    else if (message.kind === 'page-back') this.#atlas.handleBack(message.planes);
    else this.#live.handleDrawn(message.feed, message.planes);
  }

  close(): void {
    this.#timer?.cancel();
    this.#socket?.close();
    this.#live.handleLost();
    this.#atlas.forget();
  }

  #open(url: string): void {
    const { clock, post } = this.#tools;
    const socket = new FeedSocket({ url, clock });
    this.#socket = socket;
    socket.on('state', state => {
      if (state === 'lost') {
        this.#receivedBefore += socket.takenBytes;
        this.#live.handleLost();
        this.#offset.forget();
        this.#layouts.handleLost();
      }
      post({ kind: 'socket', state });
    });
    socket.on('message', message => {
      if (message.kind === 'atlas') this.#layouts.handleLayout(message);
      else if (message.kind === 'feed') this.#live.handleStarted(message);
      else this.#live.handleEnded(message.cameraId);
    });
    socket.on('picture', picture => {
      if (picture.kind === 'atlas')
        this.#takePage(picture, this.#offset.here(picture.madeMs, clock.epochMs()));
      else this.#live.handleUnit(picture);
    });
    socket.open();
    this.#tellCounts();
  }

  #want({ thumbnails, live }: Wanted): void {
    this.#wanted = { thumbnails, live };
    this.#layouts.handleWanted(thumbnails);
    this.#socket?.handleWanted(this.#wanted);
    if (this.#visible) this.#live.handleWanted(this.#wanted.live);
  }

  #show(visible: boolean): void {
    this.#visible = visible;
    this.#socket?.handleVisible(visible);
    this.#live.handleWanted(visible ? this.#wanted.live : []);
    if (!visible) this.#atlas.forget();
  }

  #takePage(picture: AtlasPicture, madeMs: EpochMs): void {
    const on = this.#layouts.picturesOn(picture);
    // Nothing on it for this page of the browser: it was made for others.
    if (on && this.#layouts.countNew(on) > 0) this.#atlas.handlePicture({ picture, on, madeMs });
  }

  #tellPage({ picture, on, madeMs }: Arrived, decoded: PagePlanes): void {
    const { page } = picture;
    if (!this.#visible) {
      this.#atlas.handleBack(decoded.planes);
      this.#atlas.handleTaken(page);
      return;
    }
    this.#thumbnails += this.#layouts.countNew(on);
    this.#layouts.handleDecoded(on);
    const { columns, rows, tileWidthPx, tileHeightPx } = on.layout;
    const sheet = { columns, rows, tileWidthPx, tileHeightPx };
    const cameraIds = on.pictures.map(({ cameraId }) => cameraId);
    const takenMs = on.pictures.map(one => one.takenMs);
    const aheadMs = madeMs - picture.madeMs;
    this.#tools.post({ kind: 'page', page, sheet, cameraIds, takenMs, aheadMs, ...decoded }, [
      decoded.planes,
    ]);
  }

  #tellCounts(): void {
    const live = this.#live.counts;
    this.#tools.post({
      kind: 'counts',
      atMs: this.#tools.clock.epochMs(),
      receivedBytes: this.#receivedBefore + (this.#socket?.takenBytes ?? 0),
      pagesDecoded: this.#atlas.counts.decoded,
      thumbnailsDecoded: this.#thumbnails,
      liveReceived: live.received,
      liveDecoded: live.decoded,
      liveDropped: live.dropped,
      pagesReplaced: this.#atlas.counts.replaced,
      decodersFailed: live.failed,
      decoders: this.#live.open,
    });
    this.#timer = this.#tools.clock.after(countsEveryMs, () => this.#tellCounts());
  }
}
