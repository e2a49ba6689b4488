// GStreamer's RTSP server as a child process; see gst_rtsp_server.py.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const python = '/usr/bin/python3';
const script = fileURLToPath(new URL('./gst_rtsp_server.py', import.meta.url));

export interface GstServer {
  /** rtsp://user:password@host:port/path */
  address(path: string, password?: string): string;
  close(): Promise<void>;
}

/** Why the server cannot run here (packages missing), or null. */
export function gstMissing(): string | null {
  const check = `import gi; gi.require_version('GstRtspServer', '1.0'); from gi.repository import GstRtspServer`;
  const { status, stderr, error } = spawnSync(python, ['-c', check], { encoding: 'utf8' });
  return status === 0 ? null : (error?.message ?? stderr.trim().split('\n').at(-1) ?? `exit ${status}`);
}

/** Serves /h264, /second and /vp8 behind digest authentication. */
export async function startGstServer(): Promise<GstServer> {
  const user = 'viewer';
  const right = 'p@ss/word 1'; // every character that a URL has to escape
  const child = spawn(python, [script, '--user', user, '--password', right], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(([text]) => text as string),
    ended.then(([code]) => Promise.reject(new Error(`gst_rtsp_server.py ended with ${code}`))),
  ]);
  const { port } = JSON.parse(line.replace(/^READY /, '')) as { port: number };
  return {
    address: (path, password = right) =>
      `rtsp://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${path}`,
    async close() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
