import { FakeClock } from '@brightwall/kit/clock';
import type { CameraPatch } from '@brightwall/protocol/camera';
import { beforeEach, describe, expect, it } from 'vitest';
import { report } from '../testing/test-core.ts';
import type { StoredAgent, StoredCamera } from './ports.ts';
import { Registry } from './registry.ts';

// The store's own behaviour is tested with the real one in core.test.ts; here it is one that can be away.
class MemoryStore {
  isAway = false;
  readonly agents = new Map<string, StoredAgent>();
  readonly cameras = new Map<string, StoredCamera>();

  #reach(): void {
    if (this.isAway) throw new Error('the database is away');
  }

  readonly sitesPort = { all: async () => [], put: async () => {} };
  readonly agentsPort = {
    all: async () => [...this.agents.values()],
    put: async (agent: StoredAgent) => {
      this.#reach();
      this.agents.set(agent.id, agent);
    },
  };
  readonly camerasPort = {
    all: async () => [...this.cameras.values()],
    putReports: async (rows: readonly Omit<StoredCamera, 'set'>[]) => {
      this.#reach();
      for (const row of rows)
        this.cameras.set(row.report.id, { ...row, set: this.cameras.get(row.report.id)?.set ?? {} });
    },
    set: async (id: string, patch: CameraPatch) => {
      this.#reach();
      const stored = this.cameras.get(id);
      if (stored) this.cameras.set(id, { ...stored, set: { ...stored.set, ...patch } });
      return stored !== undefined;
    },
  };
}

const a = 'a'.repeat(16);
const b = 'b'.repeat(16);
let clock: FakeClock;
let store: MemoryStore;
let registry: Registry;
let errors: unknown[];
const all = () => registry.page(null, 1000).cameras;

beforeEach(async () => {
  clock = new FakeClock();
  store = new MemoryStore();
  errors = [];
  registry = new Registry({
    sites: store.sitesPort,
    agents: store.agentsPort,
    cameras: store.camerasPort,
    clock,
    defaultSiteId: 'default',
    onStoreError: error => errors.push(error),
  });
  await registry.load({ id: 'default', name: '示范点', nameEn: 'Demo site' });
});

