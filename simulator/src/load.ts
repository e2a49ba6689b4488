// How many cameras one simulator carries: node simulator/src/load.ts --cameras 200 --seconds 20 [--stream sub] [--udp]
// Starts a simulator, pulls every camera once over RTSP, and prints what arrived and what it cost.
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { ReadyFacts } from './simulator.ts';

const { values } = parseArgs({
  options: {
    cameras: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '20' },
    stream: { type: 'string', default: 'sub' },
    udp: { type: 'boolean', default: false },
  },
});
const seconds = Number(values.seconds);
const stream = values.stream === 'main' ? 'main' : 'sub';

const child = spawn(
  process.execPath,
  [
    fileURLToPath(new URL('./main.ts', import.meta.url)),
    ...['--cameras', values.cameras],
    ...['rtsp', 'http', 'control', 'discovery'].flatMap(name => [`--${name}-port`, '0']),
  ],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
const facts = await ready();
const readers = facts.cameras.map(camera => pull(stream === 'main' ? camera.rtspMain : camera.rtspSub));
// Two seconds of key frame distance, one of grace: everybody plays.
await wait(3000);
const before = await stats();
const bytesBefore = sum();
await wait(seconds * 1000);
const after = await stats();
const cpuS = (after.cpuUs.user + after.cpuUs.system - before.cpuUs.user - before.cpuUs.system) / 1e6;
const mbits = ((sum() - bytesBefore) * 8) / seconds / 1e6;
console.log(
  `cameras        ${facts.cameras.length} × ${stream}, ${values.udp ? 'UDP' : 'TCP'}, ${after.sessions} playing`,
);
console.log(`received       ${mbits.toFixed(1)} Mbit/s`);
console.log(`simulator CPU  ${((cpuS / seconds) * 100).toFixed(1)} % of one core`);
console.log(`simulator RSS  ${(after.rssBytes / 2 ** 20).toFixed(0)} MiB`);
console.log(`dropped frames ${after.droppedFrames}`);
for (const reader of readers) reader.close();
child.kill('SIGTERM');

interface Stats {
  readonly sessions: number;
  readonly droppedFrames: number;
  readonly rssBytes: number;
  readonly cpuUs: { readonly user: number; readonly system: number };
}

async function stats(): Promise<Stats> {
  const response = await fetch(`http://127.0.0.1:${facts.controlPort}/stats`);
  return (await response.json()) as Stats;
}

function sum(): number {
  return readers.reduce((total, reader) => total + reader.bytes(), 0);
}

async function ready(): Promise<ReadyFacts> {
  for await (const line of createInterface({ input: child.stdout! }))
    if (line.startsWith('READY ')) return JSON.parse(line.slice(6)) as ReadyFacts;
  throw new Error('the simulator ended');
}

/** The least an RTSP client needs: SETUP, PLAY, count bytes. */
function pull(url: string): { bytes(): number; close(): void } {
  let bytes = 0;
  const udp = values.udp ? createSocket('udp4', message => (bytes += message.length)) : null;
  const socket = connect(facts.rtspPort, '127.0.0.1');
  const basic = Buffer.from(`${facts.username}:${facts.password}`).toString('base64');
  const ask = (method: string, more: string) =>
    socket.write(`${method} ${url} RTSP/1.0\r\nCSeq: 1\r\nAuthorization: Basic ${basic}\r\n${more}\r\n`);
  let setUp = false;
  socket.on('data', chunk => {
    const session = setUp ? null : /Session: ([0-9a-f]+)/.exec(chunk.toString('latin1'));
    if (!session) bytes += chunk.length;
    else {
      setUp = true;
      ask('PLAY', `Session: ${session[1]}\r\n`);
    }
  });
  socket.on('error', error => console.error(`${url}: ${error.message}`));
  const setup = (transport: string) => ask('SETUP', `Transport: ${transport}\r\n`);
  if (udp)
    udp.bind(0, '127.0.0.1', () => {
      const { port } = udp.address();
      setup(`RTP/AVP;unicast;client_port=${port}-${port + 1}`);
    });
  else setup('RTP/AVP/TCP;unicast;interleaved=0-1');
  return {
    bytes: () => bytes,
    close() {
      socket.destroy();
      udp?.close();
    },
  };
}
