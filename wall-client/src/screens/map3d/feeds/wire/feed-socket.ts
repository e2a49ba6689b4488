// The page's connection to the core's pictures. It lives while the map is open; a hidden page asks for nothing
// and throws away what still comes, so that no backlog is ever shown.
import type { BackoffPolicy } from '@brightwall/kit/backoff';
import type { Clock, Timer } from '@brightwall/kit/clock';
import { Emitter } from '@brightwall/kit/emitter';
import { supervise } from '@brightwall/kit/supervise';
import { decodePicture, type MapFeedPicture, type MapFeedToPage } from '@brightwall/protocol/map-feed';
import { parseMessage } from './parse.ts';
import { nothingWanted, ViewSender, type Wanted } from './view-sender.ts';

export type SocketState = 'connecting' | 'open' | 'lost';

export interface FeedSocketEvents {
  state: [SocketState];
  message: [MapFeedToPage];
  picture: [MapFeedPicture];
}

export interface FeedSocketOptions {
  url: string;
  clock: Clock;
  random?: () => number;
}

const backoff: BackoffPolicy = { firstMs: 500, capMs: 5_000, factor: 2, jitter: 0.5, healthyMs: 10_000 };
/** A core that takes the connection and says nothing is given up, ms. */
const openWithinMs = 10_000;
/** Bytes taken are told after so many, or so long, whichever comes first. */
const ackBytes = 64 * 1024;
const ackMs = 100;

export class FeedSocket extends Emitter<FeedSocketEvents> {
  readonly #options: FeedSocketOptions;
  readonly #life = new AbortController();
  readonly #view: ViewSender;
  #socket: WebSocket | null = null;
  #wanted: Wanted = nothingWanted;
  #visible = true;
  #takenBytes = 0;
  #toldBytes = 0;
  #ackTimer: Timer | null = null;
  #started = false;

  constructor(options: FeedSocketOptions) {
    super();
    this.#options = options;
    this.#view = new ViewSender(options.clock, text => this.#socket?.send(text));
  }

  /** Bytes of pictures that came over the present connection. */
  get takenBytes(): number {
    return this.#takenBytes;
  }

  open(): void {
    if (this.#started) return;
    this.#started = true;
    const { clock, random } = this.#options;
    void supervise(signal => this.#run(signal), { clock, backoff, signal: this.#life.signal, random });
  }

  handleWanted(wanted: Wanted): void {
    this.#wanted = wanted;
    if (this.#visible) this.#view.handleWanted(wanted);
  }

  handleVisible(visible: boolean): void {
    this.#visible = visible;
    this.#view.handleWanted(visible ? this.#wanted : nothingWanted);
  }

  close(): void {
    this.#life.abort();
    this.clear();
  }

  /** One connection's life: it ends when the socket does. */
  #run(signal: AbortSignal): Promise<void> {
    this.emit('state', 'connecting');
    return new Promise(resolve => {
      const socket = new WebSocket(this.#options.url);
      socket.binaryType = 'arraybuffer';
      const late = this.#options.clock.after(openWithinMs, () => socket.close());
      const abort = () => socket.close();
      signal.addEventListener('abort', abort, { once: true });
      socket.onopen = () => {
        late.cancel();
        this.#socket = socket;
        this.#takenBytes = this.#toldBytes = 0;
        this.emit('state', 'open');
        this.#view.handleOpen();
      };
      socket.onmessage = ({ data }) => this.#take(data);
      socket.onclose = () => {
        late.cancel();
        signal.removeEventListener('abort', abort);
        if (this.#socket === socket) this.#lost();
        resolve();
      };
    });
  }

  #lost(): void {
    this.#socket = null;
    this.#ackTimer?.cancel();
    this.#ackTimer = null;
    this.#view.handleLost();
    this.emit('state', 'lost');
  }

  #take(data: unknown): void {
    if (typeof data === 'string') {
      const message = parseMessage(data);
      if (message) this.emit('message', message);
      return;
    }
    if (!(data instanceof ArrayBuffer)) return;
    this.#takenBytes += data.byteLength;
    this.#ackSoon();
    const picture = this.#visible ? decodePicture(data) : null;
    if (picture) this.emit('picture', picture);
  }

  #ackSoon(): void {
    if (this.#takenBytes - this.#toldBytes >= ackBytes) this.#ack();
    else this.#ackTimer ??= this.#options.clock.after(ackMs, () => this.#ack());
  }

  #ack(): void {
    this.#ackTimer?.cancel();
    this.#ackTimer = null;
    this.#toldBytes = this.#takenBytes;
    this.#socket?.send(JSON.stringify({ kind: 'ack', bytes: this.#takenBytes }));
  }
}
