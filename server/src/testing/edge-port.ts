// For tests: an edge that has every camera, over a function call instead of a socket.
import type { HlsStreamRef, Published, PublishRequest } from '@brightwall/protocol/edge-messages';
import type { AppError } from '@brightwall/protocol/errors';
import type { EdgePort } from '../media/ports.ts';
import type { H264Source } from './h264-source.ts';
import { type SrtpSender, sendBySrtp } from './srtp-sender.ts';

export class TestEdgePort implements EdgePort {
  readonly #source: H264Source;
  readonly senders = new Map<string, SrtpSender>();
  readonly published: PublishRequest[] = [];
  readonly hls: string[] = [];
  /** The next publish fails with this. */
  failNext: AppError | null = null;
  /** Says that it sends, and does not. */
  isMute = false;
  onUnpublish = (_publishId: string) => {};

  constructor(source: H264Source) {
    this.#source = source;
  }

  async publish(request: PublishRequest): Promise<Published> {
    this.published.push(request);
    const error = this.failNext;
    this.failNext = null;
    if (error) throw error;
    const sender = sendBySrtp(request, this.isMute ? { onPacket: () => () => {} } : this.#source);
    this.senders.set(request.publishId, sender);
    return sender.published;
  }

  async unpublish(_cameraId: string, publishId: string): Promise<void> {
    this.senders.get(publishId)?.close();
    this.senders.delete(publishId);
    this.onUnpublish(publishId);
  }

  async startHls(ref: HlsStreamRef): Promise<void> {
    this.hls.push(`start ${ref.cameraId}`);
  }

  async stopHls(ref: HlsStreamRef): Promise<void> {
    this.hls.push(`stop ${ref.cameraId}`);
  }

  close(): void {
    for (const sender of this.senders.values()) sender.close();
    this.senders.clear();
  }
}
