import { FakeClock } from '@brightwall/kit/clock';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Camera } from '../camera.ts';
import { ensureContent } from '../content/build.ts';
import { LoopStore } from '../content/load.ts';
import { defaultContentDir } from '../default-dir.ts';
import { gridPlace } from '../places.ts';
import { Scheduler } from '../scheduler.ts';
import type { RtpFrame } from './rtp-frame.ts';
import { RtspSession } from './session.ts';

let clock: FakeClock;
let camera: Camera;
let session: RtspSession;
let sent: { key: boolean; sequence: number; packets: number; rtp: number }[];
let reports: Buffer[];
let readerIsBehind: boolean;
const store = new LoopStore(defaultContentDir(), 1);

beforeAll(() => ensureContent({ dir: defaultContentDir(), seed: 1, only: ['own-04'] }), 240_000);
beforeEach(() => {
  clock = new FakeClock();
  camera = new Camera(4, gridPlace(4), store, new Scheduler(clock));
  sent = [];
  reports = [];
  readerIsBehind = false;
  const transport = {
    channel: 0,
    header: '',
    sendFrame(frame: RtpFrame, bytes: Buffer) {
      if (readerIsBehind) return false;
      const [sequence, rtp] = [bytes.readUInt16BE(6), bytes.readUInt32BE(8)];
      sent.push({ key: frame.key, sequence, packets: frame.starts.length, rtp });
      return true;
    },
    sendRtcp: (packet: Buffer) => void reports.push(packet),
    close() {},
  };
  session = new RtspSession('1', camera, 'main', 7, transport, clock);
});

describe('an RTSP session', () => {
  it('begins with a key frame and numbers packets without a gap', async () => {
    await clock.advance(500);
    session.play();
    await clock.advance(4000);
    expect(sent[0]!.key).toBe(true);
    expect(
      sent.every((s, i) => i === 0 || s.sequence === (sent[i - 1]!.sequence + sent[i - 1]!.packets) % 65_536),
    ).toBe(true);
  });

  it('drops whole frames for a slow reader, counts them, and goes on at the next key frame', async () => {
    session.play();
    await clock.advance(3000);
    const before = sent.length;
    readerIsBehind = true;
    await clock.advance(40);
    readerIsBehind = false;
    await clock.advance(4000);
    expect(session.droppedFrames).toBe(1);
    expect(sent[before]!.key).toBe(true);
    expect(sent[before]!.sequence).toBe((sent[before - 1]!.sequence + sent[before - 1]!.packets) % 65_536);
  });

  it('reports every five seconds what the device clock says of the RTP time', async () => {
    camera.setClockOffset(3_600_000);
    session.play();
    await clock.advance(8000);
    expect(reports).toHaveLength(2);
    const [first, second] = reports.map(r => ({
      epochMs: (r.readUInt32BE(8) - 2_208_988_800) * 1000 + (r.readUInt32BE(12) / 2 ** 32) * 1000,
      rtp: r.readUInt32BE(16),
    }));
    expect(second!.epochMs - first!.epochMs).toBeCloseTo(5000, 0);
    expect(Math.abs(((second!.rtp - first!.rtp) >>> 0) - 450_000)).toBeLessThanOrEqual(2);
    expect(sent.some(s => Math.abs(s.rtp - first!.rtp) <= 2)).toBe(true);
    expect(first!.epochMs - clock.epochMs()).toBeGreaterThan(3_590_000);
  });

  it('sends nothing after PAUSE, runs no timer after its end, and expires when its client is silent', async () => {
    session.play();
    await clock.advance(3000);
    const before = sent.length;
    session.pause();
    await clock.advance(3000);
    expect(sent).toHaveLength(before);
    expect(session.expired).toBe(false);
    await clock.advance(60_000);
    expect(session.expired).toBe(true);
    session.close();
    session.close();
    expect(clock.pending).toBe(0);
  });
});
