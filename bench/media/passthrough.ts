// What one H.264 main stream costs in the edge agent that passes it on, against one
// `ffmpeg -c copy -f rtp` process that does the same, in the same run.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BenchResult } from '../frame.ts';
import { Children, end } from './children.ts';
import type { MediaOptions } from './options.ts';
import { cpuMs, pssKiB as pssOf } from './processes.ts';
import { CountingPort, SinkCore, sinkSuite } from './sink-core.ts';
import { delay, until } from './wait.ts';

interface SimulatorFacts {
  readonly username: string;
  readonly password: string;
  readonly cameras: readonly { id: string; name: string; rtspMain: string; codec: string }[];
}

/** CPU of a window, by thirds, so that noise shows; and memory. */
interface Cost {
  /** ms of CPU per second, all streams together. */
  readonly cpu: number;
  readonly thirds: readonly number[];
  /** The least of the window: what a collector of garbage has not come to yet is no stream's. */
  readonly pssKiB: number;
}

const START_LIMIT_MS = 60_000;
/** A window begins this long after the last stream began: start-up is not what is measured. */
const SETTLE_MS = 5_000;
/** In each third of a window. */
const MEMORY_READINGS = 5;
/** A growth smaller than this, per stream, is taken for this: the heap moves by as much on its own. */
const LEAST_KIB = 100;

