import { FakeClock } from '@brightwall/kit/clock';
import type { HlsInit, HlsPart, HlsStreamRef } from '@brightwall/protocol/edge-messages';
import { AppError } from '@brightwall/protocol/errors';
import { beforeEach, describe, expect, it } from 'vitest';
import { Hls } from './hls.ts';
import { renderPlaylist } from './playlist.ts';
import { Ring } from './ring.ts';

const startMs = 1_800_000_000_000;
const base = 1_800_000_000;
const ref: HlsStreamRef = { cameraId: '0123456789abcdef', profile: 'main', rendition: 'source' };
const open = new AbortController().signal;

const init = (life: number): HlsInit => ({
  ...ref,
  life,
  codecs: 'avc1.42e01f',
  widthPx: 640,
  heightPx: 360,
  data: Buffer.from(`init ${life}`),
});

/** Segments of two parts of half a second. */
const part = (life: number, segment: number, index: number): HlsPart => ({
  ...ref,
  life,
  segment,
  part: index,
  durationMs: 500,
  independent: index === 0,
  last: index === 1,
  startMs: startMs + segment * 1000 + index * 500,
  data: Buffer.from(`${life}/${segment}/${index}`),
});

const feed = (to: { handlePart(part: HlsPart, data: Buffer): unknown }, ...parts: HlsPart[]) => {
  for (const each of parts) to.handlePart(each, each.data as Buffer);
};
const whole = (life: number, segment: number) => [part(life, segment, 0), part(life, segment, 1)];

