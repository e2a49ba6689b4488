// What plate reading costs the real agent, in real time: one edge agent, some cameras on a road of 20 vehicles a
// minute and on an empty one, less what the same agent uses with plates switched off.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CameraId } from '@brightwall/protocol/camera';
import { defaultPlateSetup } from '@brightwall/protocol/plate-setup';
import type { BenchResult, Figure, Table } from '../frame.ts';
import { Children } from '../media/children.ts';
import { SinkCore } from '../media/sink-core.ts';
import { delay, until } from '../media/wait.ts';
import { type Arrived, arrived, type Stretch } from './arrived.ts';
import type { PlatesOptions } from './options.ts';
import { readShares, type Shares, shareNames } from './shares.ts';
import { drawnLoops, truthOf } from './simulator-loops.ts';

interface SimulatorFacts {
  readonly username: string;
  readonly password: string;
  readonly controlPort: number;
  readonly cameras: readonly { id: string; rtspMain: string; rtspSub: string; codec: string; ptz: boolean }[];
}
type Cameras = SimulatorFacts['cameras'];

/**
 * Before each window: decoders start, the zone in which plates are readable is learned, a road becomes another one.
 * By night, after a start on an empty road, what docs/plates.md says the gate needs to learn.
 */
const settleMs = { off: 15_000, busy: 45_000, empty: 30_000, night: 60_000 } as const;
/** The last vehicles' passages are waited for so long. */
const lateMs = 6_000;
const startLimitMs = 60_000;
/** Every fourth simulated camera stands at night. */
const isNight = (id: string) => Number(id.slice(-3)) % 4 === 3;

