// The core's text messages, read without trust: what is malformed is null, what is too large too.
import type { AtlasLayout, FeedEnded, FeedStarted, MapFeedToPage } from '@brightwall/protocol/map-feed';

/** No page of pictures is larger than a texture every card takes. */
const maxPagePx = 4096;
const maxSlots = 4096;
/** A substream beyond this is none: it is watched in a window. */
export const maxFeedPx = { width: 1280, height: 720 };

/** One message, or null when it is nothing of ours. */
export function parseMessage(text: string): MapFeedToPage | null {
  let message: Partial<MapFeedToPage> | null;
  try {
    message = JSON.parse(text) as Partial<MapFeedToPage> | null;
  } catch {
    return null;
  }
  if (message?.kind === 'atlas') return isLayout(message as AtlasLayout) ? (message as AtlasLayout) : null;
  if (message?.kind === 'feed') return isFeed(message as FeedStarted) ? (message as FeedStarted) : null;
  if (message?.kind === 'feed-ended')
    return typeof (message as FeedEnded).cameraId === 'string' ? (message as FeedEnded) : null;
  return null;
}

function isLayout(layout: AtlasLayout): boolean {
  const { page, version, columns, rows, tileWidthPx, tileHeightPx, cameraIds } = layout;
  return (
    [page, version].every(Number.isInteger) &&
    // Even, so that each picture has its own chroma.
    [tileWidthPx, tileHeightPx].every(px => Number.isInteger(px) && px > 0 && px % 2 === 0) &&
    [columns, rows].every(count => Number.isInteger(count) && count > 0) &&
    columns * tileWidthPx <= maxPagePx &&
    rows * tileHeightPx <= maxPagePx &&
    columns * rows <= maxSlots &&
    Array.isArray(cameraIds) &&
    cameraIds.length <= columns * rows &&
    cameraIds.every(id => id === null || typeof id === 'string')
  );
}

const isFeed = ({ feed, cameraId, codec, widthPx, heightPx }: FeedStarted): boolean =>
  Number.isInteger(feed) &&
  typeof cameraId === 'string' &&
  typeof codec === 'string' &&
  widthPx >= 16 &&
  heightPx >= 16 &&
  widthPx <= maxFeedPx.width &&
  heightPx <= maxFeedPx.height;