describe('a ring', () => {
  let ring: Ring;
  beforeEach(() => {
    ring = new Ring(startMs, { segments: 3, bytes: 1000 });
    ring.handleInit(init(0), Buffer.from('init 0'));
  });

  it('makes a segment of its very first part, so that a player starts at once', () => {
    feed(ring, part(0, 0, 0));
    expect(ring.segments.map(segment => [segment.msn, segment.complete, segment.parts.length])).toEqual([
      [base, true, 1],
    ]);
    feed(ring, part(0, 0, 1), part(0, 1, 0));
    expect(ring.segments.map(segment => [segment.msn, segment.complete])).toEqual([
      [base, true],
      [base + 1, true],
      [base + 2, false],
    ]);
  });

  it('is written as a playlist with parts, the next part hinted at, and wall time', () => {
    feed(ring, ...whole(0, 0), part(0, 1, 0));
    expect(renderPlaylist(ring).split('\n')).toEqual([
      '#EXTM3U',
      '#EXT-X-VERSION:9',
      '#EXT-X-TARGETDURATION:2',
      '#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.55000,HOLD-BACK=6',
      '#EXT-X-PART-INF:PART-TARGET=0.50000',
      `#EXT-X-MEDIA-SEQUENCE:${base}`,
      '#EXT-X-DISCONTINUITY-SEQUENCE:0',
      `#EXT-X-MAP:URI="init-${base}.mp4"`,
      '#EXT-X-PROGRAM-DATE-TIME:2027-01-15T08:00:00.000Z',
      `#EXT-X-PART:DURATION=0.50000,URI="s${base}.0.m4s",INDEPENDENT=YES`,
      '#EXTINF:0.50000,',
      `s${base}.m4s`,
      '#EXT-X-PROGRAM-DATE-TIME:2027-01-15T08:00:00.500Z',
      `#EXT-X-PART:DURATION=0.50000,URI="s${base + 1}.0.m4s"`,
      '#EXTINF:0.50000,',
      `s${base + 1}.m4s`,
      '#EXT-X-PROGRAM-DATE-TIME:2027-01-15T08:00:01.000Z',
      `#EXT-X-PART:DURATION=0.50000,URI="s${base + 2}.0.m4s",INDEPENDENT=YES`,
      `#EXT-X-PRELOAD-HINT:TYPE=PART,URI="s${base + 2}.1.m4s"`,
      '',
    ]);
  });

  it('keeps its last segments only, and forgets their bytes', () => {
    feed(ring, ...Array.from({ length: 20 }, (_, segment) => whole(0, segment)).flat());
    expect(ring.segments).toHaveLength(4);
    const bytes = ring.segments
      .flatMap(segment => segment.parts)
      .reduce((sum, each) => sum + each.data.length, 0);
    expect(ring.bytes).toBe(bytes + 'init 0'.length);
  });

  it('stays under its byte limit whatever arrives', () => {
    const big = (segment: number) => ({ ...part(0, segment, 0), last: true, data: Buffer.alloc(400) });
    feed(ring, big(0), big(1), big(2), big(3));
    expect(ring.bytes).toBeLessThanOrEqual(1000);
    expect(ring.segments.length).toBeGreaterThan(0);
  });

  it('marks a new life as a discontinuity with a header of its own, and counts it when it has left', () => {
    feed(ring, ...whole(0, 0));
    ring.handleInit(init(1), Buffer.from('init 1'));
    feed(ring, ...whole(1, 0));
    const playlist = renderPlaylist(ring);
    expect(playlist).toContain(`#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="init-${base + 1}.mp4"`);
    expect(ring.init(base + 1)?.toString()).toBe('init 1');
    feed(ring, ...Array.from({ length: 5 }, (_, n) => whole(1, n + 1)).flat());
    expect(renderPlaylist(ring)).toContain('#EXT-X-DISCONTINUITY-SEQUENCE:1');
    expect(renderPlaylist(ring)).not.toContain('#EXT-X-DISCONTINUITY\n');
    expect(ring.init(base)).toBeUndefined();
  });

  it('drops what follows a hole until the next segment, and counts it', () => {
    feed(ring, ...whole(0, 0), part(0, 1, 1), part(0, 2, 1), ...whole(0, 3));
    expect(ring.dropped).toBe(2);
    expect(ring.segments.at(-1)?.startMs).toBe(startMs + 3000);
  });

  it('promises longer parts and segments for as long as it holds such, not for good', () => {
    feed(ring, ...whole(0, 0), { ...part(0, 1, 0), durationMs: 7_000 }, part(0, 1, 1));
    expect([ring.partTargetMs, ring.segmentTargetMs]).toEqual([7_000, 7_500]);
    feed(ring, ...Array.from({ length: 4 }, (_, n) => whole(0, n + 2)).flat());
    expect([ring.partTargetMs, ring.segmentTargetMs]).toEqual([500, 2_000]);
  });

  it('can be started from once it holds three parts, or two seconds', () => {
    feed(ring, ...whole(0, 0));
    expect(ring.canStart).toBe(false);
    feed(ring, part(0, 1, 0));
    expect(ring.canStart).toBe(true);
    const slow = new Ring(startMs);
    expect(slow.canStart).toBe(false);
    slow.handleInit(init(0), Buffer.from('init 0'));
    feed(slow, { ...part(0, 0, 0), durationMs: 2_000 });
    expect(slow.canStart).toBe(true);
  });

  it('takes no part of a life whose header it has not seen', () => {
    feed(ring, part(7, 0, 0));
    expect(ring.segments).toHaveLength(0);
    expect(ring.dropped).toBe(1);
  });
});

