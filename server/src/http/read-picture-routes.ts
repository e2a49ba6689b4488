// 以图查车: a photograph in, its plates out. The search that follows is a look at history; this is none.
import { maxReadPictureBytes, PicturePlates } from '@brightwall/protocol/read-picture';
import { Type } from 'typebox';
import type { PictureReader } from '../passages/search/picture-reader.ts';
import type { App } from './app-type.ts';

const types = ['image/jpeg', 'image/png', 'image/webp'];

export function addReadPictureRoutes(app: App, { pictures }: { pictures: PictureReader }): void {
  app.addContentTypeParser(
    types,
    { parseAs: 'buffer', bodyLimit: maxReadPictureBytes },
    async (_request: unknown, body: Buffer) => body,
  );
  app.post(
    '/api/passages/read-picture',
    {
      bodyLimit: maxReadPictureBytes,
      schema: {
        tags: ['history'],
        summary: '以图查车：识读一张照片中的车牌 / The plates of a photograph',
        description:
          '照片由边缘设备识读，不保存。 / Read by an edge agent and not kept. JPEG, PNG or WebP, 10 MB at most.',
        consumes: types,
        body: Type.Unsafe<Buffer>({}),
        response: { 200: PicturePlates },
      },
    },
    async request => pictures.read(request.body),
  );
}