export async function measurePassthrough({ streams, seconds }: MediaOptions): Promise<BenchResult> {
  const children = new Children();
  const core = new SinkCore();
  const folder = mkdtempSync(join(tmpdir(), 'brightwall-bench-'));
  try {
    const cameras = await h264Cameras(children, streams);
    const port = await core.listen();
    // An agent without cameras: what the process costs before its first stream.
    const idler = await startAgent(children, port, { ...cameras, cameras: [] }, folder);
    const idle = await window([idler.pid], seconds);
    await end(idler.process);

    const { pid: agent } = await startAgent(children, port, cameras, folder);
    await until(() => live(core).length >= streams, START_LIMIT_MS, `${streams} cameras live`);
    const ports: CountingPort[] = [];
    for (const id of live(core).slice(0, streams)) ports.push(await core.publish(id));
    await until(() => ports.every(port => port.packets > 0), START_LIMIT_MS, 'packets of every stream');
    const ours = await counted(ports, () => window([agent], seconds));
    await children.close();

    const again = await h264Cameras(children, streams);
    const theirs = await ffmpegs(again, children, seconds, plainOutput);
    const encrypting = await ffmpegs(again, children, seconds, srtpOutput);

    const perStream = (value: number) => value / streams;
    const list = (cost: Cost, minus = 0) =>
      cost.thirds.map(third => perStream(third - minus).toFixed(2)).join(' ');
    const mib = (kib: number) => kib / 1024;
    return {
      figures: [
        {
          name: 'passthrough CPU per stream',
          figure: perStream(ours.cost.cpu - idle.cpu),
          baseline: perStream(theirs.cost.cpu),
          spread: `thirds ${list(ours.cost, idle.cpu)}; ffmpeg ${list(theirs.cost)}; whole agent ${perStream(ours.cost.cpu).toFixed(2)}, idle ${perStream(idle.cpu).toFixed(2)}`,
        },
        {
          name: 'passthrough CPU per stream, ffmpeg by SRTP too',
          figure: perStream(ours.cost.cpu - idle.cpu),
          baseline: perStream(encrypting.cost.cpu),
          spread: `ffmpeg thirds ${list(encrypting.cost)}`,
        },
        {
          name: 'passthrough memory per stream',
          figure: mib(Math.max(LEAST_KIB, perStream(ours.cost.pssKiB - idle.pssKiB))),
          baseline: mib(perStream(theirs.cost.pssKiB)),
          spread: `whole agent ${mib(ours.cost.pssKiB).toFixed(0)} MiB (${mib(perStream(ours.cost.pssKiB)).toFixed(1)} a stream), idle ${mib(idle.pssKiB).toFixed(0)}; ${streams} ffmpeg ${mib(theirs.cost.pssKiB).toFixed(0)} MiB`,
        },
      ],
      notes: [
        `passthrough: ${streams} H.264 main streams for ${seconds} s. Ours is the agent process's CPU (user + system; the decoder of thumbnails, which stands idle here, is left out) less what an agent without cameras used just before, so reading the cameras is in it; thumbnails off. The agent also encrypts (SRTP, ${sinkSuite}); ffmpeg does not in the row with the target, and does (AES_CM_128_HMAC_SHA1_80, the only kind it has for this) in the row after. ${ours.told}; ffmpeg ${theirs.told}.`,
        `passthrough: memory is proportional set size; ours is what the agent with all streams running has more than one without cameras (at least ${LEAST_KIB} KiB a stream), ffmpeg is the sum of all processes. Per stream; the whole agent, its runtime included, stands under spread.`,
      ],
    };
  } finally {
    await children.close();
    await core.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const live = (core: SinkCore) =>
  [...core.cameras.values()].filter(camera => camera.state.kind === 'live').map(camera => camera.id);

async function h264Cameras(children: Children, streams: number): Promise<SimulatorFacts> {
  // Some of the simulated cameras send H.265: ask for enough of them.
  const simulator = await children.ready<SimulatorFacts>(process.execPath, [
    path('simulator/src/main.ts'),
    ...['--cameras', `${streams * 2}`, '--host', '127.0.0.1'],
    ...['rtsp', 'http', 'control', 'discovery'].flatMap(name => [`--${name}-port`, '0']),
  ]);
  const cameras = simulator.facts.cameras.filter(({ codec }) => codec === 'h264').slice(0, streams);
  if (cameras.length < streams) throw new Error(`the simulator has ${cameras.length} H.264 cameras only`);
  return { ...simulator.facts, cameras };
}

async function startAgent(children: Children, corePort: number, from: SimulatorFacts, folder: string) {
  const { username, password, cameras } = from;
  const config = {
    agentId: 'bench',
    core: { url: `http://127.0.0.1:${corePort}`, token: 'bench-token-of-no-secret' },
    onvif: { multicast: false },
    // Decoding key frames for thumbnails would hide what passing a stream on costs.
    thumbnails: { everyMs: 3_600_000 },
    cameras: cameras.map(({ name, rtspMain }) => ({ name, main: rtspMain, username, password })),
  };
  const file = join(folder, 'edge.yaml');
  writeFileSync(file, JSON.stringify(config)); // JSON is YAML
  // With the young generation that scripts/up.mjs gives it.
  const args = ['--max-semi-space-size=2', path('edge-agent/src/main.ts'), '--config', file];
  return await children.ready(process.execPath, args);
}

const plainOutput = (port: number) => [`rtp://127.0.0.1:${port}`];
const srtpOutput = (port: number) => [
  ...['-srtp_out_suite', 'AES_CM_128_HMAC_SHA1_80', '-srtp_out_params', randomBytes(30).toString('base64')],
  `srtp://127.0.0.1:${port}`,
];

async function ffmpegs(
  from: SimulatorFacts,
  children: Children,
  seconds: number,
  output: (port: number) => string[],
) {
  const ports: CountingPort[] = [];
  const processes = [];
  try {
    for (const { rtspMain } of from.cameras) {
      const port = await CountingPort.open();
      ports.push(port);
      const url = new URL(rtspMain);
      url.username = from.username;
      url.password = from.password;
      processes.push(
        children.start('ffmpeg', [
          ...['-nostdin', '-loglevel', 'error', '-rtsp_transport', 'tcp', '-i', url.href],
          ...['-c', 'copy', '-f', 'rtp', ...output(port.port)],
        ]),
      );
    }
    await until(() => ports.every(port => port.packets > 0), START_LIMIT_MS, 'packets of every ffmpeg');
    const pids = processes.map(child => child.pid!);
    return await counted(ports, () => window(pids, seconds));
  } finally {
    for (const child of processes) await end(child);
    for (const port of ports) port.close();
  }
}

async function window(pids: readonly number[], seconds: number): Promise<Cost> {
  await delay(SETTLE_MS);
  const thirds: number[] = [];
  let pssKiB = Number.POSITIVE_INFINITY;
  let before = reading(pids);
  const first = before;
  for (let i = 0; i < 3; i++) {
    // Reading the maps costs the process nothing, but takes a while: outside the CPU readings' edges.
    for (let n = 0; n < MEMORY_READINGS; n++) {
      await delay((seconds * 1000) / 3 / MEMORY_READINGS);
      pssKiB = Math.min(
        pssKiB,
        pids.reduce((sum, pid) => sum + pssOf(pid), 0),
      );
    }
    const now = reading(pids);
    thirds.push(perSecond(before, now));
    before = now;
  }
  return { cpu: perSecond(first, before), thirds, pssKiB };
}

interface Reading {
  readonly atMs: number;
  readonly cpuMs: number;
}

const reading = (pids: readonly number[]): Reading => ({
  atMs: performance.now(),
  cpuMs: pids.reduce((sum, pid) => sum + cpuMs(pid), 0),
});

const perSecond = (from: Reading, to: Reading) => ((to.cpuMs - from.cpuMs) / (to.atMs - from.atMs)) * 1000;

/** Runs a window and tells what arrived in it, to show that both sides moved the same streams. */
async function counted(ports: readonly CountingPort[], run: () => Promise<Cost>) {
  const sum = (key: 'packets' | 'bytes') => ports.reduce((total, port) => total + port[key], 0);
  const before = { packets: sum('packets'), bytes: sum('bytes'), atMs: performance.now() };
  const cost = await run();
  const s = (performance.now() - before.atMs) / 1000;
  const rate = (sum('packets') - before.packets) / s / ports.length;
  const kbps = ((sum('bytes') - before.bytes) * 8) / 1000 / s / ports.length;
  return { cost, told: `${rate.toFixed(0)} packets/s, ${kbps.toFixed(0)} kbit/s per stream arrived` };
}

const path = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url));
