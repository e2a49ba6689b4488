// Sites, agents and cameras: the reports of agents, with what people set over them. Held whole in
// memory (a few KB each), written through to the store. States are of the moment and not stored.
import type { Clock } from '@brightwall/kit/clock';
import { Emitter } from '@brightwall/kit/emitter';
import type {
  Camera,
  CameraPage,
  CameraPatch,
  CameraPlace,
  CameraReport,
  CameraState,
  Site,
} from '@brightwall/protocol/camera';
import { AppError } from '@brightwall/protocol/errors';
import { onlyReport, storable, toCamera } from './merge.ts';
import { OwnCameras } from './own-cameras.ts';
import type { AgentsPort, CamerasPort, SitesPort, StoredAgent, StoredCamera } from './ports.ts';
import { SortedIds } from './sorted-ids.ts';
import { type KeptThumbnail, Thumbnails } from './thumbnails.ts';
import { WriteBehind } from './write-behind.ts';

export interface AgentInfo {
  readonly id: string;
  readonly name: string;
  readonly siteId: string;
  readonly connected: boolean;
  readonly lastSeenMs: number;
  readonly cameras: number;
}

export interface RegistryEvents {
  camera: [camera: Camera];
  cameraState: [cameraId: string, state: CameraState];
  thumbnailTaken: [cameraId: string, takenMs: number];
}

interface Entry {
  stored: StoredCamera;
  state: CameraState;
}

/** One core node's share, a large city's: some 200 MB. More cameras are more nodes. */
const maxCameras = 100_000;
/** A statement takes 65,535 values, a camera is 17 of them. */
const rowsPerWrite = 1000;

/** What a stored camera is until its agent speaks. */
const unknownYet = (nowMs: number): CameraState => ({ kind: 'agent-offline', sinceMs: nowMs });

export class Registry {
  readonly events = new Emitter<RegistryEvents>();
  readonly #sitesPort: SitesPort;
  readonly #agentsPort: AgentsPort;
  readonly #camerasPort: CamerasPort;
  readonly #clock: Clock;
  readonly #siteId: string;
  #sites: Site[] = [];
  readonly #agents = new Map<string, StoredAgent>();
  readonly #connected = new Set<string>();
  readonly #cameras = new Map<string, Entry>();
  readonly #own = new OwnCameras();
  readonly #sorted = new SortedIds();
  readonly #thumbnails = new Thumbnails();
  readonly #changedAgents = new Set<string>();
  readonly #changedCameras = new Set<string>();
  #writing: ReadonlySet<string> = new Set<string>();
  readonly #writer: WriteBehind;

  constructor(options: {
    sites: SitesPort;
    agents: AgentsPort;
    cameras: CamerasPort;
    clock: Clock;
    defaultSiteId: string;
    onStoreError: (error: unknown) => void;
  }) {
    this.#sitesPort = options.sites;
    this.#agentsPort = options.agents;
    this.#camerasPort = options.cameras;
    this.#clock = options.clock;
    this.#siteId = options.defaultSiteId;
    this.#writer = new WriteBehind(() => this.#write(), options.clock, options.onStoreError);
  }

