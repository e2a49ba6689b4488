// How many consumers one mediasoup worker feeds at 2 Mbit/s each before it fills a core or loses packets.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createWorker, version } from 'mediasoup';
import type { Producer, Router, RouterRtpCodecCapability } from 'mediasoup/types';
import type { BenchResult } from '../frame.ts';
import { Children } from './children.ts';
import { COUNTED_EVERY, ConsumerLoad, type Step } from './consumer-load.ts';

const KBPS = 2000;
/** Where a worker counts as full: this share of a core, or this share of packets lost. */
const FULL = 0.9;
const LOSS = 0.001;
/** mediasoup.org, "Scalability": a worker handles "over ~500 consumers in total", depending on the host. */
const DOCUMENTED = 500;
/** The answer is known to so many consumers. */
const RESOLUTION = 25;
const MOST = 3000;

const codec: RouterRtpCodecCapability = {
  kind: 'video',
  mimeType: 'video/H264',
  clockRate: 90_000,
  parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
};

/** Searches for the largest load that holds; takes about a minute. */
export async function measureConsumers(): Promise<BenchResult> {
  const children = new Children();
  const worker = await createWorker({ logLevel: 'error', workerBin: workerBin() });
  const counter = createSocket({ type: 'udp4', recvBufferSize: 8 << 20 });
  let holePid: number | undefined;
  try {
    const router = await worker.createRouter({ mediaCodecs: [codec] });
    const producer = await feed(router, children);
    const hole = await children.ready<{ port: number }>(process.execPath, [program('black-hole.ts')]);
    process.kill(hole.pid, 'SIGSTOP');
    holePid = hole.pid;
    counter.bind(0, '127.0.0.1');
    await once(counter, 'listening');
    const load = new ConsumerLoad(router, producer, hole.facts.port, counter);
    const { held, steps } = await search(async consumers => {
      await load.resize(consumers);
      return load.measure(worker.pid);
    });
    return told(held, steps);
  } finally {
    worker.close();
    counter.close();
    if (holePid !== undefined) process.kill(holePid, 'SIGCONT');
    await children.close();
  }
}

/** Goes where the last step's cost per consumer says the core is full, then halves what is left in doubt. */
async function search(
  measure: (consumers: number) => Promise<Step>,
): Promise<{ held: number; steps: Step[] }> {
  const steps: Step[] = [];
  let held = 0;
  let failed = MOST + 1;
  let next = 100;
  while (failed - held > RESOLUTION && held < MOST) {
    const step = await measure(next);
    steps.push(step);
    if (step.core < FULL && step.lost < LOSS) held = next;
    else failed = next;
    const wouldFill = Math.floor((next * FULL) / step.core);
    const between = Math.floor((held + failed) / 2);
    next = failed > MOST ? Math.max(held + RESOLUTION, Math.min(wouldFill, held * 3, MOST)) : between;
  }
  return { held, steps };
}

function told(held: number, steps: readonly Step[]): BenchResult {
  const percent = (share: number, digits = 0) => `${(share * 100).toFixed(digits)} %`;
  const machine = Math.max(...steps.map(step => step.machine));
  return {
    figures: [
      {
        name: 'consumers per worker core at 2 Mbit/s',
        figure: held,
        baseline: DOCUMENTED,
        spread: steps
          .map(s => `${s.consumers}→${percent(s.core)}${s.lost >= LOSS ? ` lost ${percent(s.lost, 1)}` : ''}`)
          .join(' '),
      },
    ],
    notes: [
      `consumers: one worker, one producer at ${KBPS} kbit/s (25 fps, FU-A packets of 1,400 bytes), one SRTP (AES-GCM) transport per consumer. Full is ${percent(FULL)} of a core, or more than ${percent(LOSS, 1)} of packets lost, over 5 s. Consumers→share of a core at each step stand under spread.`,
      `consumers: every ${COUNTED_EVERY}th consumer's packets are received and counted; the others' go to a socket nobody reads, as a network card would take them. No browser's RTCP is in it. The machine was ${percent(machine)} busy at most, all cores together.`,
      `consumers: the baseline ${DOCUMENTED} is what mediasoup documents for a worker, not measured here.`,
    ],
  };
}

/** One producer, fed by a real sender in a process of its own. */
async function feed(router: Router, children: Children): Promise<Producer> {
  const transport = await router.createPlainTransport({
    listenInfo: { protocol: 'udp', ip: '127.0.0.1', recvBufferSize: 4 << 20 },
    rtcpMux: true,
    comedia: true,
  });
  const ssrc = 0x00b16_a11;
  const payloadType = 102;
  const producer = await transport.produce({
    kind: 'video',
    rtpParameters: {
      codecs: [
        { mimeType: 'video/H264', payloadType, clockRate: 90_000, parameters: { ...codec.parameters } },
      ],
      encodings: [{ ssrc }],
      rtcp: { cname: 'bench' },
    },
  });
  await children.ready(process.execPath, [
    program('rtp-sender.ts'),
    ...['--port', `${transport.tuple.localPort}`, '--ssrc', `${ssrc}`],
    ...['--payload-type', `${payloadType}`, '--kbps', `${KBPS}`],
  ]);
  return producer;
}

const program = (name: string) => fileURLToPath(new URL(`./${name}`, import.meta.url));

/** The worker that set-up built or fetched; undefined lets mediasoup choose. */
function workerBin(): string | undefined {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const built = join(cache, 'brightwall', 'mediasoup', version, 'mediasoup-worker');
  return process.env.MEDIASOUP_WORKER_BIN ?? (existsSync(built) ? built : undefined);
}
