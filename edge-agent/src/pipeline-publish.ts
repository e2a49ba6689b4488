// One published stream: from a camera's packets to the core, for as long as both live.
import type { Clock } from '@brightwall/kit/clock';
import type { Published, PublishRequest, StreamEndReason } from '@brightwall/protocol/edge-messages';
import { AppError } from '@brightwall/protocol/errors';
import type { CameraStream } from './ingest/camera-stream.ts';
import type { VideoFacts } from './ingest/video-facts.ts';
import { Transcoder } from './transcode/transcoder.ts';
import { Publication } from './uplink/publication.ts';

/** Connecting, describing and the first packet take under 1 s; a camera that boots may take longer, then the core asks again. */
export const liveWithinMs = 6000;

export interface PublishContext {
  readonly stream: CameraStream;
  readonly request: PublishRequest;
  readonly host: string;
  readonly clock: Clock;
  readonly requestKeyFrame: () => void;
  readonly onEnded: (reason: StreamEndReason) => void;
}

export interface RunningPublish {
  readonly published: Published;
  readonly publication: Publication;
  close(): void;
}

/** Resolves when packets are on their way; throws AppError `camera-unavailable`. */
export async function startPublish(context: PublishContext): Promise<RunningPublish> {
  const { stream, request, host, clock, requestKeyFrame } = context;
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
    context.onEnded(reason);
  };
  // Held from here on, so that the session stays up between being live and the first packet sent.
  closers.push(
    stream.use({
      name: 'publish',
      units: 'none',
      onLost: failure => end(failure.kind === 'stalled' ? 'stalled' : 'camera-lost'),
    }),
  );
  try {
    const facts = await stream.whenLive(liveWithinMs);
    const publication = await Publication.open({
      request,
      host,
      clock,
      captureMs: timestamp => stream.capture?.captureMs(timestamp) ?? null,
      onKeyFrameRequest: requestKeyFrame,
    });
    closers.push(() => publication.close());
    if (closed) throw new AppError('camera-unavailable', 'lost');
    const transcoded = facts.obstacle !== null;
    if (transcoded) closers.push(transcode(context, facts, publication, end));
    else {
      closers.push(
        stream.use({
          name: 'publish',
          units: 'none',
          onPackets: batch => publication.forward(batch, facts.sets),
        }),
      );
      // B slices may only show after a while: then it must be re-encoded, and the core asks anew.
      closers.push(stream.events.on('facts', news => news.obstacle !== null && end('stopped')));
    }
    closers.push(stream.onSenderReport(() => publication.sendReport()));
    requestKeyFrame();
    return { published: { ...publication.published, transcoded }, publication, close };
  } catch (error) {
    close();
    if (error instanceof AppError) throw error;
    throw new AppError('camera-unavailable', error instanceof Error ? error.message : String(error));
  }
}

function transcode(
  { stream, clock }: PublishContext,
  facts: VideoFacts,
  publication: Publication,
  end: (reason: StreamEndReason) => void,
): () => void {
  const transcoder = new Transcoder({
    sets: facts.sets,
    clock,
    onUnit: unit => publication.writeUnit(unit),
    onFailed: () => end('transcode-failed'),
  });
  const release = stream.use({ name: 'publish', units: 'all', onUnit: unit => transcoder.handleUnit(unit) });
  return () => {
    release();
    transcoder.close();
  };
}
