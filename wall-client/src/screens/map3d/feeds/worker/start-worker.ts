// The thread that receives and decodes, as the page sees it.
import type { PageToWorker, WorkerToPage } from './messages.ts';

export interface FeedThread {
  post(message: PageToWorker, transfer?: ArrayBuffer[]): void;
  close(): void;
}

/** Starts it, connected to the core this page came from. */
export function startFeedWorker(onMessage: (message: WorkerToPage) => void): FeedThread {
  const worker = new Worker(new URL('./feed-worker.ts', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }: MessageEvent<WorkerToPage>) => onMessage(data);
  const post: FeedThread['post'] = (message, transfer = []) => worker.postMessage(message, transfer);
  const url = new URL('/api/map-feed', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  post({ kind: 'open', url: url.href });
  return { post, close: () => worker.terminate() };
}