export async function measureCameras({
  cameras,
  seconds,
  models,
  roads,
}: PlatesOptions): Promise<BenchResult> {
  const children = new Children();
  const core = new SinkCore();
  const folder = mkdtempSync(join(tmpdir(), 'brightwall-bench-'));
  try {
    const simulator = await children.ready<SimulatorFacts>(process.execPath, [
      path('simulator/src/main.ts'),
      ...['--cameras', `${cameras * 4 + 4}`, '--host', '127.0.0.1'],
      ...['rtsp', 'http', 'control', 'discovery'].flatMap(name => [`--${name}-port`, '0']),
    ]);
    const { controlPort } = simulator.facts;
    const usable = simulator.facts.cameras.filter(({ codec, ptz }) => codec === 'h264' && !ptz);
    const day = usable.filter(({ id }) => !isNight(id)).slice(0, cameras);
    const night = usable.filter(({ id }) => isNight(id)).slice(0, cameras);
    const from = { ...simulator.facts, cameras: [...day, ...night] };
    const agent = await startAgent(children, await core.listen(), from, { folder, models });
    const idOf = (name: string) =>
      [...core.cameras.values()].find(camera => camera.name === name)?.id as CameraId;
    await until(() => from.cameras.every(({ id }) => idOf(id)), startLimitMs, `${cameras * 2} cameras known`);
    const traffic = async (list: Cameras, kind: 'quiet' | 'empty') => {
      for (const { id } of list) await post(controlPort, `/cameras/${id}/traffic`, kind);
    };
    const plates = async (list: Cameras, enabled: boolean) => {
      for (const { id } of list) await core.setPlates(idOf(id), { ...defaultPlateSetup, enabled });
    };
    const window = (settle: keyof typeof settleMs) =>
      measure(agent.pid, core, settleMs[settle], seconds * 1000);

    await plates([...day, ...night], false);
    await traffic(day, roads.includes('busy') ? 'quiet' : 'empty');
    await traffic(night, 'empty');
    const off = await window('off');
    const windows: { name: string; window: Window }[] = [];
    const figures: Figure[] = [];
    const measured = async (name: string, settle: keyof typeof settleMs) => {
      const spent = await window(settle);
      windows.push({ name, window: spent });
      figures.push(costOf(name, spent, off, cameras));
      return spent;
    };
    if (roads.includes('busy')) {
      await plates(day, true);
      const busy = await measured('20 vehicles/min', 'busy');
      await delay(lateMs);
      figures.push(await vehicles(controlPort, core, day, idOf, busy));
      await plates(day, false);
    }
    if (roads.includes('empty')) {
      await traffic(day, 'empty');
      await plates(day, true);
      await measured('empty road', 'empty');
      await plates(day, false);
    }
    if (roads.includes('night')) {
      await plates(night, true);
      await measured('empty road by night', 'night');
    }
    return {
      figures,
      tables: [sharesTable(windows, off, cameras)],
      notes: [
        `cameras: one agent, ${cameras} cameras by day and ${cameras} by night at 1280×720 and 25 fps, ${seconds} s a window. CPU is the agent's and all its decoders', user and system, less the ${coreOf(off).toFixed(1)} % of a core that the same agent used with plates off, divided by the cameras that were on.`,
      ],
    };
  } finally {
    await children.close();
    await core.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Window extends Stretch {
  /** CPU spent, ms. */
  readonly spent: Shares;
  /** Of a core, all cameras together, %. */
  readonly thirds: readonly number[];
  readonly skipped: number;
}

async function measure(pid: number, core: SinkCore, settle: number, lengthMs: number): Promise<Window> {
  await delay(settle);
  const fromMs = Date.now();
  const before = readShares(pid);
  const skipped = core.framesSkipped();
  const thirds: number[] = [];
  let [last, lastMs] = [before, performance.now()];
  for (let i = 0; i < 3; i++) {
    await delay(lengthMs / 3);
    const [now, nowMs] = [readShares(pid), performance.now()];
    thirds.push((sumOf(less(now, last)) / (nowMs - lastMs)) * 100);
    [last, lastMs] = [now, nowMs];
  }
  return {
    fromMs,
    untilMs: Date.now(),
    spent: less(last, before),
    thirds,
    skipped: core.framesSkipped() - skipped,
  };
}

const less = (a: Shares, b: Shares) =>
  Object.fromEntries(shareNames.map(name => [name, a[name] - b[name]])) as Shares;
const sumOf = (shares: Shares) => shareNames.reduce((sum, name) => sum + shares[name], 0);
/** % of a core. */
const coreOf = ({ spent, fromMs, untilMs }: Window) => (sumOf(spent) / (untilMs - fromMs)) * 100;

function costOf(name: string, window: Window, off: Window, cameras: number): Figure {
  return {
    name: `CPU per camera, ${name}`,
    figure: (coreOf(window) - coreOf(off)) / cameras,
    spread: `thirds ${window.thirds.map(third => ((third - coreOf(off)) / cameras).toFixed(2)).join(' ')}`,
  };
}

/** % of a core a camera, without what the agent uses with plates off. */
function sharesTable(
  windows: readonly { name: string; window: Window }[],
  off: Window,
  cameras: number,
): Table {
  const part = ({ spent, fromMs, untilMs }: Window, name: (typeof shareNames)[number]) =>
    (spent[name] / (untilMs - fromMs)) * 100;
  return {
    title: 'cameras, where the CPU goes, % of a core a camera 处理器用在哪里',
    head: ['', ...shareNames],
    rows: windows.map(({ name, window }) => [
      name,
      ...shareNames.map(share => ((part(window, share) - part(off, share)) / cameras).toFixed(2)),
    ]),
  };
}

/** A figure for CPU is worth nothing when vehicles were left out to reach it. */
async function vehicles(
  controlPort: number,
  core: SinkCore,
  cameras: Cameras,
  idOf: (name: string) => CameraId,
  window: Window,
): Promise<Figure> {
  const loop = (await drawnLoops(1)).find(({ id }) => id === 'quiet-day')!;
  const truth = truthOf(loop);
  const all: Arrived[] = [];
  for (const { id } of cameras) {
    const response = await fetch(`http://127.0.0.1:${controlPort}/cameras/${id}/frames?limit=1`);
    const { frames } = (await response.json()) as { frames: { sentMs: number; accessUnit: number }[] };
    const [{ sentMs, accessUnit }] = frames as [(typeof frames)[0]];
    const loopMs = (truth.length * 1000) / loop.fps;
    // The newest start of a loop that lies a whole one before the window.
    const back = Math.ceil((sentMs - window.fromMs) / loopMs) + 1;
    const startMs = sentMs - (accessUnit * 1000) / loop.fps - back * loopMs;
    const passages = core.passages.filter(({ cameraId }) => cameraId === idOf(id));
    all.push(arrived({ loop, truth, startMs }, window, passages));
  }
  const sum = (key: keyof Arrived) => all.reduce((total, one) => total + one[key], 0);
  const minutes = ((window.untilMs - window.fromMs) / 60_000) * cameras.length;
  return {
    name: 'vehicles that gave a passage meanwhile',
    figure: (sum('once') / sum('asked')) * 100,
    spread: `${sum('once')} of ${sum('asked')} whose plate could be seen, ${sum('right')} right; ${(sum('drove') / minutes).toFixed(1)} vehicles/min drove; ${window.skipped} frames left out`,
  };
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
