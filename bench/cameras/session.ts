// A signed-in client without a browser: the REST calls and the map's socket of a page, and nothing drawn.
import { decodePicture, type MapFeedPicture } from '@brightwall/protocol/map-feed';
import { handleReplaced, isReplaced, newPassword, passwordOf } from '../../scripts/e2e/session.ts';
import type { System } from '../../scripts/e2e/system.ts';

/** Signs in, for the first time or after a page of the same bench did; returns the cookie. */
export async function signIn(system: System): Promise<string> {
  const { url, firstRun } = system;
  const post = async (path: string, body: object, cookie = '') => {
    const headers = { 'content-type': 'application/json', cookie };
    const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    const given = answer.headers.get('set-cookie')?.split(';')[0];
    if (!answer.ok || !given) throw new Error(`${path}: ${answer.status}`);
    return given;
  };
  const { username, password } = firstRun;
  const cookie = await post('/api/session', { username, password: passwordOf(system) });
  if (isReplaced(system)) return cookie;
  const again = await post('/api/session/password', { oldPassword: password, newPassword }, cookie);
  handleReplaced(system);
  return again;
}

export interface Looker {
  /** Bytes of pictures since it began to look. */
  readonly bytes: () => number;
  /** The newest of each atlas page. */
  readonly pages: ReadonlyMap<number, MapFeedPicture & { kind: 'atlas' }>;
  close(): void;
}

/** A page that looks at these cameras' small pictures and small streams. */
export async function lookAt(
  { url }: System,
  cookie: string,
  thumbnails: readonly string[],
  live: readonly string[] = [],
): Promise<Looker> {
  // Node's WebSocket takes headers where the browser's takes protocols.
  const options = { headers: { cookie, origin: url } } as unknown as string[];
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/map-feed`, options);
  socket.binaryType = 'arraybuffer';
  const pages = new Map<number, MapFeedPicture & { kind: 'atlas' }>();
  let [bytes, told] = [0, 0];
  let timer: NodeJS.Timeout | null = null;
  const ack = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    told = bytes;
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ kind: 'ack', bytes }));
  };
  socket.addEventListener('message', ({ data }) => {
    if (!(data instanceof ArrayBuffer)) return;
    bytes += data.byteLength;
    // As the page does it: wall-client's feed-socket.ts.
    if (bytes - told >= 64 * 1024) ack();
    else timer ??= setTimeout(ack, 100);
    const picture = decodePicture(data);
    if (picture?.kind === 'atlas') pages.set(picture.page, picture);
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', () => reject(new Error('the map feed cannot be opened')), {
      once: true,
    });
  });
  socket.send(JSON.stringify({ kind: 'view', thumbnails, live }));
  return { bytes: () => bytes, pages, close: () => socket.close() };
}
