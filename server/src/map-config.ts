// config/map.yaml: what a user brings to the base map. Checked whole before anything starts; paths in it are
// relative to the file. What every setting means stands in config/map.yaml.
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, extname, resolve } from 'node:path';
import { type Static, Type } from 'typebox';
import type { MapSettings } from './basemap/ports.ts';
import { ConfigError, checkedYaml, readText } from './config.ts';

const strict = { additionalProperties: false };
const Id = Type.String({ pattern: '^[a-z0-9-]{1,32}$' });
const Name = Type.String({ minLength: 1, maxLength: 120 });
const Path = Type.String({ minLength: 1, maxLength: 500 });
const Zoom = Type.Integer({ minimum: 0, maximum: 24 });
const TileSize = Type.Union([Type.Literal(256), Type.Literal(512)], { default: 256 });

const Raster = Type.Object(
  {
    id: Id,
    name: Name,
    nameEn: Type.Optional(Name),
    url: Type.String({ pattern: '^https?://[^/]+/', maxLength: 1000 }),
    token: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
    tokenFile: Type.Optional(Path),
    crs: Type.Union([Type.Literal('wgs84'), Type.Literal('gcj02'), Type.Literal('cgcs2000')], {
      default: 'wgs84',
    }),
    tileSize: TileSize,
    minZoom: { ...Zoom, default: 0 },
    maxZoom: { ...Zoom, default: 18 },
    attribution: Type.String({ default: '', maxLength: 300 }),
  },
  strict,
);

const MapFile = Type.Object(
  {
    view: Type.Optional(
      Type.Object(
        {
          name: Name,
          nameEn: Type.Optional(Name),
          centre: Type.Tuple([Type.Number(), Type.Number()]),
          bounds: Type.Tuple([Type.Number(), Type.Number(), Type.Number(), Type.Number()]),
        },
        strict,
      ),
    ),
    vector: Type.Optional(
      Type.Object(
        { file: Path, minZoom: { ...Zoom, default: 0 }, maxZoom: { ...Zoom, default: 14 } },
        strict,
      ),
    ),
    rasters: Type.Array(Raster, { default: [], maxItems: 16 }),
    tilesets: Type.Array(
      Type.Object(
        {
          id: Id,
          name: Name,
          nameEn: Type.Optional(Name),
          tileset: Path,
          heightOffsetM: Type.Number({ default: 0, minimum: -12_000, maximum: 12_000 }),
        },
        strict,
      ),
      { default: [], maxItems: 16 },
    ),
    terrain: Type.Optional(
      Type.Object(
        {
          path: Path,
          encoding: Type.Union([Type.Literal('terrarium'), Type.Literal('mapbox')], { default: 'terrarium' }),
          tileSize: TileSize,
          maxZoom: { ...Zoom, default: 12 },
        },
        strict,
      ),
    ),
    cache: Type.Object(
      {
        maxGb: Type.Number({ default: 2, exclusiveMinimum: 0, maximum: 1000 }),
        maxDays: Type.Number({ default: 30, exclusiveMinimum: 0, maximum: 3650 }),
      },
      { ...strict, default: {} },
    ),
  },
  strict,
);

/** Without a path: nothing but the demo city. */
export function loadMapConfig(path: string | undefined): MapSettings {
  if (path === undefined) return parseMapConfig('{}', '.');
  return parseMapConfig(readText(path), dirname(resolve(path)), path);
}

/** `base`: the folder that relative paths start from. */
export function parseMapConfig(text: string, base: string, name = 'map.yaml'): MapSettings {
  const file = checkedYaml(MapFile, text, name);
  const path = (relative: string) => resolve(base, relative);
  const existing = (where: string, relative: string) => {
    const full = path(relative);
    if (existsSync(full)) return full;
    throw new ConfigError(`${name} 中 ${where} 不存在：${full}`, `${name}: ${where} does not exist: ${full}`);
  };
  const ids = [...file.rasters, ...file.tilesets].map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice) throw new ConfigError(`${name} 中 id ${twice} 重复`, `${name}: the id ${twice} stands twice`);
  const { view, vector, terrain } = file;
  if (view) checkView(view, name);
  const terrainPath = terrain && existing('terrain.path', terrain.path);
  return {
    view: view ? { ...view, nameEn: view.nameEn ?? view.name } : null,
    vector: vector ? { ...vector, file: existing('vector.file', vector.file) } : null,
    rasters: file.rasters.map((raster, n) => rasterOf(raster, `rasters/${n}`, path, name)),
    tilesets: file.tilesets.map(({ tileset, ...rest }, n) => {
      const full = existing(`tilesets/${n}/tileset`, tileset);
      return { ...rest, nameEn: rest.nameEn ?? rest.name, dir: dirname(full), entry: basename(full) };
    }),
    terrain:
      terrain && terrainPath
        ? {
            path: terrainPath,
            isArchive: statSync(terrainPath).isFile() && extname(terrainPath) === '.pmtiles',
            encoding: terrain.encoding,
            tileSize: terrain.tileSize,
            maxZoom: terrain.maxZoom,
          }
        : null,
    cache: { maxBytes: file.cache.maxGb * 1e9, maxAgeMs: file.cache.maxDays * 86_400_000 },
  };
}

function rasterOf(
  raster: Static<typeof Raster>,
  where: string,
  path: (relative: string) => string,
  name: string,
): MapSettings['rasters'][number] {
  const { url, token, tokenFile, ...rest } = raster;
  for (const part of ['{z}', '{x}', '{y}'])
    if (!url.includes(part))
      throw new ConfigError(`${name} 中 ${where}/url 缺少 ${part}`, `${name}: ${where}/url lacks ${part}`);
  // A host with a place-holder could be steered to another host by whoever asks for a tile.
  if (/[{}]/.test(new URL(url).host))
    throw new ConfigError(
      `${name} 中 ${where}/url 的主机名不能含占位符`,
      `${name}: ${where}/url has a place-holder in its host`,
    );
  const secret = token ?? (tokenFile ? readText(path(tokenFile)).trim() : null);
  if (url.includes('{token}') !== (secret !== null))
    throw new ConfigError(
      `${name} 中 ${where}：url 中的 {token} 与 token 或 tokenFile 须同时给出`,
      `${name}: ${where} needs {token} in its url and token or tokenFile, or none of them`,
    );
  if (raster.minZoom > raster.maxZoom)
    throw new ConfigError(
      `${name} 中 ${where} 的 minZoom 大于 maxZoom`,
      `${name}: ${where} has minZoom above maxZoom`,
    );
  return { ...rest, nameEn: raster.nameEn ?? raster.name, url, token: secret };
}

function checkView({ centre, bounds }: { centre: number[]; bounds: number[] }, name: string): void {
  const [west = 0, south = 0, east = 0, north = 0] = bounds;
  const [lon = 0, lat = 0] = centre;
  const isBox = west >= -180 && east <= 180 && south >= -85 && north <= 85 && west < east && south < north;
  if (isBox && lon >= west && lon <= east && lat >= south && lat <= north) return;
  throw new ConfigError(
    `${name} 中 view：bounds 须为 [西, 南, 东, 北]（度），centre [经度, 纬度] 须在其中`,
    `${name}: view needs bounds as [west, south, east, north] in degrees with the centre [lon, lat] inside`,
  );
}
