// Receiving and decoding, wired: the socket, the pages of thumbnails, the live feeds. It runs in a worker of its
// own and knows nothing of it.
import type { Clock, Timer } from '@brightwall/kit/clock';
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
  /** By page and slot: when its picture was taken, by the core's clock. */
  readonly #takenMs = new Map<number, (number | null)[]>();
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
        this.#takenMs.clear();
      }
      post({ kind: 'socket', state });
    });
    socket.on('message', message => {
      if (message.kind === 'atlas') post({ kind: 'layout', layout: message });
      else if (message.kind === 'feed') this.#live.handleStarted(message);
      else this.#live.handleEnded(message.cameraId);
    });
    socket.on('picture', picture => {
      if (picture.kind === 'atlas')
        this.#atlas.handlePicture(picture, this.#offset.here(picture.madeMs, clock.epochMs()));
      else this.#live.handleUnit(picture);
    });
    socket.open();
    this.#tellCounts();
  }

  #want({ thumbnails, live }: Wanted): void {
    this.#wanted = { thumbnails, live };
    this.#socket?.handleWanted(this.#wanted);
    if (this.#visible) this.#live.handleWanted(this.#wanted.live);
  }

  #show(visible: boolean): void {
    this.#visible = visible;
    this.#socket?.handleVisible(visible);
    this.#live.handleWanted(visible ? this.#wanted.live : []);
    if (!visible) this.#atlas.forget();
  }

  #tellPage({ picture, madeMs }: Arrived, decoded: PagePlanes): void {
    const { page, version, agesMs } = picture;
    if (!this.#visible) {
      this.#atlas.handleBack(decoded.planes);
      this.#atlas.handleTaken(page);
      return;
    }
    this.#thumbnails += this.#newOn(picture);
    this.#tools.post({ kind: 'page', page, version, agesMs, madeMs, ...decoded }, [decoded.planes]);
  }

  /** How many of a page's pictures were not on it before. */
  #newOn({ page, madeMs, agesMs }: AtlasPicture): number {
    const before = this.#takenMs.get(page);
    const taken = agesMs.map(age => (age === null ? null : madeMs - age));
    this.#takenMs.set(page, taken);
    return taken.filter((ms, slot) => ms !== null && ms !== before?.[slot]).length;
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
