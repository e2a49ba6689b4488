// An MJPEG camera, from its packets to what a browser and the wall's overview take.
import { systemClock } from '@brightwall/kit/clock';
import type { HlsInit, HlsPart } from '@brightwall/protocol/edge-messages';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { manualCamera } from './discover/manual.ts';
import { PipelineCamera } from './pipeline-camera.ts';
import { openRelay } from './relay/relay.ts';
import { CameraThumbnails, ThumbnailMaker } from './snapshot/thumbnails.ts';
import { run } from './testing/encode.ts';
import { mjpegPackets, mjpegSdp } from './testing/mjpeg.ts';
import { startTestCamera } from './testing/rtsp-camera.ts';
import { until } from './testing/until.ts';

it('is live, has thumbnails, and is re-encoded to H.264 while somebody watches', async () => {
  const packets = await mjpegPackets('testsrc2=s=640x360:r=25:d=2');
  const source = await startTestCamera(mjpegSdp);
  const camera = new PipelineCamera(manualCamera({ main: source.url.href }), openRelay(), systemClock);
  const maker = new ThumbnailMaker(systemClock);
  const jpegs: Uint8Array[] = [];
  const thumbnails = new CameraThumbnails(maker, systemClock, 60_000, {
    onWanted: () => {},
    onThumbnail: jpeg => jpegs.push(jpeg),
    onDecodable: () => {},
    onUndecodable: detail => expect.fail(detail),
  });
  const inits: HlsInit[] = [];
  const parts: HlsPart[] = [];
  const ended: string[] = [];
  camera.events.on('hlsEnded', (_, reason) => ended.push(reason));
  try {
    const stream = camera.stream('main');
    stream.use({
      name: 'thumbnail',
      units: 'key',
      onUnit: unit => stream.facts && thumbnails.handleKeyFrame(unit, stream.facts.sets),
    });
    const started = camera.startHls(
      { cameraId: camera.id, profile: 'main', rendition: 'h264' },
      { hlsInit: init => inits.push(init) > 0, hlsPart: part => parts.push(part) > 0 },
    );
    await until(() => source.requests.some(r => r.method === 'PLAY'), 'PLAY');
    source.send(packets.slice(0, 100));
    await until(() => stream.state.kind === 'live', 'live');
    await started;
    // In pieces, as a network would: so much at once counts as being behind.
    for (let at = 100; at < packets.length; at += 50) {
      source.send(packets.slice(at, at + 50));
      await until(() => stream.meter.packets >= Math.min(at + 50, packets.length), 'the packets');
    }
    await until(() => parts.length >= 2, 'two parts');
    await until(() => jpegs.length === 1, 'a thumbnail');
    expect(camera.report.streams).toEqual([
      { profile: 'main', codec: 'other', codecName: 'JPEG', widthPx: 640, heightPx: 360, fps: null },
    ]);
    expect(camera.state.kind).toBe('live');
    expect(ended).toEqual([]);
    expect(await sharp(jpegs[0]).metadata()).toMatchObject({ format: 'jpeg', width: 256, height: 144 });
    expect(inits).toHaveLength(1);
    expect(inits[0]).toMatchObject({ widthPx: 640, heightPx: 360 });
    expect(inits[0]!.codecs).toMatch(/^avc1\.42/);
    const whole = Buffer.concat([inits[0]!.data, ...parts.map(part => part.data)]);
    await run('ffmpeg', ['-v', 'error', '-xerror', '-i', 'pipe:0', '-f', 'null', '-'], whole);
  } finally {
    thumbnails.close();
    await camera.close();
    maker.close();
    await source.close();
  }
}, 30_000);
