import { AppError } from '@brightwall/protocol/errors';
import type { Charset } from '../passages/import/lines.ts';

/** Of a text that is sent, by its Content-Type; utf-8 unless told. Throws bad-request. */
export function charsetOf(type: string): Charset {
  const name = /charset="?([^\s;"]+)/i.exec(type)?.[1]?.toLowerCase() ?? 'utf-8';
  if (name === 'utf-8' || name === 'utf8') return 'utf-8';
  if (name === 'gb18030' || name === 'gbk' || name === 'gb2312') return 'gb18030';
  throw new AppError('bad-request', `charset: ${name}`);
}
