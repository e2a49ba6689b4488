// A stream of bytes as lines, however long it is: no more than one line is held, and none that is too long.
import { LineFault } from './faults.ts';

/** A passage takes a few hundred bytes; what is longer is no line of ours. */
export const maxLineBytes = 16 * 1024;

export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string | LineFault;
}

export type Charset = 'utf-8' | 'gb18030';

const newline = 0x0a;

/** Empty lines are counted and left out. In both charsets 0x0A is never a part of another character. */
export async function* linesOf(bytes: AsyncIterable<Buffer>, charset: Charset): AsyncGenerator<Line> {
  // Removes a byte order mark, which may stand at the file's start only; at a line's start it is no harm.
  const decoder = new TextDecoder(charset, { fatal: true });
  let held: Buffer[] = [];
  let heldBytes = 0;
  let number = 0;
  const end = (): Line | null => {
    number += 1;
    const text = heldBytes > maxLineBytes ? tooLong : decoded(Buffer.concat(held), decoder, charset);
    held = [];
    heldBytes = 0;
    return text === '' ? null : { number, text };
  };
  const hold = (part: Buffer) => {
    heldBytes += part.length;
    if (heldBytes <= maxLineBytes) held.push(part);
    else held = [];
  };
  for await (const chunk of bytes) {
    let from = 0;
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
      hold(chunk.subarray(from, at));
      from = at + 1;
      const line = end();
      if (line) yield line;
    }
    // A copy: what is left of a chunk must not keep all of it.
    if (from < chunk.length) hold(Buffer.from(chunk.subarray(from)));
  }
  const last = heldBytes > 0 ? end() : null;
  if (last) yield last;
}

const tooLong = new LineFault(
  `一行超过 ${maxLineBytes / 1024} KB`,
  `a line of more than ${maxLineBytes / 1024} KB`,
);

function decoded(bytes: Buffer, decoder: TextDecoder, charset: Charset): string | LineFault {
  try {
    return decoder.decode(bytes).trim();
  } catch {
    return new LineFault(`不是 ${charset} 编码的文本`, `not text in ${charset}`);
  }
}
