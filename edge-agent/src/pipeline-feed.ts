// A camera's small stream for the map: access units as the camera sends them, to pages that decode them themselves.
import type { Clock } from '@brightwall/kit/clock';
import type { CameraId } from '@brightwall/protocol/camera';
import { maxFeedUnitBytes, type StreamEndReason } from '@brightwall/protocol/edge-messages';
import { AppError } from '@brightwall/protocol/errors';
import type { CameraStream } from './ingest/camera-stream.ts';
import type { Picture } from './media/access-unit.ts';
import { annexB } from './media/annexb.ts';
import { h264CodecString, parseH264Sps } from './media/h264.ts';
import { timestampDifference } from './media/rtp.ts';
import { liveWithinMs } from './pipeline-publish.ts';
import type { CoreLink } from './uplink/core-link.ts';

export interface FeedContext {
  readonly cameraId: CameraId;
  readonly stream: CameraStream;
  readonly link: Pick<CoreLink, 'feedUnit'>;
  readonly clock: Clock;
  readonly requestKeyFrame: () => void;
  readonly onEnded: (reason: StreamEndReason) => void;
}

export interface RunningFeed {
  close(): void;
}

/**
 * Resolves when the stream is live; throws AppError `camera-unavailable`, also where a page could not decode it:
 * re-encoding for a picture of this size is not worth a core, its thumbnails are.
 */
export async function startFeed(context: FeedContext): Promise<RunningFeed> {
  const { stream, requestKeyFrame, onEnded } = context;
  const closers: (() => void)[] = [];
  let closed = false;
  const close = () => {
    if (closed) return;
    closed = true;
    for (const closer of closers.reverse()) closer();
  };
  const end = (reason: StreamEndReason) => {
    if (closed) return;
    close();
    onEnded(reason);
  };
  const onLost = (failure: { kind: string }) => end(failure.kind === 'stalled' ? 'stalled' : 'camera-lost');
  closers.push(stream.use({ name: 'feed', units: 'none', onLost }));
  try {
    const { obstacle } = await stream.whenLive(liveWithinMs);
    if (obstacle) throw new AppError('camera-unavailable', obstacle);
    const feed = new Feed(context);
    closers.push(stream.use({ name: 'feed', units: 'all', onUnit: unit => feed.handleUnit(unit) }));
    requestKeyFrame();
    return { close };
  } catch (error) {
    close();
    if (error instanceof AppError) throw error;
    throw new AppError('camera-unavailable', error instanceof Error ? error.message : String(error));
  }
}

class Feed {
  #context: FeedContext;
  #lastRtp: number | null = null;
  #timeMs = 0;
  /** Nothing can be decoded before the next key frame. */
  #waitsForKey = true;
  #picture = { codec: '', widthPx: 0, heightPx: 0 };

  constructor(context: FeedContext) {
    this.#context = context;
  }

  handleUnit(unit: Picture): void {
    const { cameraId, stream, link } = this.#context;
    const sets = stream.facts?.sets;
    if (unit.codec !== 'h264' || !sets) return;
    const sinceMs = this.#lastRtp === null ? 0 : timestampDifference(unit.rtp90k, this.#lastRtp) / 90;
    this.#lastRtp = unit.rtp90k;
    // A camera's clock that was set goes anywhere: media time grows on.
    this.#timeMs += sinceMs > 0 && sinceMs < 10_000 ? sinceMs : 1;
    if (this.#waitsForKey && !unit.key) return;
    if (unit.key && !this.#readSets(sets.sps)) return;
    const data = annexB(unit.key ? withSets(unit.nals, sets.sps, sets.pps) : unit.nals);
    const sent =
      data.length <= maxFeedUnitBytes &&
      link.feedUnit({ cameraId, ...this.#picture, key: unit.key, timeMs: this.#timeMs, data });
    this.#waitsForKey = !sent;
  }

  /** False when they are nonsense. */
  #readSets(sps: Uint8Array | null): boolean {
    if (!sps) return false;
    try {
      const parsed = parseH264Sps(sps);
      const { widthPx, heightPx } = parsed;
      this.#picture = { codec: h264CodecString(parsed), widthPx, heightPx };
      return true;
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  }
}

const nalType = (nal: Uint8Array) => nal[0]! & 0x1f;

/** Parameter sets lead: a decoder may begin here that has seen nothing before. */
function withSets(
  nals: readonly Uint8Array[],
  sps: Uint8Array | null,
  pps: Uint8Array | null,
): readonly Uint8Array[] {
  const has = (type: number) => nals.some(nal => nalType(nal) === type);
  return [...(sps && !has(7) ? [sps] : []), ...(pps && !has(8) ? [pps] : []), ...nals];
}
