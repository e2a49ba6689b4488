// Pages at the map come in here: signed in by the session's cookie, bounded in number and in how often they change
// their mind. What they see is mapfeed/'s.
import type { Clock, Timer } from '@brightwall/kit/clock';
import { AppError } from '@brightwall/protocol/errors';
import { type MapView, PageToMapFeed } from '@brightwall/protocol/map-feed';
import { Compile } from 'typebox/compile';
import type { Access, SignedIn } from '../access/access.ts';
import type { MapFeed } from '../mapfeed/map-feed.ts';

/** The socket of a page, as http/ gives it. */
export interface MapPageSocket {
  say(message: object): void;
  send(bytes: Uint8Array): void;
  end(error: AppError): void;
}

export interface MapFeedSocketOptions {
  readonly feed: MapFeed;
  readonly access: Access;
  readonly tokenOf: (cookieHeader: string | undefined) => string | undefined;
  readonly clock: Clock;
}

interface Who {
  readonly token: string;
  readonly signedIn: SignedIn;
}

interface Kept extends Who {
  readonly socket: MapPageSocket;
}

const checkMessage = Compile(PageToMapFeed);
/** A view of 1,280 camera ids of 16 digits, and room. */
export const maxMapMessageBytes = 64 * 1024;
const maxPagesPerSession = 32;
/** Views that follow each other faster are one. */
const viewEveryMs = 100;
const checkEveryMs = 60_000;

export class MapFeedSocket {
  readonly #options: MapFeedSocketOptions;
  readonly #pages = new Set<Kept>();
  readonly #offEnded: () => void;
  #check: Timer | null = null;
  #closed = false;

  constructor(options: MapFeedSocketOptions) {
    this.#options = options;
    this.#offEnded = options.access.sessions.events.on('ended', sessionId => this.#signOut(sessionId));
    this.#checkLater();
  }

  async admit(cookieHeader: string | undefined): Promise<Who> {
    const token = this.#options.tokenOf(cookieHeader);
    const signedIn = await this.#options.access.identify(token);
    if (!token || !signedIn) throw new AppError('not-signed-in');
    if (signedIn.user.mustChangePassword) throw new AppError('password-change-required');
    const open = [...this.#pages].filter(page => page.signedIn.sessionId === signedIn.sessionId);
    if (open.length >= maxPagesPerSession)
      throw new AppError('overloaded', `at most ${maxPagesPerSession} pages per session`);
    return { token, signedIn };
  }

  take(socket: MapPageSocket, who: Who): { handleText(text: string): void; handleClosed(): void } {
    const { feed, clock } = this.#options;
    const page: Kept = { ...who, socket };
    this.#pages.add(page);
    const viewer = feed.open(socket);
    let newest: MapView | null = null;
    let timer: Timer | null = null;
    const show = () => {
      timer = newest ? clock.after(viewEveryMs, show) : null;
      if (newest) viewer.handleView(newest);
      newest = null;
    };
    return {
      handleText: text => {
        const message = parsed(text);
        if (!checkMessage.Check(message)) {
          socket.end(new AppError('bad-request'));
          return;
        }
        if (message.kind === 'ack') viewer.handleAck(message.bytes);
        else {
          newest = message;
          if (!timer) show();
        }
      },
      handleClosed: () => {
        timer?.cancel();
        this.#pages.delete(page);
        feed.leave(viewer);
      },
    };
  }

  close(): void {
    this.#closed = true;
    this.#check?.cancel();
    this.#offEnded();
  }

  #signOut(sessionId: string): void {
    for (const { signedIn, socket } of this.#pages)
      if (signedIn.sessionId === sessionId) socket.end(new AppError('not-signed-in'));
  }

  /** How soon a session's age ends its pages. */
  #checkLater(): void {
    this.#check = this.#options.clock.after(checkEveryMs, async () => {
      for (const { token, signedIn } of [...this.#pages]) {
        // A store that does not answer ends nobody's night.
        const now = await this.#options.access.identify(token).catch(() => signedIn);
        if (!now) this.#signOut(signedIn.sessionId);
      }
      if (!this.#closed) this.#checkLater();
    });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
