// npm run bench -- cameras [--cameras 5000] [--looked-at 300] [--seconds 30]
// What thousands of cameras cost the machine that `npm run up -- --cameras N` runs on: until they are all there,
// while nobody looks, and while pages look at some of them.
import { parseArgs } from 'node:util';
import type { Camera, CameraPage } from '@brightwall/protocol/camera';
import { allCameras } from '../../scripts/e2e/session.ts';
import { type System, startSystem } from '../../scripts/e2e/system.ts';
import { type BenchResult, percentile, type Table } from '../frame.ts';
import { pssKiB, readMachine, treeCpuMs } from '../media/processes.ts';
import { delay } from '../media/wait.ts';
import { lookAt, signIn } from './session.ts';

/** The longest an idle camera waits for its next question, and the caches of the start let go. */
const settleMs = 36_000;
const limitMs = 300_000;
/** What one page more costs is less than what a window differs from the next. */
const furtherPages = 10;
const rounds = 3;
const turnMs = 3_000;

export async function run(args: string[]): Promise<BenchResult> {
  const { values } = parseArgs({
    args,
    options: {
      cameras: { type: 'string', default: '5000' },
      'looked-at': { type: 'string', default: '300' },
      seconds: { type: 'string', default: '30' },
    },
  });
  const [cameras, lookedAt, seconds] = [values.cameras, values['looked-at'], values.seconds].map(Number);
  const system = await startSystem(['--cameras', String(cameras)]);
  try {
    return await measure(system, cameras!, lookedAt!, seconds!);
  } finally {
    await system.close();
  }
}

async function measure(
  system: System,
  cameras: number,
  lookedAt: number,
  seconds: number,
): Promise<BenchResult> {
  const upMs = performance.now();
  while ((await registered(system)) < cameras) {
    if (performance.now() - upMs > limitMs) throw new Error(`only ${await registered(system)} cameras`);
    await delay(250);
  }
  const registeredS = (performance.now() - upMs) / 1000;
  const start = costOf(system);
  await delay(settleMs);
  const idle = await window(system, seconds);

  const cookie = await signIn(system);
  const all = await allCameras(async path => {
    const answer = await fetch(system.url + path, { headers: { cookie } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return (await answer.json()) as CameraPage;
  });
  const ids = nearest(all, lookedAt);
  const first = await lookAt(system, cookie, ids);
  await delay(10_000);
  const looked = await window(system, seconds, first.bytes);
  const ages = [...first.pages.values()].flatMap(({ agesMs }) => agesMs.filter(age => age !== null));
  const alone = [looked];
  const together: (typeof looked)[] = [];
  for (let n = 0; n < rounds; n++) {
    const others = await Promise.all(Array.from({ length: furtherPages }, () => lookAt(system, cookie, ids)));
    await delay(turnMs);
    together.push(await window(system, seconds, first.bytes));
    for (const other of others) other.close();
    await delay(turnMs);
    alone.push(await window(system, seconds, first.bytes));
  }
  first.close();

  const sum = (costs: Costs) => [...costs.values()].reduce((total, { cpu }) => total + cpu, 0);
  const core = (of: readonly { costs: Costs }[]) =>
    percentile(
      of.map(({ costs }) => costs.get('core')!.cpu * 100),
      0.5,
    );
  const cores = (of: readonly { costs: Costs }[]) =>
    of.map(({ costs }) => (costs.get('core')!.cpu * 100).toFixed(1)).join(' ');
  return {
    figures: [
      { name: 'until all are registered, after up', figure: registeredS },
      { name: 'CPU to find one camera', figure: (sum(start) * 1000) / cameras },
      { name: 'CPU while nobody looks', figure: sum(idle.costs) * 100 },
      { name: 'memory of all processes', figure: memory(idle.costs) },
      { name: 'CPU with one page of small pictures', figure: sum(looked.costs) * 100 },
      { name: 'age of a small picture p50', figure: percentile(ages, 0.5), spread: `n=${ages.length}` },
      { name: 'age of a small picture p95', figure: percentile(ages, 0.95) },
      { name: 'bandwidth of a page of small pictures', figure: looked.mbits },
      {
        name: 'CPU of the core, the second page of the same place',
        figure: (core(together) - core(alone)) / furtherPages,
        baseline: core(alone) - core([idle]),
        spread: `core with 1: ${cores(alone)}, with ${1 + furtherPages}: ${cores(together)} % of a core`,
      },
    ],
    notes: [
      `${cameras} cameras, ${ids.length} of them looked at, windows of ${seconds} s`,
      `a further page: ${furtherPages} of them came and went ${rounds} times; the median with them less the median without, a page; the first: less what the core takes while nobody looks`,
      `other processes took ${[idle, ...alone, ...together].map(({ others }) => others.toFixed(0)).join(' ')} % of the cores: nobody looks, one page, ${1 + furtherPages} pages`,
    ],
    tables: [
      table('CPU seconds until all were registered', start, cost => cost.cpu.toFixed(1)),
      table('% of a core, nobody looks', idle.costs, cost => (cost.cpu * 100).toFixed(1)),
      table(`% of a core, one page of ${ids.length}`, looked.costs, cost => (cost.cpu * 100).toFixed(1)),
      table(`% of a core, ${1 + furtherPages} pages`, together.at(-1)!.costs, cost =>
        (cost.cpu * 100).toFixed(1),
      ),
    ],
  };
}

/** From /metrics, which this machine may ask. */
async function registered({ url }: System): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^brightwall_cameras (\d+)/m.exec(text)?.[1] ?? 0);
}

