// What lies under the cameras, as the core tells its page: where to fetch it from (always the core itself)
// and how it is to be laid in register. Coordinates are WGS-84 degrees.
import { type Static, Type } from 'typebox';

/** An address of the core's own origin. */
const Address = Type.String({ pattern: '^/[^/]', maxLength: 500 });
const Zoom = Type.Integer({ minimum: 0, maximum: 24 });
const Degrees = Type.Number({ minimum: -180, maximum: 180 });
/** Both languages; where a source has one name it stands for both. */
const names = { name: Type.String({ maxLength: 120 }), nameEn: Type.String({ maxLength: 120 }) };

/**
 * Where a raster source's tiles really lie. CGCS2000 is WGS-84 to less than a metre and needs no shift;
 * GCJ-02 is off by hundreds of metres, which change from place to place.
 */
export const RasterCrs = Type.Union([Type.Literal('wgs84'), Type.Literal('gcj02'), Type.Literal('cgcs2000')]);
export type RasterCrs = Static<typeof RasterCrs>;

export const RasterSource = Type.Object({
  id: Type.String({ pattern: '^[a-z0-9-]{1,32}$' }),
  ...names,
  /** With {z}, {x} and {y} of Web Mercator's tiles. */
  tiles: Address,
  crs: RasterCrs,
  /** Pixels of a tile's side. */
  tileSize: Type.Union([Type.Literal(256), Type.Literal(512)]),
  minZoom: Zoom,
  maxZoom: Zoom,
  attribution: Type.String({ maxLength: 300 }),
});
export type RasterSource = Static<typeof RasterSource>;

export const TilesetSource = Type.Object({
  id: Type.String({ pattern: '^[a-z0-9-]{1,32}$' }),
  ...names,
  /** The tileset.json. */
  url: Address,
  /** Added to the tileset's heights, metres: its zero against the map's ground. */
  heightOffsetM: Type.Number({ minimum: -12_000, maximum: 12_000 }),
});
export type TilesetSource = Static<typeof TilesetSource>;

export const TerrainSource = Type.Object({
  /** A PMTiles archive where `isArchive`, else an address with {z}, {x} and {y}. */
  url: Address,
  isArchive: Type.Boolean(),
  encoding: Type.Union([Type.Literal('terrarium'), Type.Literal('mapbox')]),
  tileSize: Type.Union([Type.Literal(256), Type.Literal(512)]),
  maxZoom: Zoom,
});
export type TerrainSource = Static<typeof TerrainSource>;

export const BaseMap = Type.Object({
  ...names,
  /** The demo city, which exists nowhere. */
  isFictional: Type.Boolean(),
  centre: Type.Tuple([Degrees, Degrees]),
  /** West, south, east, north: where a camera may stand. */
  bounds: Type.Tuple([Degrees, Degrees, Degrees, Degrees]),
  /** PMTiles of vector layers (docs/base-map.md); null where only raster sources are shown. */
  vector: Type.Union([Type.Object({ url: Address, minZoom: Zoom, maxZoom: Zoom }), Type.Null()]),
  rasters: Type.Array(RasterSource, { maxItems: 16 }),
  tilesets: Type.Array(TilesetSource, { maxItems: 16 }),
  terrain: Type.Union([TerrainSource, Type.Null()]),
  /** 3D Tiles of the buildings that the vector layers show: meshes for what must know of walls. */
  buildings: Type.Union([TilesetSource, Type.Null()]),
  areas: Type.Union([Address, Type.Null()]),
  roadGraph: Type.Union([Address, Type.Null()]),
});
export type BaseMap = Static<typeof BaseMap>;
