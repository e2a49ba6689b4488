// What the base map is given: the settings of map.yaml, checked, paths absolute.
import type { RasterCrs } from '@brightwall/protocol/base-map';

interface Named {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
}

export interface RasterSettings extends Named {
  /** With {z}, {x}, {y} and, where the source asks for one, {token}. */
  readonly url: string;
  readonly token: string | null;
  readonly crs: RasterCrs;
  readonly tileSize: 256 | 512;
  readonly minZoom: number;
  readonly maxZoom: number;
  readonly attribution: string;
}

export interface TilesetSettings extends Named {
  readonly dir: string;
  /** The tileset's file in the folder. */
  readonly entry: string;
  readonly heightOffsetM: number;
}

export interface MapSettings {
  /** The city's name and where it lies, for whoever brings their own map. */
  readonly view: {
    readonly name: string;
    readonly nameEn: string;
    readonly centre: [number, number];
    readonly bounds: [number, number, number, number];
  } | null;
  readonly vector: { readonly file: string; readonly minZoom: number; readonly maxZoom: number } | null;
  readonly rasters: readonly RasterSettings[];
  readonly tilesets: readonly TilesetSettings[];
  readonly terrain: {
    readonly path: string;
    readonly isArchive: boolean;
    readonly encoding: 'terrarium' | 'mapbox';
    readonly tileSize: 256 | 512;
    readonly maxZoom: number;
  } | null;
  readonly cache: { readonly maxBytes: number; readonly maxAgeMs: number };
}
