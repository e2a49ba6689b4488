import {
  Camera,
  CameraId,
  CameraPage,
  CameraPatch,
  maxCamerasPerPage,
  Site,
} from '@brightwall/protocol/camera';
import { AppError } from '@brightwall/protocol/errors';
import { Type } from 'typebox';
import type { Registry } from '../registry/registry.ts';
import type { App } from './app-type.ts';

const Agent = Type.Object({
  id: Type.String(),
  name: Type.String(),
  siteId: Type.String(),
  connected: Type.Boolean(),
  lastSeenMs: Type.Number(),
  cameras: Type.Integer(),
});
const Part = Type.Object({
  after: Type.Optional(CameraId),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: maxCamerasPerPage, default: maxCamerasPerPage })),
});
const ById = Type.Object({ id: CameraId });

export function addRegistryRoutes(
  app: App,
  options: { readonly registry: Registry; readonly discover: () => Promise<void> },
): void {
  const { registry } = options;

  app.get(
    '/api/sites',
    { schema: { tags: ['registry'], summary: '点位 / Sites', response: { 200: Type.Array(Site) } } },
    async () => registry.sites(),
  );
  app.get(
    '/api/cameras',
    {
      schema: {
        tags: ['registry'],
        summary: '摄像机，分页 / Cameras, a part at a time',
        description:
          '按编号排序；把应答中的 next 作为 after 再请求，直到 next 为 null。/ In the order of ids; ask again with after = next of the answer until next is null.',
        querystring: Part,
        response: { 200: CameraPage },
      },
    },
    async ({ query: { after = null, limit = maxCamerasPerPage } }) => registry.page(after, limit),
  );
  app.get(
    '/api/cameras/:id',
    {
      schema: {
        tags: ['registry'],
        summary: '一台摄像机 / One camera',
        params: ById,
        response: { 200: Camera },
      },
    },
    async request => registry.camera(request.params.id),
  );
  app.patch(
    '/api/cameras/:id',
    {
      schema: {
        tags: ['registry'],
        summary: '修改名称、位置、视场 / Change name, place, field of view',
        params: ById,
        body: CameraPatch,
        response: { 200: Camera },
      },
    },
    async request => registry.patch(request.params.id, request.body),
  );

  app.get(
    '/api/cameras/:id/thumbnail.jpg',
    {
      schema: {
        tags: ['registry'],
        summary: '最新缩略图 / Newest thumbnail',
        params: ById,
        produces: ['image/jpeg'],
      },
    },
    async (request, reply) => {
      const thumbnail = registry.thumbnail(request.params.id);
      if (!thumbnail) throw new AppError('not-found', 'thumbnail');
      // Kept by the browser, but asked about each time: the address stays, the picture changes.
      reply.headers({ etag: thumbnail.etag, 'cache-control': 'private, no-cache' });
      if (request.headers['if-none-match'] === thumbnail.etag) return reply.status(304).send();
      return reply.type('image/jpeg').send(thumbnail.jpeg);
    },
  );

  app.get(
    '/api/agents',
    {
      schema: { tags: ['registry'], summary: '边缘代理 / Edge agents', response: { 200: Type.Array(Agent) } },
    },
    async () => registry.agents(),
  );
  app.post(
    '/api/agents/discover',
    {
      schema: {
        tags: ['registry'],
        summary: '全部边缘代理重新发现 / Every agent probes its network',
        response: { 202: Type.Null() },
      },
    },
    async (_request, reply) => {
      void options.discover();
      return reply.status(202).send(undefined as never);
    },
  );
}
