// The worker's entry: the browser's own parts, given to the engine.
import { systemClock } from '@brightwall/kit/clock';
import { decodeJpeg } from '../decode/jpeg.ts';
import { FeedEngine } from './feed-engine.ts';
import type { PageToWorker, WorkerToPage } from './messages.ts';

const thread = self as unknown as {
  postMessage(message: WorkerToPage, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<PageToWorker>) => void) | null;
  crossOriginIsolated: boolean;
};

const engine = new FeedEngine({
  clock: systemClock,
  decodeJpeg,
  decoders:
    typeof VideoDecoder === 'undefined'
      ? null
      : { create: init => new VideoDecoder(init), chunk: init => new EncodedVideoChunk(init) },
  shares: typeof SharedArrayBuffer !== 'undefined' && thread.crossOriginIsolated,
  post: (message, transfer = []) => thread.postMessage(message, transfer),
});
thread.onmessage = ({ data }) => engine.handle(data);
