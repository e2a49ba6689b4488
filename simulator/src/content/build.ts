// Draws and encodes loops into a cache folder, each once: built beside, renamed when whole.
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Composer, type Scene } from './compose.ts';
import { startEncoding } from './encode.ts';
import { type IndexedUnit, indexAccessUnits } from './nal.ts';
import { BurntIn } from './overlay.ts';
import { hazeOf } from './pen.ts';
import {
  type Codec,
  contentVersion,
  type LoopPlan,
  planLoops,
  type StreamName,
  streamShapes,
} from './plan.ts';
import { drawPlate } from './plates.ts';
import { hashText, seededRandom } from './random.ts';
import { drawScenery } from './scenery.ts';
import type { Texture } from './texture.ts';
import { planTraffic } from './traffic.ts';
import { View } from './view.ts';

export interface LoopStream {
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly units: readonly IndexedUnit[];
}

/** loop.json */
export interface LoopFile {
  readonly version: number;
  readonly plan: LoopPlan;
  readonly codec: Codec;
  readonly streams: Record<StreamName, LoopStream>;
  readonly truth: string;
  /** Snapshots: <stream>-key-<n>.jpg, n = 1… for every 50th main frame. */
  readonly keyPictures: number;
}

export interface BuildOptions {
  readonly dir: string;
  readonly seed: number;
  /** Loop ids wanted; all when left out. */
  readonly only?: readonly string[];
  readonly signal?: AbortSignal;
  readonly onProgress?: (text: string) => void;
}

/** Makes what is missing of the wanted loops. A second call returns at once. */
export async function ensureContent(options: BuildOptions): Promise<void> {
  const { dir, seed, only, onProgress = () => {} } = options;
  const plans = planLoops(seed).filter(p => !only || only.includes(p.id));
  await mkdir(join(dir, 'loops'), { recursive: true });
  await removeAbandoned(join(dir, 'loops'));
  const missing = plans.filter(p => !existsSync(loopFilePath(dir, p.id, seed)));
  const startedMs = performance.now();
  let [next, done] = [0, 0];
  const workThrough = async () => {
    for (let plan = missing[next++]; plan; plan = missing[next++]) {
      await buildLoop(plan, dir, seed, options.signal);
      done += 1;
      onProgress(
        `[${done}/${missing.length}] ${plan.id}  ${((performance.now() - startedMs) / 1000).toFixed(1)} s`,
      );
    }
  };
  // Two at once: one draws while the other's encoder works.
  await Promise.all([workThrough(), workThrough()]);
  if (missing.length > 0 || !existsSync(join(dir, 'manifest.json'))) await writeManifest(dir);
}

