// One connection of one agent, from its sign-in to its end. A reconnecting agent gets a new one.
import type { Clock } from '@brightwall/kit/clock';
import type { CameraReport } from '@brightwall/protocol/camera';
import {
  type CoreToEdge,
  type EdgeToCore,
  edgeProtocolVersion,
  type FeedUnitMessage,
  type Hello,
  type HlsInit,
  type HlsPart,
  type HlsStreamRef,
  maxFeedUnitBytes,
  maxHlsPartBytes,
  type PassageDelivery,
  type StateChange,
  type StreamEndReason,
  type StreamStats,
} from '@brightwall/protocol/edge-messages';
import { AppError, type ErrorCode, errorCatalogue, type Reply } from '@brightwall/protocol/errors';
import { maxPictureBytes } from '@brightwall/protocol/passage';
import type { PlateStats, PlateView } from '@brightwall/protocol/plate-setup';
import type { Socket } from 'socket.io';
import { forgetBadPlace, hasBytes, messages } from './messages.ts';

export type EdgeSocket = Socket<EdgeToCore, CoreToEdge>;

/** What a connection hands on; every message is valid, and none comes before hello or after the end. */
export interface AgentListener {
  hello(hello: Hello): number;
  camera(report: CameraReport): void;
  state(change: StateChange): void;
  thumbnail(cameraId: string, takenMs: number, jpeg: Buffer): void;
  stats(stats: StreamStats): void;
  publishEnded(publishId: string, reason: StreamEndReason): void;
  hlsInit(init: HlsInit, data: Buffer): void;
  hlsPart(part: HlsPart, data: Buffer): void;
  hlsEnded(ref: HlsStreamRef, reason: StreamEndReason): void;
  feedUnit(unit: FeedUnitMessage): void;
  feedEnded(cameraId: string, reason: StreamEndReason): void;
  /** Resolves when it is stored for good. */
  passage(delivery: PassageDelivery): Promise<void>;
  plateStats(stats: PlateStats): void;
  plateView(view: PlateView, jpeg: Buffer): void;
  /** A message that breaks the contract; dropped, or answered bad-request where an answer was asked for. */
  refused(name: string, why: string): void;
}

/** A compiled schema, as far as it is used here. */
interface Checks<T> {
  Check(value: unknown): value is T;
  Errors(value: unknown): { instancePath: string; message: string }[];
}

const maxThumbnailBytes = 200_000;
/** ftyp and moov with the parameter sets of one track. */
const maxHlsInitBytes = 200_000;
/** 960 px wide: 100–250 KB. */
const maxPlateViewBytes = 1_000_000;
/** One a camera is the agent's way; more than its most cameras at once is no agent of ours. */
const maxPassagesInFlight = 256;

export class AgentConnection {
  readonly agentId: string;
  readonly #socket: EdgeSocket;
  readonly #clock: Clock;
  readonly #open = new Set<(error: AppError) => void>();
  #passagesInFlight = 0;
  #greeted = false;
  #ended = false;

  constructor(agentId: string, socket: EdgeSocket, listener: AgentListener, clock: Clock) {
    this.agentId = agentId;
    this.#socket = socket;
    this.#clock = clock;
    this.#listen(listener);
  }

  get greeted(): boolean {
    return this.#greeted && !this.#ended;
  }