  /** Reads everything stored; call once, before anything else. */
  async load(defaultSite: Site): Promise<void> {
    await this.#sitesPort.put(defaultSite);
    this.#sites = await this.#sitesPort.all();
    for (const agent of await this.#agentsPort.all()) this.#agents.set(agent.id, agent);
    const nowMs = this.#clock.epochMs();
    for (const stored of await this.#camerasPort.all()) {
      this.#cameras.set(stored.report.id, { stored, state: unknownYet(nowMs) });
      this.#own.give(stored.report.id, null, stored.agentId);
    }
  }

  sites(): Site[] {
    return this.#sites;
  }

  /** Up to `limit` cameras in the order of their ids, those after `after`; null: from the first. */
  page(after: string | null, limit: number): CameraPage {
    const ids = this.#sorted.after(this.#cameras, after, limit + 1);
    const cameras = this.camerasOf(ids.slice(0, limit));
    return { cameras, next: ids.length > limit ? ids[limit - 1]! : null };
  }

  get size(): number {
    return this.#cameras.size;
  }

  /** Cameras by their ids, a part of all at a time; ids that are none are left out. */
  camerasOf(ids: readonly string[]): Camera[] {
    return ids.flatMap(id => this.#camera(id) ?? []);
  }

  ids(): string[] {
    return [...this.#cameras.keys()];
  }

  idsOf(agentId: string): string[] {
    return [...this.#own.of(agentId)];
  }

  /** Throws not-found. */
  camera(id: string): Camera {
    const camera = this.#camera(id);
    if (!camera) throw new AppError('not-found', id);
    return camera;
  }

  agents(): AgentInfo[] {
    return [...this.#agents.values()].map(agent => ({
      id: agent.id,
      name: agent.name,
      siteId: agent.siteId,
      connected: this.#connected.has(agent.id),
      lastSeenMs: this.#connected.has(agent.id) ? this.#clock.epochMs() : agent.lastSeenMs,
      cameras: this.#own.of(agent.id).size,
    }));
  }

  thumbnail(id: string): KeptThumbnail | undefined {
    return this.#thumbnails.get(id);
  }

  /** Where it stands; null where nobody knows, or for an unknown camera. */
  place(id: string): CameraPlace | null {
    return this.#camera(id)?.place ?? null;
  }

  /** Null while its agent is away, or for an unknown camera. */
  connectedAgentOf(cameraId: string): string | null {
    const agentId = this.#cameras.get(cameraId)?.stored.agentId;
    return agentId !== undefined && this.#connected.has(agentId) ? agentId : null;
  }

  /** Which agent a camera is asked from. Throws not-found, or agent-offline. */
  agentOf(cameraId: string): string {
    const entry = this.#cameras.get(cameraId);
    if (!entry) throw new AppError('not-found', cameraId);
    if (!this.#connected.has(entry.stored.agentId)) throw new AppError('agent-offline', entry.stored.agentId);
    return entry.stored.agentId;
  }

  /** An agent signed in and says all it knows; returns how many of its cameras are taken as its own. */
  handleHello(agentId: string, name: string, reports: readonly CameraReport[]): number {
    this.#putAgent({
      id: agentId,
      siteId: this.#siteId,
      name: storable(name),
      lastSeenMs: this.#clock.epochMs(),
    });
    this.#connected.add(agentId);
    const own = reports.filter(report => this.#take(agentId, report));
    const named = new Set(own.map(report => report.id));
    for (const id of this.#own.of(agentId)) {
      if (named.has(id)) continue;
      const detail = '边缘设备尚未找到该摄像机 / The edge agent has not found this camera yet';
      this.#setState(id, { kind: 'unreachable', sinceMs: this.#clock.epochMs(), detail });
    }
    return own.length;
  }

  handleCamera(agentId: string, report: CameraReport): void {
    if (this.#connected.has(agentId)) this.#take(agentId, report);
  }

  /** Whether the agent has the camera: only then may it speak for it. */
  isOf(agentId: string, cameraId: string): boolean {
    return this.#cameras.get(cameraId)?.stored.agentId === agentId;
  }

  /** Throws not-found when nobody has the camera, forbidden when another agent has it. */
  assertOf(agentId: string, cameraId: string): void {
    const owner = this.camera(cameraId).agentId;
    if (owner !== agentId) throw new AppError('forbidden', `${cameraId}: ${owner}`);
  }

  handleState(agentId: string, cameraId: string, state: CameraState): void {
    if (this.isOf(agentId, cameraId)) this.#setState(cameraId, state);
  }

  handleThumbnail(agentId: string, cameraId: string, takenMs: number, jpeg: Buffer): void {
    if (!this.isOf(agentId, cameraId)) return;
    if (this.#thumbnails.keep(cameraId, takenMs, jpeg)) this.events.emit('thumbnailTaken', cameraId, takenMs);
  }

  handleAgentGone(agentId: string): void {
    if (!this.#connected.delete(agentId)) return;
    const nowMs = this.#clock.epochMs();
    for (const id of this.#own.of(agentId)) this.#setState(id, { kind: 'agent-offline', sinceMs: nowMs });
    const agent = this.#agents.get(agentId);
    if (agent) this.#putAgent({ ...agent, lastSeenMs: nowMs });
  }

  /** Throws not-found, or code-taken. */
  async patch(id: string, patch: CameraPatch): Promise<Camera> {
    const entry = this.#cameras.get(id);
    if (!entry) throw new AppError('not-found', id);
    await this.stored(id);
    if (patch.code) this.#assertFree(patch.code, id);
    if (!(await this.#camerasPort.set(id, patch))) throw new AppError('not-found', id);
    entry.stored = { ...entry.stored, set: { ...entry.stored.set, ...patch } };
    const camera = this.#camera(id)!;
    this.events.emit('camera', camera);
    return camera;
  }

  /** Resolves when what is known of this camera is stored. */
  async stored(id: string): Promise<void> {
    if (this.#changedCameras.has(id) || this.#writing.has(id)) await this.#writer.flushed();
  }

  async close(): Promise<void> {
    await this.#writer.close();
    this.events.clear();
  }

  /**
   * Two agents on one network discover the same camera. It stays with the first for as long as that one
   * is connected and has a picture or is getting one.
   */
  #mayReport(agentId: string, cameraId: string): boolean {
    const entry = this.#cameras.get(cameraId);
    if (!entry || entry.stored.agentId === agentId || !this.#connected.has(entry.stored.agentId)) return true;
    return entry.state.kind !== 'live' && entry.state.kind !== 'connecting';
  }

  /** False when the camera stays with another agent, or this one has too many. */
  #take(agentId: string, report: CameraReport): boolean {
    if (!this.#mayReport(agentId, report.id)) return false;
    const before = this.#cameras.get(report.id);
    if (!before && this.#cameras.size >= maxCameras) return false;
    this.#cameras.set(report.id, {
      stored: {
        report: onlyReport(report),
        siteId: before?.stored.siteId ?? this.#siteId,
        agentId,
        set: before?.stored.set ?? {},
      },
      state: report.state,
    });
    this.#own.give(report.id, before?.stored.agentId ?? null, agentId);
    this.#changedCameras.add(report.id);
    this.#writer.mark();
    this.events.emit('camera', this.#camera(report.id)!);
    return true;
  }

  /** Two devices of one code would be one device to every platform above. */
  #assertFree(code: string, cameraId: string): void {
    for (const { stored } of this.#cameras.values())
      if (stored.report.id !== cameraId && (stored.set.code ?? stored.report.code) === code)
        throw new AppError('code-taken', stored.set.name ?? stored.report.name);
  }

  #putAgent(agent: StoredAgent): void {
    this.#agents.set(agent.id, agent);
    this.#changedAgents.add(agent.id);
    this.#writer.mark();
  }

  async #write(): Promise<void> {
    const agents = [...this.#changedAgents];
    const cameras = [...this.#changedCameras];
    this.#changedAgents.clear();
    this.#changedCameras.clear();
    this.#writing = new Set(cameras);
    try {
      for (const id of agents) await this.#agentsPort.put(this.#agents.get(id)!);
      for (let from = 0; from < cameras.length; from += rowsPerWrite) {
        const rows = cameras.slice(from, from + rowsPerWrite).map(id => this.#cameras.get(id)!.stored);
        await this.#camerasPort.putReports(rows, this.#clock.epochMs());
      }
    } catch (error) {
      for (const id of agents) this.#changedAgents.add(id);
      for (const id of cameras) this.#changedCameras.add(id);
      throw error;
    } finally {
      this.#writing = new Set();
    }
  }

  #setState(cameraId: string, state: CameraState): void {
    const entry = this.#cameras.get(cameraId);
    if (!entry) return;
    entry.state = state;
    this.events.emit('cameraState', cameraId, state);
  }

  #camera(id: string): Camera | null {
    const entry = this.#cameras.get(id);
    if (!entry) return null;
    return toCamera(entry.stored, entry.state, this.#thumbnails.get(id)?.takenMs ?? null);
  }
}
