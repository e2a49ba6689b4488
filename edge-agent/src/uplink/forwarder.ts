// The camera's own H.264 packets to the core, without decoding: what changes is what RtpWriter writes, and
// parameter sets are put before key frames that lack them (many cameras send them in the SDP only, and a
// viewer who joins later has never seen that).
import type { ParameterSets } from '../media/access-unit.ts';
import { h264Nal } from '../media/h264.ts';
import { emptyRtpView, parseRtp, type RtpBatch, sequenceDifference } from '../media/rtp.ts';
import type { RtpWriter } from './rtp-writer.ts';

export class Forwarder {
  newestTimestamp = -1;
  #writer: RtpWriter;
  #sets: ParameterSets;
  #view = emptyRtpView();
  #lastSequence = -1;
  /** Since the last key frame a parameter set came in band. */
  #setsInBand = false;
  #keyTimestamp = -1;

  constructor(writer: RtpWriter, sets: ParameterSets) {
    this.#writer = writer;
    this.#sets = sets;
  }

  handleBatch(batch: RtpBatch): void {
    const { data, bounds, count } = batch;
    const view = this.#view;
    for (let i = 0; i < count; i++) {
      if (!parseRtp(data, bounds[i * 2]!, bounds[i * 2 + 1]!, view)) continue;
      if (view.payloadEnd === view.payloadStart) continue;
      if (this.#lastSequence >= 0) {
        const lost = sequenceDifference(view.sequence, this.#lastSequence) - 1;
        if (lost > 0 && lost < 1000) this.#writer.skip(lost);
      }
      this.#lastSequence = view.sequence;
      this.newestTimestamp = view.timestamp;
      this.#beforeKeyFrame(data, view.payloadStart, view.payloadEnd, view.timestamp);
      this.#writer.write(data, view.payloadStart, view.payloadEnd, view.timestamp, view.marker);
    }
    this.#writer.flush();
  }

  #beforeKeyFrame(data: Uint8Array, start: number, end: number, timestamp: number): void {
    let type = data[start]! & 0x1f;
    if (type === h264Nal.fuA && end - start > 1) type = data[start + 1]! & 0x1f;
    // Cameras that aggregate put SPS and PPS first, and the IDR picture follows in packets of its own.
    else if (type === h264Nal.stapA && end - start > 3) type = data[start + 3]! & 0x1f;
    if (type === h264Nal.sps) this.#setsInBand = true;
    if (type !== h264Nal.idr || timestamp === this.#keyTimestamp) return;
    this.#keyTimestamp = timestamp;
    if (!this.#setsInBand && this.#sets.sps && this.#sets.pps)
      this.#writer.writeParameterSets(this.#sets.sps, this.#sets.pps, timestamp);
    this.#setsInBand = false;
  }
}