describe('a live HLS stream', () => {
  let clock: FakeClock;
  let asked: string[];
  let hls: Hls;
  let failWith: AppError | null;

  beforeEach(() => {
    clock = new FakeClock(startMs);
    asked = [];
    failWith = null;
    const edge = {
      publish: () => Promise.reject(new AppError('internal')),
      unpublish: () => Promise.resolve(),
      startHls: async () => {
        asked.push('start');
        if (failWith) throw failWith;
      },
      stopHls: async () => void asked.push('stop'),
    };
    hls = new Hls(edge, clock);
  });

  const begin = () => {
    const answer = hls.stream(ref).playlist(undefined, undefined, open);
    hls.handleInit(init(0), Buffer.from('init 0'));
    feed(hls, ...whole(0, 0), part(0, 1, 0));
    return answer;
  };

  it('starts once for all who ask, and answers when there is something to play', async () => {
    const answers = [1, 2, 3].map(() => hls.stream(ref).playlist(undefined, undefined, open));
    await clock.advance(1_000);
    hls.handleInit(init(0), Buffer.from('init 0'));
    feed(hls, ...whole(0, 0), part(0, 1, 0));
    for (const playlist of await Promise.all(answers)) expect(playlist).toContain(`s${base}.m4s`);
    expect(asked).toEqual(['start']);
  });

  it('holds a reload until the part that was asked for is there', async () => {
    await begin();
    const states: string[] = [];
    const reload = hls
      .stream(ref)
      .playlist(base + 2, 1, open)
      .then(text => states.push(text));
    await clock.advance(100);
    expect(states).toEqual([]);
    feed(hls, part(0, 1, 1));
    await reload;
    expect(states[0]).toContain(`s${base + 2}.1.m4s`);
  });

  it('refuses a reload that lies too far ahead', async () => {
    await begin();
    await expect(hls.stream(ref).playlist(base + 9, undefined, open)).rejects.toMatchObject({
      code: 'bad-request',
    });
  });

  it('gives the part it hinted at when it comes, whole segments and headers at once', async () => {
    await begin();
    const hinted = hls.running(ref).part(base + 2, 1, open);
    expect(() => hls.running(ref).segment(base + 2)).toThrow('not-found');
    feed(hls, part(0, 1, 1));
    expect((await hinted).toString()).toBe('0/1/1');
    expect(
      hls
        .running(ref)
        .segment(base + 1)
        .toString(),
    ).toBe('0/0/1');
    expect(hls.running(ref).init(base).toString()).toBe('init 0');
    expect(() => hls.running(ref).init(3)).toThrow('not-found');
  });

  it('waits for nobody who has gone', async () => {
    await begin();
    const gone = new AbortController();
    const waiting = hls.running(ref).part(base + 2, 1, gone.signal);
    gone.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'timed-out' });
  });

  it('says so when no picture comes', async () => {
    const answer = expect(hls.stream(ref).playlist(undefined, undefined, open)).rejects.toMatchObject({
      code: 'camera-unavailable',
    });
    await clock.advance(8_000);
    await answer;
  });

  it('fails with what the edge answers, and starts anew for the next who asks', async () => {
    failWith = new AppError('agent-offline');
    const first = hls.stream(ref).playlist(undefined, undefined, open);
    await expect(first).rejects.toMatchObject({ code: 'agent-offline' });
    failWith = null;
    expect(await begin()).toContain('#EXTM3U');
    expect(asked).toEqual(['start', 'start']);
  });

  it('is let go 15 s after the last request, and numbers on from there when it comes back', async () => {
    await begin();
    await clock.advance(14_000);
    hls.running(ref).segment(base);
    await clock.advance(14_000);
    expect(asked).toEqual(['start']);
    await clock.advance(1_000);
    expect(asked).toEqual(['start', 'stop']);
    expect(hls.counts()).toEqual({ streams: 0, bytes: 0, dropped: 0 });
    expect(await begin()).toContain(`#EXT-X-MEDIA-SEQUENCE:${base + 29}`);
  });

  it('tells those who wait when the camera is lost', async () => {
    await begin();
    const waiting = hls.stream(ref).playlist(base + 2, 1, open);
    hls.handleEnded(ref, 'camera-lost');
    await expect(waiting).rejects.toMatchObject({ code: 'camera-unavailable', detail: 'camera-lost' });
    expect(() => hls.running(ref)).toThrow('not-found');
    expect(clock.pending).toBe(0);
  });

  it('ends with the core, and stops at the edge', async () => {
    await begin();
    hls.close();
    hls.close();
    expect(asked).toEqual(['start', 'stop']);
    expect(clock.pending).toBe(0);
  });
});
