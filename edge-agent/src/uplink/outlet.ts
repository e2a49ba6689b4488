// The way out of one published stream: its packets with our SSRC, encrypted, and what comes back on the port.
import type { Srtp } from '@brightwall/protocol/edge-messages';

export interface OutletOptions {
  /** An address, not a name. */
  readonly address: string;
  readonly port: number;
  readonly ssrc: number;
  readonly payloadType: number;
  readonly srtp: Srtp;
  readonly firstSequence: number;
  readonly onPacket: (packet: Uint8Array) => void;
}

export interface OutletCounts {
  readonly packets: number;
  readonly octets: number;
  readonly resent: number;
  readonly dropped: number;
  /** Media time of the newest packet; −1 before the first. */
  readonly newestTimestamp: number;
  /** How long ago it came, ms. */
  readonly ageMs: number;
}

export interface Outlet {
  counts(): OutletCounts;
  /** Sends a packet again that the core missed; nothing happens when it is too old. */
  resend(sequence: number): void;
  /** SRTCP. */
  send(packet: Uint8Array): void;
  close(): void;
}
