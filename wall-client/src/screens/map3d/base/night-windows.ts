// Keeps the windows around the map's middle lit: reads the tiles that are near, one at a time between frames, and
// forgets those that are far.
import type { Map as MapLibreMap } from 'maplibre-gl';
import type { PMTiles } from 'pmtiles';
import { metresPerPixel } from '../geo.ts';
import { LightsLayer, type LightTile, type ShownTile } from './lights-layer.ts';
import { drawsInSoftware } from './renderer.ts';
import { type TileId, tileBuildings, tileFrame, tilesAround } from './tile-buildings.ts';
import { windowLights } from './window-lights.ts';

/** More lights than this tell nothing more and cost memory: 32 bytes each. A processor draws 9,000 in some 40 ms. */
const maxLights = { card: 60_000, software: 9000 };
/** Of the lights left, the next tile outwards has at most this share: near walls are bright, far ones glimmer. */
const nextShare = 0.35;
const maxTiles = 24;
/** Below this zoom no window is lit (lights-layer.ts fades them in). */
const fromZoom = 14.4;

export class NightWindows {
  readonly #map: MapLibreMap;
  readonly #archive: PMTiles;
  readonly #tileZoom: number;
  readonly #tiles = new Map<string, LightTile | null>();
  #layer = new LightsLayer();
  #isNight = true;
  #isLoading = false;
  #hasBegun = false;
  readonly #life = new AbortController();

  /** `tileZoom`: the archive's deepest zoom, where its buildings are whole. */
  constructor(map: MapLibreMap, archive: PMTiles, tileZoom: number) {
    this.#map = map;
    this.#archive = archive;
    this.#tileZoom = tileZoom;
    map.on('moveend', this.#look);
  }

  /** Adds the layer below `before`; again after a lost context. */
  add(before: string | undefined): void {
    this.#layer = new LightsLayer();
    this.#layer.handleStrength(this.#isNight ? 1 : 0);
    this.#map.addLayer(this.#layer, before);
    this.#look();
  }

  /** Nothing is read before: at the opening the map itself comes first. */
  begin(): void {
    this.#hasBegun = true;
    this.#look();
  }

  handleNight(isNight: boolean): void {
    this.#isNight = isNight;
    this.#layer.handleStrength(isNight ? 1 : 0);
    this.#look();
  }

  close(): void {
    this.#life.abort();
    this.#map.off('moveend', this.#look);
    this.#tiles.clear();
  }

  readonly #look = (): void => {
    const near = this.#near();
    this.#show(near);
    const missing = near.find(tile => !this.#tiles.has(keyOf(tile)));
    if (!missing || !this.#hasBegun || this.#isLoading || this.#life.signal.aborted) return;
    this.#isLoading = true;
    void this.#load(missing).finally(() => {
      this.#isLoading = false;
      if (!this.#life.signal.aborted) setTimeout(this.#look, 30);
    });
  };

  #near(): TileId[] {
    const map = this.#map;
    if (!this.#isNight || map.getZoom() < fromZoom) return [];
    const { lng, lat } = map.getCenter();
    const { clientHeight } = map.getCanvas();
    // The eye is 1.5 heights of the view away; windows end 1.6 times as far again behind the middle.
    const reachM = Math.min(2600, metresPerPixel(lat, map.getZoom()) * clientHeight * 1.5 * 1.6);
    return tilesAround(lng, lat, this.#tileZoom, reachM + 550).slice(0, maxTiles);
  }

  async #load(tile: TileId): Promise<void> {
    let made: LightTile | null = null;
    try {
      const answer = await this.#archive.getZxy(tile.z, tile.x, tile.y, this.#life.signal);
      const lights = answer && windowLights(tileBuildings(answer.data, tile), maxLights.card / 2);
      if (lights && lights.count > 0) made = { frame: tileFrame(tile), lights };
    } catch {
      // A city without this tile is dark there, not broken.
    }
    this.#tiles.set(keyOf(tile), made);
  }

  #show(near: readonly TileId[]): void {
    let left = drawsInSoftware() ? maxLights.software : maxLights.card;
    const shown: ShownTile[] = [];
    for (const id of near) {
      const tile = this.#tiles.get(keyOf(id));
      if (!tile) continue;
      const count = Math.min(tile.lights.count, Math.ceil(left * nextShare));
      left -= count;
      shown.push({ tile, count });
    }
    this.#layer.handleTiles(shown);
    const keep = new Set(near.map(keyOf));
    for (const key of this.#tiles.keys())
      if (this.#tiles.size > maxTiles * 2 && !keep.has(key)) this.#tiles.delete(key);
  }
}

const keyOf = ({ z, x, y }: TileId) => `${z}/${x}/${y}`;
