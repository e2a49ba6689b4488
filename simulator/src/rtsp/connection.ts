// One TCP connection of an RTSP client: requests in order, answers in order, the sessions set up on it.
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Clock } from '@brightwall/kit/clock';
import type { HttpAuth } from '../auth/http-auth.ts';
import type { Camera } from '../camera.ts';
import type { StreamName } from '../content/plan.ts';
import { formatResponse, RtspParser, type RtspRequest } from './message.ts';
import { describe } from './sdp.ts';
import { RtspSession, sessionTimeoutMs } from './session.ts';
import { interleavedTransport, type Transport, udpTransport } from './transport.ts';

export interface RtspContext {
  readonly clock: Clock;
  readonly auth: HttpAuth;
  /** Camera n, or undefined. */
  camera(n: number): Camera | undefined;
}

const methods = 'OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, TEARDOWN, GET_PARAMETER, SET_PARAMETER';
/** More than a client needs; a bound for one that never tears down. */
const maxSessions = 16;
const maxWaiting = 64;

type Answer = readonly [status: number, headers?: [string, string][], body?: string];

interface Target {
  readonly camera: Camera;
  readonly stream: StreamName;
}

export class RtspConnection {
  #socket: Socket;
  #context: RtspContext;
  #parser = new RtspParser();
  #sessions = new Map<string, RtspSession>();
  #cameras = new Map<Camera, () => void>();
  #waiting: RtspRequest[] = [];
  #busy = false;

  constructor(socket: Socket, context: RtspContext) {
    this.#socket = socket;
    this.#context = context;
    socket.setNoDelay(true);
    socket.on('data', chunk => this.#handleData(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.close());
  }

  get sessions(): IterableIterator<RtspSession> {
    return this.#sessions.values();
  }

  close(): void {
    for (const session of this.#sessions.values()) session.close();
    this.#sessions.clear();
    for (const off of this.#cameras.values()) off();
    this.#cameras.clear();
    this.#waiting.length = 0;
    this.#socket.destroy();
  }

  /** Ends UDP sessions whose client fell silent; an interleaved one lives with its connection. */
  sweep(): void {
    for (const [id, session] of this.#sessions)
      if (session.expired && !session.transport.header.includes('TCP')) {
        session.close();
        this.#sessions.delete(id);
      }
  }

  #handleData(chunk: Buffer): void {
    for (const session of this.#sessions.values()) session.handleHeard();
    try {
      this.#waiting.push(...this.#parser.push(chunk));
    } catch {
      this.#socket.end(formatResponse(400, '0', []));
      return;
    }
    if (this.#waiting.length > maxWaiting) this.#socket.destroy();
    else void this.#work();
  }

  async #work(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (
      let request = this.#waiting.shift();
      request && !this.#socket.destroyed;
      request = this.#waiting.shift()
    ) {
      const answer = await this.#answer(request).catch((error: unknown): Answer => {
        process.stderr.write(
          `${JSON.stringify({ level: 'error', msg: 'rtsp request failed', error: String(error) })}\n`,
        );
        return [503];
      });
      if (answer && !this.#socket.destroyed) {
        const [status, headers = [], body] = answer;
        this.#socket.write(formatResponse(status, request.headers.get('cseq') ?? '0', headers, body));
        if (request.method === 'PLAY' && status === 200) this.#session(request)?.play();
      }
    }
    this.#busy = false;
  }

  /** Null: say nothing, the camera has no power. */
  async #answer(request: RtspRequest): Promise<Answer | null> {
    const target = this.#target(request.url);
    if (target && !target.camera.plugged) {
      this.#socket.destroy();
      return null;
    }
    if (target) this.#watchPlug(target.camera);
    if (request.method === 'OPTIONS') return [200, [['Public', methods]]];
    if (!methods.split(', ').includes(request.method)) return [501, [['Public', methods]]];
    const auth = this.#context.auth.check(request.method, request.headers.get('authorization'));
    if (auth !== 'ok') {
      const sha256 = target ? target.camera.number % 4 === 3 : false;
      return [401, this.#context.auth.challenges(auth === 'stale', sha256).map(c => ['WWW-Authenticate', c])];
    }
    if (request.method === 'DESCRIBE') return target ? this.#describe(request, target) : [404];
    if (request.method === 'SETUP') return target ? this.#setup(request, target) : [404];
    return this.#control(request);
  }

  #control(request: RtspRequest): Answer {
    const session = this.#session(request);
    // Without a session GET_PARAMETER is a mere sign of life.
    if (!session)
      return request.method.endsWith('_PARAMETER') && !request.headers.has('session') ? [200] : [454];
    const header: [string, string] = ['Session', session.id];
    switch (request.method) {
      case 'PLAY':
        return [
          200,
          [
            header,
            ['Range', 'npt=now-'],
            ['RTP-Info', `url=${request.url.replace(/\/$/, '')}/trackID=1;seq=${session.nextSequence}`],
          ],
        ];
      case 'PAUSE':
        if (!session.playing) return [455, [header, ['Allow', 'OPTIONS, PLAY, TEARDOWN']]];
        session.pause();
        return [200, [header]];
      case 'TEARDOWN':
        session.close();
        this.#sessions.delete(session.id);
        return [200, [header]];
      default:
        return [200, [header]];
    }
  }

