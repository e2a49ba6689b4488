// Answers that come line by line (JSON Lines), each told as soon as it is here.
import { AppError } from '@brightwall/protocol/errors';
import { toAppError } from './rest.ts';

/** How long a person waits for the first line, ms. */
const firstLineMs = 30_000;

/** Posts `body` and gives each line of the answer. Throws an `AppError` only; where `signal` aborts it just ends. */
export async function* postLines<T>(path: string, body: unknown, signal: AbortSignal): AsyncGenerator<T> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), firstLineMs);
  try {
    const response = await fetch(`/api${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.any([signal, patience.signal]),
    });
    if (!response.ok) throw toAppError(await response.json().catch(() => null), response.status);
    for await (const line of linesOf(response.body!)) {
      clearTimeout(timer);
      // A line that was here before the end was wanted is not wanted either.
      if (signal.aborted) return;
      if (line) yield JSON.parse(line) as T;
    }
  } catch (error) {
    if (signal.aborted) return;
    throw error instanceof AppError ? error : new AppError('timed-out');
  } finally {
    clearTimeout(timer);
  }
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body
    .pipeThrough(new TextDecoderStream() as never)
    .getReader() as ReadableStreamDefaultReader<string>;
  let rest = '';
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    const lines = (rest + read.value).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest) yield rest;
}
