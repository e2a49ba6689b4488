// The simulator's loops with their truth, as its content program leaves them in the user's cache.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultContentDir } from '../../simulator/src/default-dir.ts';

/** truth.jsonl; px of the main stream. */
export interface TruthVehicle {
  readonly id: string;
  readonly type: string;
  readonly direction: 'away' | 'oncoming';
  /** x, y, width, height */
  readonly box: readonly [number, number, number, number];
  readonly plate: string;
  readonly plateKind: string;
  /** x, y of top left, top right, bottom right, bottom left */
  readonly plateCorners: readonly number[] | null;
  readonly plateClear: boolean;
}

export interface Loop {
  readonly id: string;
  readonly dir: string;
  readonly codec: 'h264' | 'h265';
  readonly seconds: number;
  readonly night: boolean;
  /** Frames of the main stream a second. */
  readonly fps: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * Draws what is missing of a seed's loops (minutes, once a machine) and lists them. Other seeds than 1 have a folder
 * of their own: what the simulator shows, the models were trained on.
 */
export async function drawnLoops(seed: number): Promise<Loop[]> {
  const program = fileURLToPath(new URL('../../simulator/src/content/main.ts', import.meta.url));
  const usual = defaultContentDir();
  const root = seed === 1 ? usual : join(usual, '..', '..', 'bench', `loops-${basename(usual)}`);
  const args = ['--seed', `${seed}`, '--out', root];
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 2, 2] });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`the simulator's loops could not be drawn (${code})`);
  const { loops } = JSON.parse(readFileSync(join(root, 'manifest.json'), 'utf8')) as {
    loops: { id: string; dir: string; codec: Loop['codec']; seconds: number; night: boolean }[];
  };
  return loops
    .filter(({ dir }) => (seed === 1 ? !dir.includes('@') : dir.endsWith(`@${seed}`)))
    .map(({ id, dir, codec, seconds, night }) => {
      const folder = join(root, dir);
      const { streams } = JSON.parse(readFileSync(join(folder, 'loop.json'), 'utf8')) as {
        streams: { main: { fps: number; width: number; height: number } };
      };
      const { fps, width: widthPx, height: heightPx } = streams.main;
      return { id, dir: folder, codec, seconds, night, fps, widthPx, heightPx };
    });
}

/** The vehicles of each frame of the main stream. */
export function truthOf(loop: Loop): TruthVehicle[][] {
  return readFileSync(join(loop.dir, 'truth.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map(line => (JSON.parse(line) as { vehicles: TruthVehicle[] }).vehicles);
}

/** Snapshots of every 50th frame, with that frame's truth. */
export function snapshots(loop: Loop): { path: string; vehicles: TruthVehicle[] }[] {
  const truth = truthOf(loop);
  return truth.flatMap((vehicles, frame) => {
    const path = join(loop.dir, `main-key-${frame / 50 + 1}.jpg`);
    return frame % 50 === 0 && existsSync(path) ? [{ path, vehicles }] : [];
  });
}
