// The page's map as the bench moves it (CityMap of the wall), and its account of itself.
import type { Page } from 'playwright-core';

export interface MapFacts {
  readonly camerasDrawn: number;
  readonly drawCalls: number;
  readonly frameMs: number;
  readonly feeds: {
    readonly tilesShown: number;
    readonly tilesLive: number;
    readonly receivedBytes: number;
    readonly pagesDecoded: number;
    readonly thumbnailsDecoded: number;
    readonly liveReceived: number;
    readonly liveDecoded: number;
    readonly liveDropped: number;
  };
}

interface CityMapHandle {
  readonly facts: MapFacts;
  readonly moves: {
    readonly centre: { lon: number; lat: number };
    flyTo(place: { lon: number; lat: number }, closer?: boolean): void;
    zoomBy(levels: number): void;
    northUp(): void;
  };
  on(name: 'moved', listener: () => void): () => void;
  redraw(): void;
  showShape(id: string, shape: object | null): void;
}

/** The element that carries it. */
export interface MapElement extends HTMLElement {
  readonly cityMap: CityMapHandle;
}

export const facts = (page: Page): Promise<MapFacts> =>
  page.evaluate(() => document.querySelector<MapElement>('[data-map-ready]')!.cityMap.facts);