describe('the registry', () => {
  it('goes on while the database is away, and writes when it is back', async () => {
    store.isAway = true;
    registry.handleHello('edge-1', 'box', [report(a)]);
    await clock.advance(1_000);
    expect(registry.camera(a).state.kind).toBe('live');
    expect(store.cameras.size).toBe(0);
    expect(errors.length).toBeGreaterThan(0);
    store.isAway = false;
    await clock.advance(60_000);
    expect([...store.cameras.keys()]).toEqual([a]);
    await registry.close();
    expect(clock.pending).toBe(0);
  });

  it('writes what is still open when it closes', async () => {
    registry.handleHello('edge-1', 'box', [report(a)]);
    await registry.close();
    expect([...store.cameras.keys()]).toEqual([a]);
  });

  it('lets a person change a camera that was reported a moment ago', async () => {
    registry.handleHello('edge-1', 'box', [report(a)]);
    expect(await registry.patch(a, { name: '南门' })).toMatchObject({ name: '南门' });
    expect(store.cameras.get(a)?.set).toEqual({ name: '南门' });
  });

  it('takes from reports what no database stores, so that one device cannot hold up the others', async () => {
    const name = '南\0门\ud800';
    const [stream] = report(a).streams;
    const streams = [{ ...stream!, codecName: 'H264\0' }];
    registry.handleHello('edge-1', 'b\0ox', [report(a, { name, streams })]);
    await registry.close();
    expect(store.cameras.get(a)?.report).toMatchObject({
      name: '南门\ufffd',
      streams: [{ codecName: 'H264' }],
    });
    expect(store.agents.get('edge-1')?.name).toBe('box');
  });

  it('takes an older thumbnail from an edge box whose clock was set right', () => {
    registry.handleHello('edge-1', 'box', [report(a)]);
    const jpeg = Buffer.from([0xff, 0xd8, 1]);
    registry.handleThumbnail('edge-1', a, 90_000_000, jpeg);
    registry.handleThumbnail('edge-1', a, 2_000, jpeg);
    expect(registry.camera(a).thumbnailMs).toBe(2_000);
  });

  it('says which of an agent’s cameras it has not found again', () => {
    registry.handleHello('edge-1', 'box', [report(a), report(b)]);
    registry.handleAgentGone('edge-1');
    registry.handleHello('edge-1', 'box', [report(a)]);
    expect(all().map(camera => camera.state.kind)).toEqual(['live', 'unreachable']);
  });

  it('asks the agent that has the camera, and says when there is none', () => {
    registry.handleHello('edge-1', 'box', [report(a)]);
    expect(registry.agentOf(a)).toBe('edge-1');
    registry.handleAgentGone('edge-1');
    expect(() => registry.agentOf(a)).toThrow('agent-offline');
    expect(() => registry.agentOf(b)).toThrow('not-found');
  });

  it('gives a camera to another agent when its own is gone or has no picture', () => {
    registry.handleHello('edge-1', 'box', [report(a), report(b)]);
    expect(registry.handleHello('edge-2', 'box', [report(a)])).toBe(0);
    registry.handleState('edge-1', b, { kind: 'unreachable', sinceMs: 1 });
    expect(registry.handleHello('edge-2', 'box', [report(b)])).toBe(1);
    registry.handleAgentGone('edge-1');
    expect(registry.handleHello('edge-2', 'box', [report(a), report(b)])).toBe(2);
  });

  it('counts a camera with the agent that has it now, and takes no other offline when one goes', () => {
    const count = () => Object.fromEntries(registry.agents().map(({ id, cameras }) => [id, cameras]));
    registry.handleHello('edge-1', 'box', [report(a)]);
    registry.handleHello('edge-2', 'box', [report(b)]);
    expect([count(), registry.size]).toEqual([{ 'edge-1': 1, 'edge-2': 1 }, 2]);
    registry.handleAgentGone('edge-2');
    registry.handleHello('edge-1', 'box', [report(a), report(b)]);
    expect(count()).toEqual({ 'edge-1': 2, 'edge-2': 0 });
    expect(registry.idsOf('edge-1')).toEqual([a, b]);
    registry.handleAgentGone('edge-2');
    expect(all().map(({ state }) => state.kind)).toEqual(['live', 'live']);
    registry.handleAgentGone('edge-1');
    expect(all().map(({ state }) => state.kind)).toEqual(['agent-offline', 'agent-offline']);
  });

  it('hears nothing of cameras from agents that do not have them', () => {
    registry.handleHello('edge-1', 'box', [report(a)]);
    registry.handleState('edge-2', a, { kind: 'stalled', sinceMs: 1 });
    registry.handleThumbnail('edge-2', a, 5, Buffer.from([0xff, 0xd8]));
    registry.handleCamera('edge-2', report(b));
    expect(all()).toMatchObject([{ id: a, state: { kind: 'live' }, thumbnailMs: null }]);
  });

  it('is read through a part at a time, in the order of ids, with what came meanwhile', () => {
    const idOf = (n: number) => n.toString(16).padStart(16, '0');
    const add = (...numbers: number[]) =>
      registry.handleHello(
        'edge-1',
        'box',
        numbers.map(n => report(idOf(n))),
      );
    const part = (after: number | null) => {
      const { cameras, next } = registry.page(after === null ? null : idOf(after), 2);
      return { ids: cameras.map(({ id }) => Number.parseInt(id, 16)), next };
    };
    expect(part(null)).toEqual({ ids: [], next: null });
    add(7, 3, 5, 1);
    expect(part(null)).toEqual({ ids: [1, 3], next: idOf(3) });
    add(7, 3, 5, 1, 4, 2);
    expect(part(3)).toEqual({ ids: [4, 5], next: idOf(5) });
    expect(part(5)).toEqual({ ids: [7], next: null });
    expect(part(6)).toEqual({ ids: [7], next: null });
    expect(part(7)).toEqual({ ids: [], next: null });
  });

  it('keeps the newest thumbnail, and none that is no JPEG', () => {
    registry.handleHello('edge-1', 'box', [report(a)]);
    const jpeg = Buffer.from([0xff, 0xd8, 1]);
    registry.handleThumbnail('edge-1', a, 2_000, jpeg);
    registry.handleThumbnail('edge-1', a, 1_000, jpeg);
    registry.handleThumbnail('edge-1', a, 3_000, Buffer.from('<html>'));
    expect(registry.camera(a).thumbnailMs).toBe(2_000);
  });
});