/** By process, with what it started: CPU in seconds, or in seconds a second of a window. */
type Costs = Map<string, { cpu: number; memoryMiB: number }>;

function costOf({ pids }: System): Costs {
  return new Map(
    Object.entries(pids).map(([name, pid]) => [
      name,
      { cpu: treeCpuMs(pid) / 1000, memoryMiB: pssKiB(pid) / 1024 },
    ]),
  );
}

/** What the system costs for so long; `bytes` counts what a page was sent. */
async function window(system: System, seconds: number, bytes = () => 0) {
  const [before, machineBefore, bytesBefore, startMs] = [
    costOf(system),
    readMachine(),
    bytes(),
    performance.now(),
  ];
  await delay(seconds * 1000);
  const [after, machine, tookS] = [costOf(system), readMachine(), (performance.now() - startMs) / 1000];
  const costs: Costs = new Map(
    [...after].map(([name, cost]) => [name, { ...cost, cpu: (cost.cpu - before.get(name)!.cpu) / tookS }]),
  );
  const ours = [...costs.values()].reduce((sum, { cpu }) => sum + cpu, 0) * tookS * 1000;
  const busy = machine.busyMs - machineBefore.busyMs;
  return {
    costs,
    mbits: ((bytes() - bytesBefore) * 8) / tookS / 1e6,
    others: (Math.max(0, busy - ours) / (machine.totalMs - machineBefore.totalMs)) * 100,
  };
}

const memory = (costs: Costs) => [...costs.values()].reduce((sum, { memoryMiB }) => sum + memoryMiB, 0);

/** The cameras in the middle of the city, as one screen of the map shows them. */
function nearest(all: readonly Camera[], count: number): string[] {
  const middleOf = (side: 'lon' | 'lat') =>
    percentile(
      all.flatMap(({ place }) => place?.[side] ?? []),
      0.5,
    );
  const middle = { lon: middleOf('lon'), lat: middleOf('lat') };
  const far = ({ place }: Camera) =>
    place ? Math.hypot(place.lon - middle.lon, place.lat - middle.lat) : Number.POSITIVE_INFINITY;
  return [...all]
    .sort((a, b) => far(a) - far(b))
    .slice(0, count)
    .map(({ id }) => id);
}

function table(title: string, costs: Costs, say: (cost: { cpu: number }) => string): Table {
  const rows = [...costs].map(([name, cost]) => [name, say(cost), cost.memoryMiB.toFixed(0)]);
  return { title, head: ['process', 'CPU', 'MiB'], rows };
}
