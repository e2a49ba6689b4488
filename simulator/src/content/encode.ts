// One ffmpeg per loop: raw frames in, both streams and the snapshots out.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Codec } from './plan.ts';

/** Sub-stream frame k shows this frame of the main stream: 25 → 15 a second keeps three of every five. */
export function mainFrameOfSub(k: number): number {
  return Math.floor(k / 3) * 5 + [0, 2, 3][k % 3]!;
}

const subFilter =
  "select='eq(mod(n,5),0)+eq(mod(n,5),2)+eq(mod(n,5),3)',settb=1/15,setpts=N,scale=640:360:flags=area";
const keyFilter = "select='not(mod(n,50))'";

function encoder(codec: Codec, gop: number, kbits: number): string[] {
  const rate = ['-b:v', `${kbits}k`, '-maxrate', `${Math.round(kbits * 1.25)}k`, '-bufsize', `${kbits}k`];
  const colour = [
    '-color_primaries',
    'bt709',
    '-color_trc',
    'bt709',
    '-colorspace',
    'bt709',
    '-color_range',
    'tv',
  ];
  if (codec === 'h265')
    return [
      '-c:v',
      'libx265',
      '-preset',
      'ultrafast',
      ...rate,
      ...colour,
      '-x265-params',
      `keyint=${gop}:min-keyint=${gop}:scenecut=0:open-gop=0:bframes=0:ref=1:repeat-headers=1:aud=1:frame-threads=1:log-level=error`,
    ];
  // Main profile, level 3.1: what street cameras send and what Chromium takes over WebRTC as 4d001f.
  return [
    '-c:v',
    'libx264',
    '-preset',
    'superfast',
    '-profile:v',
    'main',
    '-level',
    '3.1',
    ...rate,
    ...colour,
    '-x264-params',
    `keyint=${gop}:min-keyint=${gop}:scenecut=0:bframes=0:ref=1:aud=1:slices=1:sliced-threads=0:rc-lookahead=0:sync-lookahead=0:threads=2`,
  ];
}

export interface Encoding {
  /** Resolves when ffmpeg takes more. `frame` may be reused afterwards. */
  write(frame: Buffer): Promise<void>;
  end(): Promise<void>;
  kill(): void;
}

/** Starts ffmpeg writing main.<codec>, sub.<codec>, main-key-N.jpg and sub-key-N.jpg into `dir`. */
export function startEncoding(codec: Codec, dir: string): Encoding {
  const args = [
    '-v',
    'error',
    '-nostdin',
    '-y',
    '-f',
    'rawvideo',
    '-pix_fmt',
    'yuv420p',
    '-s',
    '1280x720',
    '-r',
    '25',
    '-i',
    'pipe:0',
    '-map',
    '0:v',
    ...encoder(codec, 50, 2000),
    '-f',
    codec === 'h264' ? 'h264' : 'hevc',
    `${dir}/main.${codec}`,
    '-map',
    '0:v',
    '-vf',
    subFilter,
    '-vsync',
    'passthrough',
    ...encoder(codec, 30, 340),
    '-f',
    codec === 'h264' ? 'h264' : 'hevc',
    `${dir}/sub.${codec}`,
    '-map',
    '0:v',
    '-vf',
    keyFilter,
    '-vsync',
    'passthrough',
    '-q:v',
    '4',
    '-f',
    'image2',
    `${dir}/main-key-%d.jpg`,
    '-map',
    '0:v',
    '-vf',
    `${keyFilter},scale=640:360`,
    '-vsync',
    'passthrough',
    '-q:v',
    '5',
    '-f',
    'image2',
    `${dir}/sub-key-%d.jpg`,
  ];
  const ffmpeg = spawn('ffmpeg', args, { stdio: ['pipe', 'ignore', 'pipe'] });
  let stderr = '';
  ffmpeg.stderr.on('data', chunk => {
    if (stderr.length < 4000) stderr += chunk;
  });
  const exited = new Promise<void>((resolve, reject) => {
    ffmpeg.on('error', error =>
      reject(new Error(`ffmpeg 无法启动 / ffmpeg does not start: ${error.message}`)),
    );
    ffmpeg.on('close', code =>
      code === 0 ? resolve() : reject(new Error(`ffmpeg ${code}: ${stderr.trim()}`)),
    );
  });
  exited.catch(() => {});
  ffmpeg.stdin.on('error', () => {});
  return {
    async write(frame) {
      // Waiting for the write itself keeps one frame in flight, so that the canvas can be drawn on again.
      await Promise.race([
        new Promise<void>((resolve, reject) => ffmpeg.stdin.write(frame, e => (e ? reject(e) : resolve()))),
        exited.then(() => Promise.reject(new Error('ffmpeg ended early'))),
      ]);
    },
    async end() {
      ffmpeg.stdin.end();
      await exited;
    },
    kill() {
      ffmpeg.kill('SIGKILL');
    },
  };
}

/** True when ffmpeg can be run at all. */
export async function haveFfmpeg(): Promise<boolean> {
  const child = spawn('ffmpeg', ['-version'], { stdio: 'ignore' });
  const [code] = await Promise.race([once(child, 'close'), once(child, 'error').then(() => [1])]).catch(
    () => [1],
  );
  return code === 0;
}
