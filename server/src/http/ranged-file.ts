// One file by ranges, with a strong validator: what a PMTiles archive is read by. The static plugin's validator
// is weak, and a weak one may not tell whether two ranges belong together (RFC 9110, 13.1.5).
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { AppError } from '@brightwall/protocol/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** First and last byte, or what is wrong: none asked for, or not to be satisfied. */
export function parseRange(
  header: string | undefined,
  size: number,
): { start: number; end: number } | 'whole' | 'unsatisfiable' {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  const [, first = '', last = ''] = match ?? [];
  // Several ranges, or another unit: a server may answer with the whole file.
  if (!match || (first === '' && last === '')) return 'whole';
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return start < size && start <= end ? { start, end } : 'unsatisfiable';
}

/** `cacheControl` is the caller's: only they know whether the address changes with the content. */
export async function sendRanged(
  request: FastifyRequest,
  reply: FastifyReply,
  path: string,
  { type, cacheControl }: { readonly type: string; readonly cacheControl: string },
): Promise<FastifyReply> {
  const facts = await stat(path).catch(() => null);
  if (!facts?.isFile()) throw new AppError('not-found');
  const etag = `"${facts.size.toString(36)}-${Math.round(facts.mtimeMs).toString(36)}"`;
  reply.headers({ etag, 'accept-ranges': 'bytes', 'cache-control': cacheControl });
  if (request.headers['if-none-match'] === etag) return reply.status(304).send();
  const ifRange = request.headers['if-range'];
  const isSame = ifRange === undefined || ifRange === etag;
  const range = isSame ? parseRange(request.headers.range, facts.size) : 'whole';
  if (range === 'unsatisfiable')
    return reply.status(416).header('content-range', `bytes */${facts.size}`).send();
  reply.type(type);
  if (range === 'whole') return reply.header('content-length', facts.size).send(createReadStream(path));
  const { start, end } = range;
  return reply
    .status(206)
    .headers({ 'content-range': `bytes ${start}-${end}/${facts.size}`, 'content-length': end - start + 1 })
    .send(createReadStream(path, { start, end }));
}