  #describe(request: RtspRequest, target: Target): Answer {
    const base = request.url.replace(/\/?$/, '/');
    const sdp = describe(
      target.camera.stream(target.stream).content,
      target.camera.id,
      this.#socket.localAddress ?? '0.0.0.0',
    );
    return [
      200,
      [
        ['Content-Base', base],
        ['Content-Type', 'application/sdp'],
        ['Cache-Control', 'no-cache'],
      ],
      sdp,
    ];
  }

  async #setup(request: RtspRequest, target: Target): Promise<Answer> {
    if (request.headers.has('session')) return this.#session(request) ? [459] : [454];
    if (this.#sessions.size >= maxSessions) return [503];
    const ssrc = randomBytes(4).readUInt32BE();
    const transport = await this.#openTransport(request.headers.get('transport') ?? '', ssrc);
    if (!transport) return [461];
    const session = new RtspSession(
      randomBytes(8).toString('hex'),
      target.camera,
      target.stream,
      ssrc,
      transport,
      this.#context.clock,
    );
    if (this.#socket.destroyed) {
      session.close();
      return [503];
    }
    this.#sessions.set(session.id, session);
    return [
      200,
      [
        ['Session', `${session.id};timeout=${sessionTimeoutMs / 1000}`],
        ['Transport', transport.header],
      ],
    ];
  }

  /** The first of the client's offers that we can serve. */
  async #openTransport(header: string, ssrc: number): Promise<Transport | null> {
    for (const offer of header.split(',')) {
      const fields = offer.trim().toLowerCase().split(';');
      const range = (name: string): [number, number] | null => {
        const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(
          fields.find(f => f.startsWith(`${name}=`))?.slice(name.length + 1) ?? '',
        );
        return match ? [Number(match[1]), Number(match[2] ?? Number(match[1]) + 1)] : null;
      };
      if (fields.includes('multicast')) continue;
      if (fields[0] === 'rtp/avp/tcp') {
        const [rtp, rtcp] = range('interleaved') ?? [this.#sessions.size * 2, this.#sessions.size * 2 + 1];
        if (rtp < 256 && rtcp < 256) return interleavedTransport(this.#socket, rtp, rtcp, ssrc);
      }
      const ports = range('client_port');
      if (
        (fields[0] === 'rtp/avp' || fields[0] === 'rtp/avp/udp') &&
        ports &&
        ports[0] > 0 &&
        ports[1] < 65536
      ) {
        const { localAddress = '0.0.0.0', remoteAddress = '127.0.0.1' } = this.#socket;
        const plain = (address: string) => address.replace(/^::ffff:/, '');
        return udpTransport(plain(localAddress), plain(remoteAddress), ports[0], ports[1], ssrc, () => {
          for (const session of this.#sessions.values()) session.handleHeard();
        });
      }
    }
    return null;
  }

  #session(request: RtspRequest): RtspSession | undefined {
    return this.#sessions.get((request.headers.get('session') ?? '').split(';')[0]!.trim());
  }

  /** rtsp://host/cam/<n>/<main|sub>[/trackID=1] */
  #target(url: string): Target | null {
    const match = /^rtsp:\/\/[^/]+\/cam\/(\d{1,5})\/(main|sub)(?:\/(?:trackID=1)?)?(?:\?.*)?$/.exec(url);
    const camera = match ? this.#context.camera(Number(match[1])) : undefined;
    return camera ? { camera, stream: match![2] as StreamName } : null;
  }

  #watchPlug(camera: Camera): void {
    if (!this.#cameras.has(camera))
      this.#cameras.set(
        camera,
        camera.on('unplugged', () => this.close()),
      );
  }
}