  /** Asks the agent and waits. Throws what it answers, agent-offline when it goes, timed-out when it is silent. */
  ask<T>(
    name: keyof CoreToEdge,
    request: object,
    timeoutMs: number,
    check: (value: unknown) => value is T,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      if (!this.greeted) return reject(new AppError('agent-offline', this.agentId));
      const settle = (outcome: AppError | { value: T }) => {
        if (!this.#open.delete(fail)) return;
        timer.cancel();
        if (outcome instanceof AppError) reject(outcome);
        else resolve(outcome.value);
      };
      const fail = (error: AppError) => settle(error);
      this.#open.add(fail);
      const timer = this.#clock.after(timeoutMs, () =>
        settle(new AppError('timed-out', `${this.agentId} ${name}`)),
      );
      const emit = this.#socket.emit.bind(this.#socket) as (
        event: string,
        request: object,
        reply: (answer: unknown) => void,
      ) => void;
      emit(name, request, answer => settle(readReply(answer, check, `${this.agentId} ${name}`)));
    });
  }

  /** Ends the connection from this side. */
  close(): void {
    this.handleEnd();
    this.#socket.disconnect(true);
  }

  /** The connection is gone. True the first time. */
  handleEnd(): boolean {
    if (this.#ended) return false;
    this.#ended = true;
    for (const fail of [...this.#open]) fail(new AppError('agent-offline', this.agentId));
    return true;
  }

  #listen(listener: AgentListener): void {
    const socket = this.#socket;
    const on = <T>(name: keyof typeof messages, validator: Checks<T>, take: (message: T) => void) => {
      socket.on(name, (message: unknown) => {
        if (!this.greeted) return;
        if (name === 'camera') forgetBadPlace(message);
        if (!validator.Check(message)) return listener.refused(name, firstError(validator, message));
        take(message);
      });
    };
    socket.on('hello', (message: unknown, reply: unknown) => {
      if (this.#ended) return;
      if (typeof reply !== 'function') return listener.refused('hello', 'no acknowledgement asked for');
      const answer = this.#greet(message, listener);
      (reply as (answer: Reply<{ accepted: number }>) => void)(answer);
      if (!answer.ok) this.close();
    });
    on('camera', messages.camera, report => listener.camera(report));
    on('state', messages.state, change => listener.state(change));
    on('stats', messages.stats, stats => listener.stats(stats));
    on('publishEnded', messages.publishEnded, end => listener.publishEnded(end.publishId, end.reason));
    on('hlsEnded', messages.hlsEnded, ({ cameraId, profile, rendition, reason }) =>
      listener.hlsEnded({ cameraId, profile, rendition }, reason),
    );
    on('thumbnail', messages.thumbnail, ({ cameraId, takenMs, jpeg }) => {
      if (hasBytes(jpeg, maxThumbnailBytes)) listener.thumbnail(cameraId, takenMs, jpeg);
      else listener.refused('thumbnail', 'jpeg');
    });
    on('hlsInit', messages.hlsInit, init => {
      if (hasBytes(init.data, maxHlsInitBytes)) listener.hlsInit(init, init.data);
      else listener.refused('hlsInit', 'data');
    });
    on('hlsPart', messages.hlsPart, part => {
      if (hasBytes(part.data, maxHlsPartBytes)) listener.hlsPart(part, part.data);
      else listener.refused('hlsPart', 'data');
    });
    on('feedUnit', messages.feedUnit, unit => {
      if (hasBytes(unit.data, maxFeedUnitBytes)) listener.feedUnit(unit);
      else listener.refused('feedUnit', 'data');
    });
    on('feedEnded', messages.feedEnded, ({ cameraId, reason }) => listener.feedEnded(cameraId, reason));
    on('plateStats', messages.plateStats, stats => listener.plateStats(stats));
    on('plateView', messages.plateView, view => {
      if (hasBytes(view.jpeg, maxPlateViewBytes)) listener.plateView(view, view.jpeg);
      else listener.refused('plateView', 'jpeg');
    });
    this.#answer('passage', listener, async message => {
      if (!messages.passage.Check(message)) refuse(firstError(messages.passage, message));
      if (!message.pictures.every(({ jpeg }) => hasBytes(jpeg, maxPictureBytes))) refuse('/pictures jpeg');
      if (this.#passagesInFlight >= maxPassagesInFlight)
        throw new AppError('overloaded', 'passages in flight');
      this.#passagesInFlight += 1;
      try {
        await listener.passage(message);
      } finally {
        this.#passagesInFlight -= 1;
      }
      return null;
    });
    this.#answer('time', listener, async () => ({ epochMs: this.#clock.epochMs() }));
  }

  /** Requests of the agent: each is answered, with what went wrong if need be. */
  #answer<T>(
    name: 'passage' | 'time',
    listener: AgentListener,
    work: (message: unknown) => Promise<T>,
  ): void {
    this.#socket.on(name, async (message: unknown, reply: unknown) => {
      if (typeof reply !== 'function') return listener.refused(name, 'no acknowledgement asked for');
      const say = reply as (answer: Reply<T>) => void;
      try {
        if (!this.greeted) throw new AppError('agent-offline', 'hello comes first');
        say({ ok: true, value: await work(message) });
      } catch (error) {
        if (error instanceof BrokenContract) listener.refused(name, error.detail ?? '');
        say({ ok: false, error: (error instanceof AppError ? error : new AppError('internal')).toBody() });
      }
    });
  }

  #greet(message: unknown, listener: AgentListener): Reply<{ accepted: number }> {
    const version = (message as { version?: unknown } | null)?.version;
    if (version !== edgeProtocolVersion) {
      const detail = `协议版本须为 ${edgeProtocolVersion} / protocol version ${edgeProtocolVersion} is spoken here, not ${String(version).slice(0, 20)}`;
      listener.refused('hello', detail);
      return { ok: false, error: new AppError('bad-request', detail).toBody() };
    }
    const { cameras } = message as { cameras?: unknown };
    if (Array.isArray(cameras)) cameras.forEach(forgetBadPlace);
    if (!messages.hello.Check(message)) {
      const detail = firstError(messages.hello, message);
      listener.refused('hello', detail);
      return { ok: false, error: new AppError('bad-request', detail).toBody() };
    }
    this.#greeted = true;
    return { ok: true, value: { accepted: listener.hello(message) } };
  }
}

/** The message is not what the protocol says, whatever is in it. */
class BrokenContract extends AppError {}

function refuse(why: string): never {
  throw new BrokenContract('bad-request', why);
}

function firstError(validator: Checks<unknown>, message: unknown): string {
  const first = validator.Errors(message)[0];
  return `${first?.instancePath || '/'} ${first?.message ?? ''}`;
}

function readReply<T>(
  answer: unknown,
  check: (value: unknown) => value is T,
  who: string,
): AppError | { value: T } {
  const reply = answer as {
    ok?: unknown;
    value?: unknown;
    error?: { code?: unknown; detail?: unknown };
  } | null;
  if (reply?.ok === true && check(reply.value)) return { value: reply.value };
  const code = reply?.error?.code;
  if (reply?.ok === false && typeof code === 'string' && Object.hasOwn(errorCatalogue, code)) {
    const detail = reply.error?.detail;
    return new AppError(code as ErrorCode, typeof detail === 'string' ? detail.slice(0, 500) : undefined);
  }
  return new AppError('internal', `${who}: 应答无效 / the answer is not valid`);
}
