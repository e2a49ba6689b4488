// Whether a camera that nobody looks at is there: one RTSP question on a connection of its own, and its first
// words back. Nothing is signed in to and nothing kept, so that a thousand cameras cost next to nothing.
import { connect } from 'node:net';
import type { Clock } from '@brightwall/kit/clock';
import { fromSocketError, IngestFailure } from './failure.ts';

/** Connecting and answering; as long as a stream waits for its connection and a slow one's answer. */
const answerMs = 5000;
const greeting = 'RTSP/1.';

/** Resolves when the camera speaks RTSP, whatever it says. Throws IngestFailure. */
export function signOfLife(url: URL, clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const socket = connect({ host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || 554) });
    let heard = '';
    const end = (finish: () => void) => {
      timer.cancel();
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      finish();
    };
    const fail = (kind: 'unreachable' | 'bad-answer', detail: string) =>
      end(() => reject(new IngestFailure(kind, detail)));
    const onAbort = () => end(() => reject(signal.reason));
    const timer = clock.after(answerMs, () => fail('unreachable', `no answer within ${answerMs / 1000} s`));
    signal.addEventListener('abort', onAbort, { once: true });
    socket.on('connect', () =>
      socket.write(`OPTIONS ${url.href} RTSP/1.0\r\nCSeq: 1\r\nUser-Agent: Brightwall\r\n\r\n`),
    );
    socket.on('data', (bytes: Buffer) => {
      heard += bytes.toString('latin1', 0, greeting.length);
      if (heard.startsWith(greeting)) return end(resolve);
      if (!greeting.startsWith(heard)) fail('bad-answer', 'the port does not speak RTSP');
    });
    socket.on('error', error => fail('unreachable', fromSocketError(error)?.detail ?? error.message));
    socket.on('close', () => fail('unreachable', 'the camera closed the connection'));
  });
}
