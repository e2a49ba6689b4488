// What playback needs of the rest of the page; given in app/wire.ts.

import type { Clock } from '@brightwall/kit/clock';
import type { Camera, StreamProfile } from '@brightwall/protocol/camera';
import type { StreamStats } from '@brightwall/protocol/edge-messages';
import type {
  ConsumeRequest,
  ConsumerOffer,
  MediaJson,
  WebRtcTransportOffer,
} from '@brightwall/protocol/wall-messages';

/** Requests to the core; each rejects with an `AppError`. */
export interface MediaSignal {
  openTransport(): Promise<WebRtcTransportOffer>;
  connectTransport(transportId: string, dtlsParameters: MediaJson): Promise<unknown>;
  consume(request: ConsumeRequest & { rtpCapabilities: MediaJson }): Promise<ConsumerOffer>;
  resumeConsumer(consumerId: string): Promise<unknown>;
  closeConsumer(consumerId: string): Promise<unknown>;
}

/** What is known of cameras; `on…` return the function that stops the telling. */
export interface CameraFacts {
  camera(id: string): Camera | undefined;
  onCamera(id: string, listener: () => void): () => void;
  thumbnailMs(id: string): number | undefined;
  onThumbnail(id: string, listener: () => void): () => void;
  streamStats(id: string, profile: StreamProfile): StreamStats | undefined;
}

export interface PlaybackPorts {
  readonly signal: MediaSignal;
  readonly facts: CameraFacts;
  readonly clock: Clock;
}
