import { CameraId, StreamProfile } from '@brightwall/protocol/camera';
import { HlsRendition } from '@brightwall/protocol/edge-messages';
import { AppError } from '@brightwall/protocol/errors';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import type { Hls } from '../media/hls/hls.ts';
import type { App } from './app-type.ts';

const stream = { cameraId: CameraId, profile: StreamProfile, rendition: HlsRendition };
const Stream = Type.Object(stream);
const File = Type.Object({ ...stream, file: Type.String({ maxLength: 64 }) });
const Reload = Type.Object({
  _HLS_msn: Type.Optional(Type.Integer({ minimum: 0 })),
  _HLS_part: Type.Optional(Type.Integer({ minimum: 0 })),
});

export function addHlsRoutes(
  app: App,
  options: { readonly hls: Hls; readonly assertCamera: (id: string) => void },
): void {
  app.get(
    '/api/hls/:cameraId/:profile/:rendition/index.m3u8',
    {
      schema: {
        tags: ['media'],
        summary:
          '低延迟 HLS 播放列表；首次请求即启动码流 / LL-HLS playlist; the first request starts the stream',
        params: Stream,
        querystring: Reload,
      },
    },
    async (request, reply) => {
      options.assertCamera(request.params.cameraId);
      const { _HLS_msn: msn, _HLS_part: part } = request.query;
      if (part !== undefined && msn === undefined)
        throw new AppError('bad-request', '_HLS_part without _HLS_msn');
      const playlist = await options.hls.stream(request.params).playlist(msn, part, goneSignal(reply));
      return reply
        .headers({ 'content-type': 'application/vnd.apple.mpegurl', 'cache-control': 'no-store' })
        .send(playlist);
    },
  );

  app.get(
    '/api/hls/:cameraId/:profile/:rendition/:file',
    {
      schema: {
        tags: ['media'],
        summary: 'CMAF 头、分段、部分分段 / CMAF header, segment, part',
        params: File,
      },
    },
    async (request, reply) => {
      const running = options.hls.running(request.params);
      const { file } = request.params;
      const [, life] = /^init-(\d{1,15})\.mp4$/.exec(file) ?? [];
      if (life) return sendMedia(reply, running.init(Number(life)));
      const [, msn, part] = /^s(\d{1,15})(?:\.(\d{1,3}))?\.m4s$/.exec(file) ?? [];
      if (!msn) throw new AppError('not-found');
      if (part === undefined) return sendMedia(reply, running.segment(Number(msn)));
      return sendMedia(reply, await running.part(Number(msn), Number(part), goneSignal(reply)));
    },
  );
}

/** Numbers are never used twice: what was fetched may be kept for as long as anybody would look back. */
function sendMedia(reply: FastifyReply, data: Buffer): FastifyReply {
  return reply.headers({ 'content-type': 'video/mp4', 'cache-control': 'private, max-age=60' }).send(data);
}

/** Aborted when the viewer has gone, so that nobody is waited for who no longer listens. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return gone.signal;
}
