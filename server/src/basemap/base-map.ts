// The base map as the page is told of it: the demo city's folder, with what map.yaml puts beside or in place of it.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BaseMap as Description } from '@brightwall/protocol/base-map';
import { AppError } from '@brightwall/protocol/errors';
import { type CityFile, readCity } from './city-file.ts';
import type { MapSettings } from './ports.ts';

export class BaseMap {
  readonly #dir: string;
  readonly #settings: MapSettings;

  /** `dir`: the folder of the demo city, or of a city made like it. */
  constructor(dir: string, settings: MapSettings) {
    this.#dir = dir;
    this.#settings = settings;
  }

  /** Rejects with not-found where there is nothing to show. */
  async describe(): Promise<Description> {
    const { view, vector, rasters, tilesets, terrain } = this.#settings;
    const city = await readCity(this.#dir).catch(error => {
      // Whoever brings a map of their own needs no demo city.
      if (view && (vector || rasters.length > 0)) return null;
      throw error;
    });
    const isDemo = !vector && city !== null;
    return {
      name: view?.name ?? city?.name ?? '',
      nameEn: view?.nameEn ?? city?.nameEn ?? '',
      isFictional: isDemo && !view,
      centre: view?.centre ?? (city as CityFile).centre,
      bounds: view?.bounds ?? (city as CityFile).bounds,
      vector: await this.#vector(city),
      rasters: rasters.map(({ id, name, nameEn, crs, tileSize, minZoom, maxZoom, attribution }) => {
        const tiles = `/map/raster/${id}/{z}/{x}/{y}`;
        return { id, name, nameEn, tiles, crs, tileSize, minZoom, maxZoom, attribution };
      }),
      tilesets: tilesets.map(({ id, name, nameEn, entry, heightOffsetM }) => {
        return { id, name, nameEn, url: `/map/tilesets/${id}/${entry}`, heightOffsetM };
      }),
      terrain: terrain && {
        url: terrain.isArchive ? '/map/terrain.pmtiles' : '/map/terrain/{z}/{x}/{y}',
        isArchive: terrain.isArchive,
        encoding: terrain.encoding,
        tileSize: terrain.tileSize,
        maxZoom: terrain.maxZoom,
      },
      buildings:
        isDemo && city.tileset
          ? {
              id: 'buildings',
              name: '建筑',
              nameEn: 'Buildings',
              url: `/map/${city.tileset}`,
              heightOffsetM: 0,
            }
          : null,
      areas: isDemo && city.areas ? `/map/${city.areas}` : null,
      roadGraph: isDemo && city.roadGraph ? `/map/${city.roadGraph}` : null,
    };
  }

  /** The archive of vector tiles. */
  async vectorFile(): Promise<string> {
    return this.#settings.vector?.file ?? join(this.#dir, (await readCity(this.#dir)).tiles.file);
  }

  terrainFile(): string {
    const { terrain } = this.#settings;
    if (!terrain?.isArchive) throw new AppError('not-found', 'terrain');
    return terrain.path;
  }

  /** Where the folders of tiles lie: a tileset's by its id, or the terrain's. */
  folder(kind: 'tileset' | 'terrain', id = ''): string {
    const { tilesets, terrain } = this.#settings;
    const found = kind === 'tileset' ? tilesets.find(tileset => tileset.id === id)?.dir : terrain?.path;
    if (!found || (kind === 'terrain' && terrain?.isArchive)) throw new AppError('not-found', kind);
    return found;
  }

  async #vector(city: CityFile | null): Promise<Description['vector']> {
    const own = this.#settings.vector;
    const file = own?.file ?? (city && join(this.#dir, city.tiles.file));
    if (!file) return null;
    const facts = await stat(file).catch(() => {
      throw new AppError('not-found', 'pmtiles');
    });
    const { minZoom, maxZoom } = own ?? (city as CityFile).tiles;
    // A new archive has a new address: what the browser keeps of the old one is never mixed in.
    const version = `${facts.size.toString(36)}-${Math.round(facts.mtimeMs).toString(36)}`;
    return { url: `/map/vector.pmtiles?v=${version}`, minZoom, maxZoom };
  }
}
