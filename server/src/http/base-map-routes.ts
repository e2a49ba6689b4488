// The base map: its description, and the archives and folders it names. All behind the session.
import { BaseMap as Description } from '@brightwall/protocol/base-map';
import { Type } from 'typebox';
import type { BaseMap } from '../basemap/base-map.ts';
import type { RasterTiles } from '../basemap/raster-tiles.ts';
import type { App } from './app-type.ts';
import { sendRanged } from './ranged-file.ts';

/** For addresses that name their content's version. */
const forever = 'private, max-age=31536000, immutable';
/** For all others: kept, but asked about each time. */
const asked = 'private, no-cache';
const pmtiles = 'application/vnd.pmtiles';

export function addBaseMapRoutes(
  app: App,
  { baseMap, rasterTiles }: { readonly baseMap: BaseMap; readonly rasterTiles: RasterTiles },
): void {
  app.get(
    '/api/basemap',
    {
      schema: {
        tags: ['map'],
        summary: '底图由什么组成 / What the base map is made of',
        response: { 200: Description },
      },
    },
    () => baseMap.describe(),
  );

  app.get(
    '/map/vector.pmtiles',
    {
      schema: { hide: true, querystring: Type.Object({ v: Type.Optional(Type.String({ maxLength: 64 })) }) },
    },
    async (request, reply) =>
      sendRanged(request, reply, await baseMap.vectorFile(), {
        type: pmtiles,
        cacheControl: request.query.v ? forever : asked,
      }),
  );

  app.get('/map/terrain.pmtiles', { schema: { hide: true } }, (request, reply) =>
    sendRanged(request, reply, baseMap.terrainFile(), { type: pmtiles, cacheControl: asked }),
  );

  const TileAddress = Type.Object({
    z: Type.Integer({ minimum: 0, maximum: 24 }),
    x: Type.Integer({ minimum: 0 }),
    y: Type.Integer({ minimum: 0 }),
  });
  app.get(
    '/map/terrain/:z/:x/:y',
    { schema: { hide: true, params: TileAddress } },
    async ({ params: { z, x, y } }, reply) => {
      reply.header('cache-control', 'private, max-age=86400');
      const options = { cacheControl: false, dotfiles: 'deny' } as const;
      return reply.sendFile(`${z}/${x}/${y}.png`, baseMap.folder('terrain'), options);
    },
  );

  app.get(
    '/map/raster/:id/:z/:x/:y',
    {
      schema: {
        hide: true,
        params: Type.Object({ id: Type.String({ maxLength: 32 }), ...TileAddress.properties }),
      },
    },
    async ({ params: { id, z, x, y } }, reply) => {
      const { bytes, type } = await rasterTiles.tile(id, z, x, y);
      return reply.header('cache-control', 'private, max-age=86400').type(type).send(bytes);
    },
  );

  // No schema of its address: TypeBox takes a property's name for a pattern, and `*` is none.
  app.get<{ Params: { id: string; '*': string } }>(
    '/map/tilesets/:id/*',
    { schema: { hide: true } },
    async ({ params }, reply) => {
      reply.header('cache-control', asked);
      const options = { cacheControl: false, dotfiles: 'deny' } as const;
      return reply.sendFile(params['*'], baseMap.folder('tileset', params.id), options);
    },
  );
}
