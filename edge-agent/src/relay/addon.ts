// The native part (edge-agent/native), which set-up compiles for this machine.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** As native/addon.cc offers it. */
export interface Addon {
  /** Once per process. `tell` hears (kind, id, errno, bytes); the bytes are its own. */
  open(tell: (kind: number, id: number, errno: number, bytes: Buffer) => void): void;
  addSource(
    fd: number,
    rtpChannel: number,
    payloadType: number,
    codec: number,
    deliver: number,
    rest: Buffer,
  ): number;
  removeSource(id: number): void;
  setDeliver(id: number, deliver: number): void;
  readSource(id: number, into: Float64Array): void;
  addOutput(
    source: number,
    address: string,
    port: number,
    key: Buffer,
    salt: Buffer,
    ssrc: number,
    payloadType: number,
    firstSequence: number,
    sps: Buffer,
    pps: Buffer,
  ): number;
  removeOutput(id: number): void;
  setCapture(id: number, timestamp: number, epochMs: number, clockRate: number): void;
  readOutput(id: number, into: Float64Array): void;
  resend(id: number, sequence: number): void;
  send(id: number, bytes: Buffer): void;
}

export const addonPath = fileURLToPath(new URL('../../native/build/relay.node', import.meta.url));

/** Throws where it was not compiled, or not for this machine. */
export function loadAddon(): Addon {
  return createRequire(import.meta.url)(addonPath) as Addon;
}
