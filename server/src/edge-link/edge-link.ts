// Agents come in here: signed in by agent id and token, one connection each. What they say goes out as
// typed events; what the core asks of them comes in as calls.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '@brightwall/kit/clock';
import { Emitter } from '@brightwall/kit/emitter';
import type { CameraReport } from '@brightwall/protocol/camera';
import type {
  CoreToEdge,
  EdgeToCore,
  FeedUnitMessage,
  Hello,
  HlsInit,
  HlsPart,
  HlsStreamRef,
  PassageDelivery,
  PlateSetupChange,
  Published,
  PublishRequest,
  StateChange,
  StreamEndReason,
  StreamStats,
} from '@brightwall/protocol/edge-messages';
import { AppError } from '@brightwall/protocol/errors';
import type { PlateStats, PlateView } from '@brightwall/protocol/plate-setup';
import type { PicturePlates } from '@brightwall/protocol/read-picture';
import type { Namespace, Server } from 'socket.io';
import { AgentConnection, type EdgeSocket } from './agent-connection.ts';
import { picturePlatesAnswer, publishedAnswer } from './messages.ts';

export interface EdgeLinkEvents {
  camera: [agentId: string, report: CameraReport];
  state: [agentId: string, change: StateChange];
  thumbnail: [agentId: string, cameraId: string, takenMs: number, jpeg: Buffer];
  stats: [agentId: string, stats: StreamStats];
  publishEnded: [agentId: string, publishId: string, reason: StreamEndReason];
  hlsInit: [agentId: string, init: HlsInit, data: Buffer];
  hlsPart: [agentId: string, part: HlsPart, data: Buffer];
  hlsEnded: [agentId: string, ref: HlsStreamRef, reason: StreamEndReason];
  feedUnit: [agentId: string, unit: FeedUnitMessage];
  feedEnded: [agentId: string, cameraId: string, reason: StreamEndReason];
  plateStats: [agentId: string, stats: PlateStats];
  plateView: [agentId: string, view: PlateView, jpeg: Buffer];
  /** Said hello, with these cameras; the registry has them by now. */
  greeted: [agentId: string, cameraIds: string[]];
  gone: [agentId: string];
}

export interface EdgeLinkOptions {
  readonly io: Server;
  readonly token: string;
  readonly clock: Clock;
  /** Takes an agent's hello; returns how many of its cameras are accepted. */
  readonly acceptHello: (agentId: string, hello: Hello) => number;
  /** Resolves when it is stored for good; throws AppError bad-request when it never can be. */
  readonly storePassage: (agentId: string, delivery: PassageDelivery) => Promise<void>;
  readonly log: (level: 'info' | 'warn', text: string, facts: object) => void;
}

/** The camera is asked, its codec found, an encoder perhaps started. */
const publishTimeoutMs = 12_000;
const askTimeoutMs = 5_000;
/** Behind a few pictures of cameras; a large one is looked at twice. */
const readPictureTimeoutMs = 15_000;
const agentIdPattern = /^[A-Za-z0-9._-]{1,64}$/;

const isNull = (value: unknown): value is null => value === null;
const isPicturePlates = (value: unknown): value is PicturePlates => picturePlatesAnswer.Check(value);
const isPublished = (value: unknown): value is Published => publishedAnswer.Check(value);

export class EdgeLink {
  readonly events = new Emitter<EdgeLinkEvents>();
  readonly #options: EdgeLinkOptions;
  readonly #namespace: Namespace<EdgeToCore, CoreToEdge>;
  readonly #agents = new Map<string, AgentConnection>();
  /** Messages that broke the contract, since the start. */
  refused = 0;

