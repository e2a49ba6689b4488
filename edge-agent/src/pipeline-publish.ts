// One published stream: from a camera's packets to the core, for as long as both live.
import type { Clock } from '@brightwall/kit/clock';
import type { Published, PublishRequest, StreamEndReason } from '@brightwall/protocol/edge-messages';
import { AppError } from '@brightwall/protocol/errors';
import type { CameraStream } from './ingest/camera-stream.ts';
import type { VideoFacts } from './ingest/video-facts.ts';
import type { RelayOutput } from './relay/relay.ts';
import { Transcoder } from './transcode/transcoder.ts';
import type { OutletOptions } from './uplink/outlet.ts';
import { Publication } from './uplink/publication.ts';
import { deriveSrtpKeys } from './uplink/srtp-keys.ts';
import { WrittenOutlet } from './uplink/written-outlet.ts';

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
    const transcoded = facts.obstacle !== null;
    let written: WrittenOutlet | null = null;
    let relayed: RelayOutput | null = null;
    const captureMs = (timestamp: number) => stream.capture?.captureMs(timestamp) ?? null;
    const publication = await Publication.open({
      request,
      host,
      clock,
      captureMs,
      onKeyFrameRequest: requestKeyFrame,
      openOutlet: async options => {
        relayed = transcoded ? null : openRelayed(stream, facts, options);
        if (relayed) return relayed;
        written = await WrittenOutlet.open({ ...options, clock, captureMs });
        return written;
      },
    });
    closers.push(() => publication.close());
    if (closed) throw new AppError('camera-unavailable', 'lost');
    if (transcoded) closers.push(transcode(context, facts, written!, end));
    else {
      if (written) closers.push(forward(stream, facts, written));
      // B slices may only show after a while: then it must be re-encoded, and the core asks anew.
      closers.push(stream.events.on('facts', news => news.obstacle !== null && end('stopped')));
    }
    const noteTime = () => {
      const anchor = stream.capture?.anchor;
      if (anchor) relayed?.setCapture(anchor.rtpTimestamp, anchor.epochMs, anchor.clockRate);
    };
    noteTime();
    closers.push(
      stream.onSenderReport(() => {
        noteTime();
        publication.sendReport();
      }),
    );
    requestKeyFrame();
    return { published: { ...publication.published, transcoded }, publication, close };
  } catch (error) {
    close();
    if (error instanceof AppError) throw error;
    throw new AppError('camera-unavailable', error instanceof Error ? error.message : String(error));
  }
}

/** Null where this process reads the packets itself, or the core wants a cipher that the relay has not. */
function openRelayed(stream: CameraStream, { sets }: VideoFacts, options: OutletOptions): RelayOutput | null {
  if (options.srtp.cryptoSuite !== 'AEAD_AES_128_GCM') return null;
  const { key, salt } = deriveSrtpKeys(options.srtp).rtp;
  return (
    stream.relayed?.output({
      ...options,
      key,
      salt,
      sps: sets.sps,
      pps: sets.pps,
    }) ?? null
  );
}

function forward(stream: CameraStream, { sets }: VideoFacts, outlet: WrittenOutlet): () => void {
  return stream.use({ name: 'publish', units: 'none', onPackets: batch => outlet.forward(batch, sets) });
}

function transcode(
  { stream, clock }: PublishContext,
  facts: VideoFacts,
  outlet: WrittenOutlet,
  end: (reason: StreamEndReason) => void,
): () => void {
  const transcoder = new Transcoder({
    sets: facts.sets,
    clock,
    onUnit: unit => outlet.writeUnit(unit),
    onFailed: () => end('transcode-failed'),
  });
  const release = stream.use({ name: 'publish', units: 'all', onUnit: unit => transcoder.handleUnit(unit) });
  return () => {
    release();
    transcoder.close();
  };
}
