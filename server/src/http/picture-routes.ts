// A passage's picture, by its content's hash: only who was shown the passage knows it. There is no list.
import { AppError } from '@brightwall/protocol/errors';
import { PictureHash } from '@brightwall/protocol/passage';
import { Type } from 'typebox';
import type { App } from './app-type.ts';

export function addPictureRoutes(
  app: App,
  options: { readonly picture: (hash: string) => Promise<Uint8Array | null> },
): void {
  app.get(
    '/api/pictures/:hash.jpg',
    {
      schema: {
        tags: ['passages'],
        summary: '过车图片 / A picture of a passage',
        params: Type.Object({ hash: PictureHash }),
        produces: ['image/jpeg'],
      },
    },
    async (request, reply) => {
      const { hash } = request.params;
      // Another content has another name: what the browser has is right for ever.
      const headers = { etag: `"${hash}"`, 'cache-control': 'private, max-age=31536000, immutable' };
      const isKnown = request.headers['if-none-match'] === headers.etag;
      const jpeg = await options.picture(hash);
      if (!jpeg) throw new AppError('not-found', 'picture');
      reply.headers(headers);
      if (isKnown) return reply.status(304).send();
      return reply.type('image/jpeg').send(jpeg);
    },
  );
}