  constructor(options: EdgeLinkOptions) {
    this.#options = options;
    this.#namespace = options.io.of('/edge');
    this.#namespace.use((socket, next) => {
      const error = this.#whyRefused(socket);
      if (!error) return next();
      options.log('warn', 'an agent was refused', {
        address: socket.handshake.address,
        detail: error.detail,
      });
      next(Object.assign(new Error(error.message), { data: error.toBody() }));
    });
    this.#namespace.on('connection', socket => this.#take(socket));
  }

  /** Ids of agents that have said hello. */
  connected(): string[] {
    return [...this.#agents.values()].filter(agent => agent.greeted).map(agent => agent.agentId);
  }

  publish(agentId: string, request: PublishRequest): Promise<Published> {
    return this.#agent(agentId).ask('publish', request, publishTimeoutMs, isPublished);
  }

  async unpublish(agentId: string, publishId: string): Promise<void> {
    await this.#agent(agentId).ask('unpublish', { publishId }, askTimeoutMs, isNull);
  }

  async startHls(agentId: string, ref: HlsStreamRef): Promise<void> {
    await this.#agent(agentId).ask('startHls', ref, publishTimeoutMs, isNull);
  }

  async stopHls(agentId: string, ref: HlsStreamRef): Promise<void> {
    await this.#agent(agentId).ask('stopHls', ref, askTimeoutMs, isNull);
  }

  async setPlateSetup(agentId: string, change: PlateSetupChange): Promise<void> {
    await this.#agent(agentId).ask('setPlateSetup', change, askTimeoutMs, isNull);
  }

  async watchPlates(agentId: string, request: { cameraId: string; on: boolean }): Promise<void> {
    await this.#agent(agentId).ask('watchPlates', request, askTimeoutMs, isNull);
  }

  async wantThumbnails(agentId: string, cameraIds: string[]): Promise<void> {
    await this.#agent(agentId).ask('wantThumbnails', { cameraIds }, askTimeoutMs, isNull);
  }

  readPicture(agentId: string, picture: Uint8Array): Promise<PicturePlates> {
    return this.#agent(agentId).ask('readPicture', { picture }, readPictureTimeoutMs, isPicturePlates);
  }

  async startFeed(agentId: string, cameraId: string): Promise<void> {
    await this.#agent(agentId).ask('startFeed', { cameraId }, publishTimeoutMs, isNull);
  }

  async stopFeed(agentId: string, cameraId: string): Promise<void> {
    await this.#agent(agentId).ask('stopFeed', { cameraId }, askTimeoutMs, isNull);
  }

  /** Every agent probes its network anew; those that do not answer are logged. */
  async discover(): Promise<void> {
    await Promise.all(
      this.connected().map(agentId =>
        this.#agent(agentId)
          .ask('discover', {}, askTimeoutMs, isNull)
          .catch(error => this.#options.log('warn', 'discover failed', { agentId, error: String(error) })),
      ),
    );
  }

  close(): void {
    for (const agent of [...this.#agents.values()]) agent.close();
    this.#agents.clear();
    this.#namespace.removeAllListeners();
    this.events.clear();
  }

  #agent(agentId: string): AgentConnection {
    const agent = this.#agents.get(agentId);
    if (!agent?.greeted) throw new AppError('agent-offline', agentId);
    return agent;
  }

  #whyRefused(socket: EdgeSocket): AppError | null {
    const { agentId, token } = socket.handshake.auth as { agentId?: unknown; token?: unknown };
    if (typeof agentId !== 'string' || !agentIdPattern.test(agentId))
      return new AppError('bad-request', 'agentId: 1–64 of A–Z a–z 0–9 . _ -');
    if (typeof token !== 'string' || !sameSecret(token, this.#options.token))
      return new AppError('wrong-credentials', `边缘口令不正确 / wrong edge token (agent ${agentId})`);
    return null;
  }

  #take(socket: EdgeSocket): void {
    const { agentId } = socket.handshake.auth as { agentId: string };
    const { log } = this.#options;
    const before = this.#agents.get(agentId);
    if (before) {
      log('info', 'an agent came back; its old connection ends', { agentId });
      this.#end(before);
      before.close();
    }
    const on = this.events;
    const connection: AgentConnection = new AgentConnection(
      agentId,
      socket,
      {
        hello: hello => {
          log('info', 'an agent says hello', { agentId, cameras: hello.cameras.length });
          const accepted = this.#options.acceptHello(agentId, hello);
          // Once the answer to hello is on its way.
          queueMicrotask(
            () =>
              connection.greeted &&
              on.emit(
                'greeted',
                agentId,
                hello.cameras.map(({ id }) => id),
              ),
          );
          return accepted;
        },
        passage: delivery => this.#storePassage(agentId, delivery),
        feedUnit: unit => on.emit('feedUnit', agentId, unit),
        feedEnded: (cameraId, reason) => on.emit('feedEnded', agentId, cameraId, reason),
        plateStats: stats => on.emit('plateStats', agentId, stats),
        plateView: (view, jpeg) => on.emit('plateView', agentId, view, jpeg),
        camera: report => on.emit('camera', agentId, report),
        state: change => on.emit('state', agentId, change),
        thumbnail: (cameraId, takenMs, jpeg) => on.emit('thumbnail', agentId, cameraId, takenMs, jpeg),
        stats: stats => on.emit('stats', agentId, stats),
        publishEnded: (publishId, reason) => on.emit('publishEnded', agentId, publishId, reason),
        hlsInit: (init, data) => on.emit('hlsInit', agentId, init, data),
        hlsPart: (part, data) => on.emit('hlsPart', agentId, part, data),
        hlsEnded: (ref, reason) => on.emit('hlsEnded', agentId, ref, reason),
        refused: (name, why) => {
          this.refused += 1;
          log('warn', 'a message of an agent was refused', { agentId, name, why });
        },
      },
      this.#options.clock,
    );
    this.#agents.set(agentId, connection);
    socket.on('disconnect', reason => {
      log('info', 'an agent is gone', { agentId, reason });
      this.#end(connection);
    });
  }

  async #storePassage(agentId: string, delivery: PassageDelivery): Promise<void> {
    try {
      await this.#options.storePassage(agentId, delivery);
    } catch (error) {
      if (!(error instanceof AppError))
        this.#options.log('warn', 'a passage could not be stored', { agentId, error: String(error) });
      throw error;
    }
  }

  #end(connection: AgentConnection): void {
    const greeted = connection.greeted;
    connection.handleEnd();
    if (this.#agents.get(connection.agentId) === connection) this.#agents.delete(connection.agentId);
    if (greeted) this.events.emit('gone', connection.agentId);
  }
}

function sameSecret(given: string, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}
