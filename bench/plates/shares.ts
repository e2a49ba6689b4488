// What plate reading's CPU goes into: the agent's threads and the decoders it started, told apart.
import { readdirSync, readFileSync } from 'node:fs';
import { cpuMs, treeCpuMs } from '../media/processes.ts';

export const shareNames = [
  'streams and tracking',
  'inference',
  'other threads',
  'grey decoders',
  'colour decoders',
  'ended',
] as const;
export type Shares = Record<(typeof shareNames)[number], number>;

/** CPU time so far, ms. `ended`: processes that are gone. */
export function readShares(agentPid: number): Shares {
  const own = { main: 0, inference: 0, others: 0 };
  for (const thread of readdirSync(`/proc/${agentPid}/task`)) {
    const ms = cpuMs(Number(thread), agentPid);
    if (Number.isNaN(ms)) continue;
    if (Number(thread) === agentPid) own.main += ms;
    else if (nameOf(agentPid, thread) === 'plates') own.inference += ms;
    else own.others += ms;
  }
  const decoders = { grey: 0, colour: 0 };
  for (const pid of childrenOf(agentPid)) {
    const ms = cpuMs(pid);
    if (Number.isNaN(ms)) continue;
    decoders[isGrey(pid) ? 'grey' : 'colour'] += ms;
  }
  const living = own.main + own.inference + own.others + decoders.grey + decoders.colour;
  return {
    'streams and tracking': own.main,
    inference: own.inference,
    'other threads': own.others,
    'grey decoders': decoders.grey,
    'colour decoders': decoders.colour,
    ended: Math.max(0, treeCpuMs(agentPid) - living),
  };
}

function nameOf(pid: number, thread: string): string {
  try {
    return readFileSync(`/proc/${pid}/task/${thread}/comm`, 'latin1').trim();
  } catch {
    return '';
  }
}

function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap(thread => {
    try {
      return readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1')
        .trim()
        .split(' ')
        .filter(Boolean)
        .map(Number);
    } catch {
      return [];
    }
  });
}

function isGrey(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('format=gray');
  } catch {
    return false;
  }
}
