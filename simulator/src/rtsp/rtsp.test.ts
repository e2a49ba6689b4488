// ffmpeg and ffprobe as the clients nobody here wrote.
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SentFrame } from '../camera-stream.ts';
import { readFrameCode } from '../content/frame-code.ts';
import type { Simulator } from '../simulator.ts';
import { run } from '../testing/run.ts';
import { control, serveEight } from '../testing/served.ts';

let simulator: Simulator;
const url = (path: string, user = 'admin:brightwall-sim') =>
  `rtsp://${user}@127.0.0.1:${simulator.facts.rtspPort}/cam/${path}`;

beforeAll(async () => {
  simulator = await serveEight();
}, 240_000);
afterAll(() => simulator?.close());

describe('an RTSP client', () => {
  it.concurrent.each([
    ['tcp', '4/main', 'h264,1280,720,25/1'],
    ['udp', '4/sub', 'h264,640,360,15/1'],
    ['tcp', '8/sub', 'hevc,640,360,15/1'],
    ['udp', '8/main', 'hevc,1280,720,25/1'],
  ])('over %s learns what %s is and decodes it without an error', async (transport, path, shape) => {
    const input = ['-v', 'error', '-rtsp_transport', transport];
    const entries = ['-show_entries', 'stream=codec_name,width,height,r_frame_rate', '-of', 'csv=p=0'];
    const probed = await run('ffprobe', [...input, ...entries, url(path)]);
    expect(probed.stdout.toString().trim()).toBe(shape);
    const decoded = await run('ffmpeg', [
      ...input,
      '-xerror',
      '-i',
      url(path),
      '-frames:v',
      '20',
      '-f',
      'null',
      '-',
    ]);
    expect(decoded).toMatchObject({ code: 0, stderr: '' });
  });

  it('sees in the picture the camera and the frame that the control port says were sent', async () => {
    const args = [
      '-v',
      'error',
      '-rtsp_transport',
      'tcp',
      '-i',
      url('4/sub'),
      '-frames:v',
      '30',
      '-pix_fmt',
      'rgba',
      '-f',
      'rawvideo',
      '-',
    ];
    const { stdout } = await run('ffmpeg', args);
    const size = 640 * 360 * 4;
    const codes = Array.from({ length: stdout.length / size }, (_, i) =>
      readFrameCode(stdout.subarray(i * size, (i + 1) * size), 640, 360),
    );
    expect(codes).toHaveLength(30);
    expect(codes.every(code => code?.camera === 4)).toBe(true);
    const { frames } = (await control(simulator, '/cameras/sim-004/frames?stream=sub')) as {
      frames: SentFrame[];
    };
    const sent = frames.map(f => f.frame).join(',');
    expect(sent).toContain(codes.map(code => code!.frame).join(','));
    expect(frames.every(f => Math.abs(f.sentMs - Date.now()) < 60_000)).toBe(true);
  });

  it.each([
    ['a wrong password', '4/main', 'admin:guess', '401'],
    ['no such camera', '9999/main', 'admin:brightwall-sim', '404'],
  ])('is told %s', async (_what, path, user, status) => {
    const { stderr } = await run('ffprobe', ['-v', 'error', '-rtsp_transport', 'tcp', url(path, user)]);
    expect(stderr).toContain(status);
  });

  it('is answered by status for what cannot be done', async () => {
    const auth = `Authorization: Basic ${Buffer.from('admin:brightwall-sim').toString('base64')}\r\n`;
    const ask = async (method: string, headers: string) => {
      const socket = connect(simulator.facts.rtspPort, '127.0.0.1');
      socket.write(`${method} ${url('4/main')} RTSP/1.0\r\nCSeq: 9\r\n${auth}${headers}\r\n`);
      const [first] = (await new Promise<Buffer>(resolve => socket.once('data', resolve)))
        .toString()
        .split('\r\n');
      socket.destroy();
      return first;
    };
    expect(await ask('PLAY', 'Session: 12\r\n')).toContain('454');
    expect(await ask('SETUP', 'Transport: RTP/AVP;multicast\r\n')).toContain('461');
    expect(await ask('RECORD', '')).toContain('501');
    expect(await ask('OPTIONS', '')).toContain('200');
  });

  it('loses its connection when the camera is unplugged and is served again when it is back', async () => {
    const socket = connect(simulator.facts.rtspPort, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(`OPTIONS ${url('4/main')} RTSP/1.0\r\nCSeq: 1\r\n\r\n`);
    await new Promise(resolve => socket.once('data', resolve));
    const closed = new Promise(resolve => socket.once('close', resolve));
    await control(simulator, '/cameras/4/unplug', {});
    await closed;
    const refused = await run('ffprobe', ['-v', 'error', '-rtsp_transport', 'tcp', url('4/main')]);
    expect(refused.code).not.toBe(0);
    await control(simulator, '/cameras/4/plug', {});
    const back = await run('ffprobe', ['-v', 'error', '-rtsp_transport', 'tcp', url('4/main')]);
    expect(back.code).toBe(0);
  });
});
