import { FakeClock } from '@brightwall/kit/clock';
import type { Camera, CameraStateKind } from '@brightwall/protocol/camera';
import { AppError } from '@brightwall/protocol/errors';
import { describe, expect, it } from 'vitest';
import { cameraId, testCamera } from '../testing.ts';
import type { MediaPath, PlayerState } from './api.ts';
import type { Plan } from './choose.ts';
import type { FrameFacts } from './frames.ts';
import { Player } from './player.ts';
import type { MediaSession, SessionFigures } from './session.ts';

/** The part of a <video> that a player touches; frames come when the test says so. */
class Screen {
  srcObject: unknown = null;
  #callback: ((now: number, frame: FrameFacts) => void) | null = null;
  #shown = 0;

  requestVideoFrameCallback(callback: (now: number, frame: FrameFacts) => void): number {
    this.#callback = callback;
    return 1;
  }

  cancelVideoFrameCallback(): void {
    this.#callback = null;
  }

  frame(): void {
    this.#shown += 1;
    const callback = this.#callback;
    this.#callback = null;
    callback?.(0, { presentedFrames: this.#shown, expectedDisplayTime: 0, width: 1280, height: 720 });
  }
}

class Stream implements MediaSession {
  readonly transcoded = false;
  readonly ended: Promise<AppError>;
  readonly profile: 'main' | 'sub';
  readonly plan: Plan;
  packets = false;
  attached = false;
  closed = 0;
  end: (error: AppError) => void = () => undefined;

  constructor(plan: Plan, profile: 'main' | 'sub') {
    this.plan = plan;
    this.profile = profile;
    this.ended = new Promise(resolve => {
      this.end = resolve;
    });
  }

  ready = () => Promise.resolve();
  attach = () => {
    this.attached = true;
  };
  arriving = () => this.packets;
  path = (): MediaPath => (this.plan.path === 'hls' ? 'hls' : 'webrtc-udp');
  measure = (): Promise<SessionFigures> =>
    Promise.resolve({ codec: 'H.264', latencyMs: 80, lastLegMs: null });
  close = () => {
    this.closed += 1;
  };
}

function bench(options: { state?: CameraStateKind; widthPx?: number; unknown?: boolean } = {}) {
  const clock = new FakeClock();
  const screen = new Screen();
  const streams: Stream[] = [];
  const states: PlayerState[] = [];
  const listeners = new Set<() => void>();
  let camera: Camera = testCamera(1, { state: { kind: options.state ?? 'live', sinceMs: 0 } });
  let refuse: AppError | null = null;
  let swaps = 0;
  let unknown = options.unknown ?? false;
  const player = new Player(
    {
      clock,
      facts: {
        camera: () => (unknown ? undefined : camera),
        onCamera: (_id, listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
        thumbnailMs: () => undefined,
        onThumbnail: () => () => undefined,
        streamStats: () => undefined,
      },
      plans: () => [{ path: 'webrtc' }, { path: 'hls', rendition: 'source' }],
      open: async (plan, _id, profile) => {
        if (refuse) throw refuse;
        const stream = new Stream(plan, profile);
        streams.push(stream);
        return stream;
      },
      onClosed: () => undefined,
    },
    {
      video: screen as unknown as HTMLVideoElement,
      cameraId: cameraId(1),
      widthPx: options.widthPx ?? 1280,
      heightPx: ((options.widthPx ?? 1280) * 9) / 16,
      onState: state => states.push(state),
      onBeforeSwap: () => {
        swaps += 1;
      },
    },
    true,
  );
  return {
    clock,
    screen,
    streams,
    states,
    player,
    listeners,
    swaps: () => swaps,
    refuse(error: AppError | null) {
      refuse = error;
    },
    forget(value: boolean) {
      unknown = value;
    },
    say(kind: CameraStateKind) {
      camera = { ...camera, state: { kind, sinceMs: clock.epochMs() } };
      for (const listener of [...listeners]) listener();
    },
    /** Everything that waits for nothing but other promises happens. */
    settle: () => clock.advance(0),
  };
}

async function live(options: Parameters<typeof bench>[0] = {}) {
  const all = bench(options);
  await all.settle();
  all.screen.frame();
  await all.settle();
  expect(all.player.state.kind).toBe('live');
  return all;
}

describe('a picture', () => {
  it('is live from the first frame on the screen, not before', async () => {
    const { player, screen, streams, settle } = bench();
    await settle();
    expect(player.state.kind).toBe('starting');
    expect(streams[0]?.attached).toBe(true);
    screen.frame();
    await settle();
    expect(player.state).toMatchObject({ kind: 'live', path: 'webrtc-udp', profile: 'main' });
  });

  it('says once a second what reaches the screen', async () => {
    const { player, screen, clock } = await live();
    for (let i = 0; i < 24; i++) screen.frame();
    await clock.advance(1_000);
    // The frame that made it live counts as well.
    expect(player.stats).toMatchObject({ fps: 25, codec: 'H.264', latencyMs: 80, widthPx: 1280 });
  });

  it('goes over HLS where WebRTC brings nothing within four seconds', async () => {
    const { player, screen, streams, clock } = bench();
    await clock.advance(3_900);
    expect(streams).toHaveLength(1);
    await clock.advance(200);
    expect(streams[0]?.closed).toBe(1);
    screen.frame();
    await clock.advance(0);
    expect(player.state).toMatchObject({ kind: 'live', path: 'hls' });
  });

  it('comes back from HLS to WebRTC when that brings frames again', async () => {
    const { player, screen, streams, clock } = bench();
    await clock.advance(4_100);
    const play = async (ms: number) => {
      for (let at = 0; at < ms; at += 1_000) {
        screen.frame();
        await clock.advance(1_000);
      }
    };
    await play(30_000);
    expect(streams.map(stream => stream.plan.path)).toEqual(['webrtc', 'hls', 'webrtc']);
    screen.frame();
    await clock.advance(0);
    expect(player.state).toMatchObject({ kind: 'live', path: 'webrtc-udp' });
    expect(streams.map(stream => stream.closed)).toEqual([1, 1, 0]);
    await play(90_000);
    expect(streams).toHaveLength(3);
  });

  it('keeps its HLS picture, and opens no second, while WebRTC cannot be had', async () => {
    const { player, screen, streams, clock, refuse, states } = bench();
    await clock.advance(4_100);
    screen.frame();
    await clock.advance(0);
    refuse(new AppError('media-unavailable'));
    for (let at = 0; at < 100; at++) {
      screen.frame();
      await clock.advance(1_000);
    }
    expect(player.state).toMatchObject({ kind: 'live', path: 'hls', profile: 'main' });
    expect(streams).toHaveLength(2);
    expect(streams[1]?.closed).toBe(0);
    expect(states.map(state => state.kind)).not.toContain('failed');
  });

  it('waits longer for the key frame of a stream whose packets arrive', async () => {
    const { screen, streams, clock, player, settle } = bench();
    await settle();
    streams[0]!.packets = true;
    await clock.advance(10_000);
    expect(streams).toHaveLength(1);
    screen.frame();
    await settle();
    expect(player.state).toMatchObject({ kind: 'live', path: 'webrtc-udp' });
  });

  it('is opened anew when it stands still', async () => {
    const { streams, clock } = await live();
    await clock.advance(9_000);
    expect(streams[0]?.closed).toBe(1);
    expect(streams.length).toBeGreaterThan(1);
  });
});

describe('a camera without a picture', () => {
  it('is waited for, and shown as soon as it is live', async () => {
    const { player, screen, streams, say, settle } = bench({ state: 'unreachable' });
    await settle();
    expect(player.state).toEqual({ kind: 'waiting', state: 'unreachable' });
    expect(streams).toHaveLength(0);
    say('live');
    await settle();
    screen.frame();
    await settle();
    expect(player.state.kind).toBe('live');
  });

  it('is nothing to complain of before the page was told of its cameras', async () => {
    const { player, screen, forget, say, settle } = bench({ unknown: true });
    await settle();
    expect(player.state).toEqual({ kind: 'starting' });
    forget(false);
    say('live');
    await settle();
    screen.frame();
    await settle();
    expect(player.state.kind).toBe('live');
  });

  it('is said to be lost at once, and its stream is let go', async () => {
    const { player, streams, say, settle } = await live();
    say('unreachable');
    await settle();
    expect(player.state).toEqual({ kind: 'waiting', state: 'unreachable' });
    expect(streams[0]?.closed).toBe(1);
  });

  it('is said to be what it is now, when its fault changes', async () => {
    const { player, say, settle } = bench({ state: 'unreachable' });
    await settle();
    say('auth-failed');
    await settle();
    expect(player.state).toEqual({ kind: 'waiting', state: 'auth-failed' });
  });
});

describe('a picture that does not arrive', () => {
  it('says why and when it is tried again, and is tried again', async () => {
    const { player, refuse, clock, screen, settle } = bench();
    refuse(new AppError('overloaded'));
    await settle();
    expect(player.state).toMatchObject({ kind: 'failed', code: 'overloaded' });
    refuse(null);
    await clock.advance(1_500);
    expect(player.state).toEqual({ kind: 'starting', after: 'overloaded' });
    screen.frame();
    await settle();
    expect(player.state.kind).toBe('live');
  });

  it('is not asked for by another path where the camera itself refuses', async () => {
    const { player, refuse, settle, states } = bench();
    refuse(new AppError('camera-unavailable'));
    await settle();
    expect(player.state).toMatchObject({ kind: 'failed', code: 'camera-unavailable' });
    expect(states.filter(state => state.kind === 'failed')).toHaveLength(1);
  });

  it('is tried at once when somebody asks for that', async () => {
    const { player, refuse, streams, settle } = bench();
    refuse(new AppError('overloaded'));
    await settle();
    refuse(null);
    player.retry();
    await settle();
    expect(streams).toHaveLength(1);
  });

  it('rejoins by itself when the core ends the stream', async () => {
    const { player, streams, screen, clock, settle } = await live();
    streams[0]!.end(new AppError('media-unavailable'));
    await settle();
    expect(player.state.kind).toBe('failed');
    await clock.advance(1_500);
    screen.frame();
    await settle();
    expect(player.state.kind).toBe('live');
    expect(streams).toHaveLength(2);
  });
});

describe('a change of size', () => {
  it('swaps the stream while the old one stays on the screen, and once only', async () => {
    const { player, streams, screen, clock, swaps, states } = await live({ widthPx: 600 });
    expect(streams[0]?.profile).toBe('sub');
    for (const widthPx of [700, 900, 1280]) player.setSize(widthPx, (widthPx * 9) / 16);
    await clock.advance(400);
    expect(streams.map(stream => stream.profile)).toEqual(['sub', 'main']);
    expect(swaps()).toBe(1);
    screen.frame();
    await clock.advance(0);
    expect(player.state).toMatchObject({ kind: 'live', profile: 'main' });
    expect(streams[0]?.closed).toBe(1);
    expect(states.map(state => state.kind)).not.toContain('failed');
  });

  it('keeps the picture there is where the better one cannot be had', async () => {
    const { player, streams, clock, refuse, states } = await live({ widthPx: 600 });
    refuse(new AppError('overloaded'));
    player.setSize(1280, 720);
    await clock.advance(400);
    expect(player.state).toMatchObject({ kind: 'live', profile: 'sub' });
    expect(streams[0]?.closed).toBe(0);
    expect(states.map(state => state.kind)).not.toContain('failed');
  });

  it('within one stream’s reach changes nothing', async () => {
    const { player, streams, clock } = await live({ widthPx: 600 });
    player.setSize(500, 281);
    await clock.advance(400);
    expect(streams).toHaveLength(1);
  });
});

describe('a page in the background', () => {
  it('lets the stream go, and goes on at the live edge when it is seen again', async () => {
    const { player, streams, screen, settle } = await live();
    player.handleVisible(false);
    await settle();
    expect(player.state.kind).toBe('paused');
    expect(streams[0]?.closed).toBe(1);
    player.handleVisible(true);
    await settle();
    screen.frame();
    await settle();
    expect(player.state.kind).toBe('live');
    expect(streams).toHaveLength(2);
  });

  it('does not start a camera that becomes live meanwhile', async () => {
    const { player, streams, say, settle } = bench({ state: 'unreachable' });
    await settle();
    player.handleVisible(false);
    say('live');
    await settle();
    expect(player.state.kind).toBe('paused');
    expect(streams).toHaveLength(0);
  });
});

describe('the end of a player', () => {
  it('closes its stream, stops listening, and leaves no timer', async () => {
    const { player, streams, listeners, clock, settle } = await live();
    player.close();
    player.close();
    await settle();
    expect(player.state.kind).toBe('closed');
    expect(streams[0]?.closed).toBeGreaterThan(0);
    expect(listeners.size).toBe(0);
    expect(clock.pending).toBe(0);
  });

  it('closes a stream that was still being opened', async () => {
    const { player, streams, clock, settle } = bench();
    await settle();
    player.close();
    await settle();
    expect(streams[0]?.closed).toBe(1);
    expect(clock.pending).toBe(0);
  });
});
