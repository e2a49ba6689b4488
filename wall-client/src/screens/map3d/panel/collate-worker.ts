// A thread for an order of names that takes too long for the page's own.
import { collate } from './collate.ts';

self.onmessage = ({ data }: MessageEvent<string[]>) => postMessage(collate(data));
