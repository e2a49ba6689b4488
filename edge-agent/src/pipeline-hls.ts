// One live HLS rendition of a camera stream: as the camera sends it, or re-encoded to H.264.
import type { Clock } from '@brightwall/kit/clock';
import type { HlsStreamRef, StreamEndReason } from '@brightwall/protocol/edge-messages';
import { AppError } from '@brightwall/protocol/errors';
import type { CameraStream } from './ingest/camera-stream.ts';
import type { ParameterSets } from './media/access-unit.ts';
import { parameterSetName } from './media/depacketise.ts';
import { liveWithinMs } from './pipeline-publish.ts';
import { HlsStream } from './record/hls-stream.ts';
import { Transcoder } from './transcode/transcoder.ts';
import type { CoreLink } from './uplink/core-link.ts';

export interface HlsContext {
  readonly ref: HlsStreamRef;
  readonly stream: CameraStream;
  readonly link: Pick<CoreLink, 'hlsInit' | 'hlsPart'>;
  readonly clock: Clock;
  readonly requestKeyFrame: () => void;
  readonly onEnded: (reason: StreamEndReason) => void;
}

export interface RunningHls {
  close(): void;
}

/** Resolves when the source is live; throws AppError `camera-unavailable`. */
export async function startHls(context: HlsContext): Promise<RunningHls> {
  const { ref, stream, link, clock, requestKeyFrame, onEnded } = context;
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
  closers.push(stream.use({ name: 'hls', units: 'none', onLost }));
  try {
    const facts = await stream.whenLive(liveWithinMs);
    // Lives of one rendition must grow across agents' restarts too: wall time in seconds does.
    const hls = new HlsStream(Math.floor(clock.epochMs() / 1000), {
      onInit: init => link.hlsInit({ ...ref, ...init }),
      onPart: part => link.hlsPart({ ...ref, ...part }),
      startMs: rtp => stream.capture?.captureMs(rtp) ?? clock.epochMs(),
    });
    const asItIs = ref.rendition === 'source' ? facts.codec !== 'other' : facts.obstacle === null;
    if (asItIs) {
      closers.push(
        stream.use({
          name: 'hls',
          units: 'all',
          onUnit: unit => unit.codec !== 'jpeg' && hls.handleUnit(unit, facts.sets),
        }),
      );
    } else {
      const sets: ParameterSets = { vps: null, sps: null, pps: null };
      const transcoder = new Transcoder({
        sets: facts.sets,
        clock,
        onUnit: unit => {
          for (const nal of unit.nals) {
            const name = parameterSetName('h264', nal[0]! & 0x1f);
            if (name) sets[name] = nal;
          }
          hls.handleUnit(unit, sets);
        },
        onFailed: () => end('transcode-failed'),
      });
      closers.push(() => transcoder.close());
      closers.push(stream.use({ name: 'hls', units: 'all', onUnit: unit => transcoder.handleUnit(unit) }));
    }
    requestKeyFrame();
    return { close };
  } catch (error) {
    close();
    if (error instanceof AppError) throw error;
    throw new AppError('camera-unavailable', error instanceof Error ? error.message : String(error));
  }
}