/** Folders left by a build that was killed. */
async function removeAbandoned(loops: string): Promise<void> {
  for (const name of await readdir(loops)) {
    const builder = Number(/\.building-(\d+)$/.exec(name)?.[1] ?? 0);
    if (builder > 0 && !isRunning(builder)) await rm(join(loops, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

export function loopDir(dir: string, id: string, seed: number): string {
  return join(dir, 'loops', seed === 1 ? id : `${id}@${seed}`);
}

function loopFilePath(dir: string, id: string, seed: number): string {
  return join(loopDir(dir, id, seed), 'loop.json');
}

export async function createScene(plan: LoopPlan): Promise<Scene> {
  const random = seededRandom(plan.sceneSeed * 7919 + hashText(plan.id.replace(/-h265$/, '')));
  const sceneRandom = seededRandom(plan.sceneSeed);
  const view = new View({
    focalPx: 1500 + sceneRandom() * 300,
    x: (sceneRandom() - 0.5) * 1.2,
    heightM: 3.1 + sceneRandom() * 0.4,
    yawDeg: plan.yawDeg,
    pitchDeg: 6.2 + sceneRandom() * 1.4,
  });
  const traffic = planTraffic(plan.seconds, plan.density, random);
  const plates = new Map<string, Texture>();
  for (const { plate } of traffic) plates.set(plate.text, await drawPlate(plate));
  return {
    view,
    background: await drawScenery({ view, night: plan.night, seed: plan.sceneSeed, roadName: plan.roadName }),
    night: plan.night,
    haze: hazeOf(plan.night),
    traffic,
    plates,
    loopSeconds: plan.seconds,
    noise: plan.noise,
    burntIn: await BurntIn.create(plan.burntName, plan.cameraNumber),
    seed: plan.sceneSeed,
  };
}

async function buildLoop(plan: LoopPlan, dir: string, seed: number, signal?: AbortSignal): Promise<void> {
  const building = `${loopDir(dir, plan.id, seed)}.building-${process.pid}`;
  await rm(building, { recursive: true, force: true });
  await mkdir(building, { recursive: true });
  try {
    const composer = new Composer(await createScene(plan));
    const { fps } = streamShapes.main;
    const encoding = startEncoding(plan.codec, building);
    const truth = createWriteStream(join(building, 'truth.jsonl'));
    try {
      for (let frame = 0; frame < plan.seconds * fps; frame++) {
        signal?.throwIfAborted();
        truth.write(`${JSON.stringify({ frame, vehicles: composer.compose(frame, fps) })}\n`);
        await encoding.write(composer.canvas.bytes);
      }
      await encoding.end();
    } finally {
      encoding.kill();
      await new Promise(resolve => truth.end(resolve));
    }
    await writeFile(join(building, 'loop.json'), JSON.stringify(await describeLoop(plan, building)));
    await rm(loopDir(dir, plan.id, seed), { recursive: true, force: true });
    await rename(building, loopDir(dir, plan.id, seed));
  } catch (error) {
    await rm(building, { recursive: true, force: true });
    // Two processes may build the same cache at once: who comes second uses what the first made.
    if (existsSync(loopFilePath(dir, plan.id, seed))) return;
    throw error;
  }
}

async function describeLoop(plan: LoopPlan, building: string): Promise<LoopFile> {
  const stream = async (name: StreamName): Promise<LoopStream> => {
    const file = `${name}.${plan.codec}`;
    const units = indexAccessUnits(plan.codec, await readFile(join(building, file)));
    const { fps } = streamShapes[name];
    const wanted = plan.seconds * fps;
    if (units.length !== wanted)
      throw new Error(`${plan.id} ${name}: ${units.length} access units, ${wanted} expected`);
    units.forEach((unit, i) => {
      if (unit.key !== (i % (fps * 2) === 0))
        throw new Error(`${plan.id} ${name}: key frame out of place at ${i}`);
    });
    return { file, ...streamShapes[name], units };
  };
  return {
    version: contentVersion,
    plan,
    codec: plan.codec,
    streams: { main: await stream('main'), sub: await stream('sub') },
    truth: 'truth.jsonl',
    keyPictures: plan.seconds / 2,
  };
}

/** manifest.json: what the folder holds, for people and scripts. */
async function writeManifest(dir: string): Promise<void> {
  const loops: object[] = [];
  for (const name of (await readdir(join(dir, 'loops'))).sort()) {
    const path = join(dir, 'loops', name, 'loop.json');
    if (!existsSync(path)) continue;
    const { plan, codec } = JSON.parse(await readFile(path, 'utf8')) as LoopFile;
    loops.push({
      id: plan.id,
      dir: `loops/${name}`,
      codec,
      seconds: plan.seconds,
      night: plan.night,
      burntName: plan.burntName,
      cameraNumber: plan.cameraNumber,
      truth: `loops/${name}/truth.jsonl`,
    });
  }
  const temp = join(dir, `manifest.json.${process.pid}`);
  await writeFile(temp, `${JSON.stringify({ version: contentVersion, loops }, null, 2)}\n`);
  await rename(temp, join(dir, 'manifest.json'));
}
