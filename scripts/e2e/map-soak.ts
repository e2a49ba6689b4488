// A walk over the map of a city of cameras, round after round the same, and what the page holds after each: what a
// wall does for weeks, in minutes. What grows from round to round is lost.
import type { CDPSession, Page } from 'playwright-core';

interface Place {
  readonly lon: number;
  readonly lat: number;
}

/** The page's map, as far as a walk needs it. */
interface MapElement extends HTMLElement {
  readonly cityMap: {
    readonly facts: {
      readonly feeds: {
        readonly thumbnailsDecoded: number;
        readonly liveDecoded: number;
        readonly decoders: number;
        readonly texturesBound: number;
        readonly textureBytes: number;
      };
    };
    readonly isLoaded: boolean;
    on(name: 'moved', listener: () => void): () => void;
    readonly moves: {
      flyHome(): void;
      flyTo(place: Place, closer: boolean): void;
      zoomBy(levels: 1 | -1): void;
      panBy(x: number, y: number): void;
    };
  };
}

/** What a page holds, told by the browser; what is the map's own to tell stands in its facts. */
export interface Stock {
  /** After a collection of garbage: JavaScript of the page. */
  readonly heapBytes: number;
  readonly domNodes: number;
  readonly listeners: number;
  /** Made in the graphics context and not given back, by kind. */
  readonly gl: { readonly textures: number; readonly buffers: number; readonly framebuffers: number };
  /** WebSockets of the page and its workers. */
  readonly sockets: number;
  readonly workers: number;
  readonly decoders: number;
  readonly pictureTextures: number;
  readonly pictureTextureBytes: number;
}

declare global {
  interface Window {
    glObjectsAlive: Record<'Texture' | 'Buffer' | 'Framebuffer', number>;
  }
}

export class Soak {
  readonly #page: Page;
  readonly #cdp: CDPSession;
  #sockets = 0;

  private constructor(page: Page, cdp: CDPSession) {
    this.#page = page;
    this.#cdp = cdp;
    page.on('websocket', socket => {
      this.#sockets += 1;
      socket.on('close', () => {
        this.#sockets -= 1;
      });
    });
  }

  /** Before the page opens anything: what it makes is counted from the beginning. */
  static async of(page: Page): Promise<Soak> {
    await page.addInitScript(() => {
      const gl = WebGL2RenderingContext.prototype as unknown as Record<string, (object?: object) => object>;
      const alive = { Texture: 0, Buffer: 0, Framebuffer: 0 };
      window.glObjectsAlive = alive;
      for (const kind of ['Texture', 'Buffer', 'Framebuffer'] as const) {
        const [create, remove] = [gl[`create${kind}`]!, gl[`delete${kind}`]!];
        const made = new WeakSet<object>();
        gl[`create${kind}`] = function () {
          const object = create.call(this);
          made.add(object);
          alive[kind] += 1;
          return object;
        };
        gl[`delete${kind}`] = function (object) {
          if (object && made.delete(object)) alive[kind] -= 1;
          return remove.call(this, object);
        };
      }
    });
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Performance.enable');
    return new Soak(page, cdp);
  }

  get sockets(): number {
    return this.#sockets;
  }

  /**
   * One round: to each of the places, where cameras stand, until their pictures come; nearer until they move, a little
   * around, farther; and home, near enough that pictures move.
   */
  walk(places: readonly Place[]): Promise<void> {
    return this.#page.evaluate(async stops => {
      const map = document.querySelector<MapElement>('[data-map-ready]')!.cityMap;
      const until = (isSo: () => boolean) =>
        new Promise<void>(resolve => {
          const off = map.on('moved', () => {
            if (!isSo()) return;
            off();
            resolve();
          });
        });
      const go = (move: () => void) => {
        move();
        // What MapLibre keeps would else depend on how many tiles a busy machine had time for.
        return until(() => map.isLoaded);
      };
      const more = (key: 'thumbnailsDecoded' | 'liveDecoded') => {
        const before = map.facts.feeds[key];
        return until(() => map.facts.feeds[key] > before);
      };
      for (const stop of stops) {
        await go(() => map.moves.flyTo(stop, false));
        await more('thumbnailsDecoded');
        await go(() => map.moves.zoomBy(1));
        await more('liveDecoded');
        for (const x of [200, -400]) await go(() => map.moves.panBy(x, x / 2));
        for (const levels of [-1, -1, -1] as const) await go(() => map.moves.zoomBy(levels));
        await go(() => map.moves.flyHome());
      }
      await go(() => map.moves.zoomBy(1));
      for (let n = 0; n < 2; n++) await more('liveDecoded');
    }, places);
  }

  async takeStock(): Promise<Stock> {
    // Twice: what the first one finalised is let go by the second.
    for (let n = 0; n < 2; n++) await this.#cdp.send('HeapProfiler.collectGarbage');
    const { metrics } = await this.#cdp.send('Performance.getMetrics');
    const metric = (name: string) => metrics.find(one => one.name === name)?.value ?? Number.NaN;
    const { gl, feeds } = await this.#page.evaluate(() => ({
      gl: window.glObjectsAlive,
      feeds: document.querySelector<MapElement>('[data-map-ready]')!.cityMap.facts.feeds,
    }));
    return {
      heapBytes: metric('JSHeapUsedSize'),
      domNodes: metric('Nodes'),
      listeners: metric('JSEventListeners'),
      gl: { textures: gl.Texture, buffers: gl.Buffer, framebuffers: gl.Framebuffer },
      sockets: this.#sockets,
      workers: this.#page.workers().length,
      decoders: feeds.decoders,
      pictureTextures: feeds.texturesBound,
      pictureTextureBytes: feeds.textureBytes,
    };
  }
}
