// What plate reading costs the real agent, in real time: one edge agent, some cameras on a road of 20 vehicles a
// minute and on an empty one, less what the same agent uses with plates switched off.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CameraId } from '@brightwall/protocol/camera';
import { defaultPlateSetup } from '@brightwall/protocol/plate-setup';
import type { BenchResult, Figure } from '../frame.ts';
import { Children } from '../media/children.ts';
import { cpuMs, treeCpuMs } from '../media/processes.ts';
import { SinkCore } from '../media/sink-core.ts';
import { delay, until } from '../media/wait.ts';
import type { PlatesOptions } from './options.ts';

interface SimulatorFacts {
  readonly username: string;
  readonly password: string;
  readonly controlPort: number;
  readonly cameras: readonly { id: string; rtspMain: string; rtspSub: string; codec: string; ptz: boolean }[];
}

/** Decoders start, the zone in which plates are readable is learned, a road becomes another one. */
const settleMs = 45_000;
const startLimitMs = 60_000;
/** Every fourth simulated camera stands at night. */
const isNight = (id: string) => Number(id.slice(-3)) % 4 === 3;
const vehiclesPerMinute = 20;

export async function measureCameras({ cameras, seconds, models }: PlatesOptions): Promise<BenchResult> {
  const children = new Children();
  const core = new SinkCore();
  const folder = mkdtempSync(join(tmpdir(), 'brightwall-bench-'));
  try {
    const simulator = await children.ready<SimulatorFacts>(process.execPath, [
      path('simulator/src/main.ts'),
      ...['--cameras', `${cameras * 4 + 4}`, '--host', '127.0.0.1'],
      ...['rtsp', 'http', 'control', 'discovery'].flatMap(name => [`--${name}-port`, '0']),
    ]);
    const usable = simulator.facts.cameras.filter(({ codec, ptz }) => codec === 'h264' && !ptz);
    const day = usable.filter(({ id }) => !isNight(id)).slice(0, cameras);
    const night = usable.filter(({ id }) => isNight(id)).slice(0, cameras);
    const agent = await startAgent(
      children,
      await core.listen(),
      { ...simulator.facts, cameras: [...day, ...night] },
      { folder, models },
    );
    const idOf = (name: string) => [...core.cameras.values()].find(camera => camera.name === name)?.id;
    await until(
      () => [...day, ...night].every(({ id }) => idOf(id) !== undefined),
      startLimitMs,
      `${cameras * 2} cameras known`,
    );
    const traffic = async (list: typeof day, kind: 'quiet' | 'empty') => {
      for (const { id } of list) await post(simulator.facts.controlPort, `/cameras/${id}/traffic`, kind);
    };
    const plates = async (list: typeof day, enabled: boolean) => {
      for (const { id } of list)
        await core.setPlates(idOf(id) as CameraId, { ...defaultPlateSetup, enabled });
    };
    const window = async (): Promise<Window> => {
      await delay(settleMs);
      const before = { atMs: performance.now(), cpuMs: treeCpuMs(agent.pid) };
      const ownBefore = cpuMs(agent.pid);
      const passages = core.passages.length;
      const skipped = core.framesSkipped();
      const thirds: number[] = [];
      let last = before;
      for (let i = 0; i < 3; i++) {
        await delay((seconds * 1000) / 3);
        const now = { atMs: performance.now(), cpuMs: treeCpuMs(agent.pid) };
        thirds.push(((now.cpuMs - last.cpuMs) / (now.atMs - last.atMs)) * 100);
        last = now;
      }
      return {
        core100: ((last.cpuMs - before.cpuMs) / (last.atMs - before.atMs)) * 100,
        own100: ((cpuMs(agent.pid) - ownBefore) / (last.atMs - before.atMs)) * 100,
        thirds,
        passages: core.passages.length - passages,
        skipped: core.framesSkipped() - skipped,
      };
    };

    await traffic(day, 'quiet');
    await traffic(night, 'empty');
    await plates([...day, ...night], false);
    const off = await window();
    await plates(day, true);
    const quiet = await window();
    await traffic(day, 'empty');
    const empty = await window();
    await plates(day, false);
    await plates(night, true);
    const dark = await window();
    const each = (name: string, window: Window): Figure => ({
      name: `CPU per camera, ${name}`,
      figure: (window.core100 - off.core100) / cameras,
      spread: `agent ${((window.own100 - off.own100) / cameras).toFixed(2)}, decoders ${((window.core100 - window.own100 - off.core100 + off.own100) / cameras).toFixed(2)}; thirds ${window.thirds.map(third => ((third - off.core100) / cameras).toFixed(2)).join(' ')}`,
    });
    const wanted = Math.round((vehiclesPerMinute * cameras * seconds) / 60);
    return {
      figures: [
        each('20 vehicles/min', quiet),
        // A figure for CPU is worth nothing when vehicles were left out to reach it.
        {
          name: 'vehicles that gave a passage meanwhile',
          figure: (Math.min(quiet.passages, wanted) / wanted) * 100,
          spread: `${quiet.passages} of about ${wanted}, ${quiet.skipped} frames left out`,
        },
        each('empty road', empty),
        each('empty road by night', dark),
      ],
      notes: [
        `cameras: one agent, ${cameras} cameras by day and ${cameras} by night at 1280×720 and 25 fps, ${seconds} s a window. CPU is the agent's and all its decoders', user and system, less the ${off.core100.toFixed(1)} % of a core that the same agent used with plates off, divided by the cameras that were on.`,
        `cameras: ${quiet.passages} passages of about ${wanted} vehicles arrived in the busy window, ${quiet.skipped} frames were left out because the reader was busy; ${empty.passages + dark.passages} passages on the empty roads.`,
      ],
    };
  } finally {
    await children.close();
    await core.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Window {
  /** % of a core, all cameras together. */
  readonly core100: number;
  /** Of it, the agent itself: streams, inference, tracking. The rest are its decoders. */
  readonly own100: number;
  readonly thirds: readonly number[];
  readonly passages: number;
  readonly skipped: number;
}

async function startAgent(
  children: Children,
  corePort: number,
  from: SimulatorFacts,
  { folder, models }: { folder: string; models: string | null },
) {
  const { username, password, cameras } = from;
  const config = {
    agentId: 'bench',
    core: { url: `http://127.0.0.1:${corePort}`, token: 'bench-token-of-no-secret' },
    onvif: { multicast: false },
    // Decoding key frames for thumbnails is not what is measured.
    thumbnails: { everyMs: 3_600_000 },
    data: join(folder, 'data'),
    ...(models === null ? {} : { plates: { models } }),
    cameras: cameras.map(({ id, rtspMain, rtspSub }) => ({
      name: id,
      main: rtspMain,
      sub: rtspSub,
      username,
      password,
    })),
  };
  const file = join(folder, 'edge.yaml');
  writeFileSync(file, JSON.stringify(config)); // JSON is YAML
  // With the young generation that scripts/up.mjs gives it.
  const args = ['--max-semi-space-size=2', path('edge-agent/src/main.ts'), '--config', file];
  return await children.ready(process.execPath, args);
}

async function post(port: number, where: string, traffic: string): Promise<void> {
  const body = JSON.stringify({ traffic });
  const response = await fetch(`http://127.0.0.1:${port}${where}`, { method: 'POST', body });
  if (!response.ok) throw new Error(`${where}: ${response.status} ${await response.text()}`);
}

const path = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url));
