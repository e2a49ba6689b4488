// Without photographs: the simulator's snapshots as scenes, and the plates cut out of them as crops. They show
// that everything runs and what it costs; about photographs they say little.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import type { Crop, Scene, ScenePlate } from './data.ts';
import { boundsOf, type Pt, type Quad } from './geometry.ts';
import { cutOut, decode } from './pixels.ts';
import { drawnLoops, snapshots, type TruthVehicle } from './simulator-loops.ts';
import { normalise } from './text.ts';

/** px; what is drawn smaller nobody is asked to read, and a plate half covered neither. */
const legibleFrom = 45;
const cropHeightPx = 48;

export interface Drawn {
  readonly scenes: readonly Scene[];
  readonly crops: readonly Crop[];
  /** Removes the crops' folder. */
  close(): void;
}

export async function drawnPictures(seed: number): Promise<Drawn> {
  const loops = (await drawnLoops(seed)).filter(({ id }) => !id.startsWith('empty'));
  const dir = mkdtempSync(join(tmpdir(), 'brightwall-crops-'));
  const scenes: Scene[] = [];
  const crops: Crop[] = [];
  for (const loop of loops)
    for (const { path, vehicles } of snapshots(loop)) {
      const plates = vehicles.flatMap(scenePlate);
      scenes.push({
        name: `${loop.id} ${basename(path)}`,
        path,
        set: loop.night ? 'night' : 'day',
        plates,
      });
      crops.push(...(await cropsOf(path, vehicles, dir, crops.length)));
    }
  return { scenes, crops, close: () => rmSync(dir, { recursive: true, force: true }) };
}

export function cornersOf(vehicle: TruthVehicle): Quad | null {
  const c = vehicle.plateCorners;
  return c ? ([0, 2, 4, 6].map((i): Pt => [c[i]!, c[i + 1]!]) as unknown as Quad) : null;
}

function scenePlate(vehicle: TruthVehicle): ScenePlate[] {
  const corners = cornersOf(vehicle);
  return corners
    ? [
        {
          box: boundsOf(corners),
          plate: normalise(vehicle.plate),
          colour: vehicle.plateKind,
          legible: isLegible(vehicle),
        },
      ]
    : [];
}

const isLegible = ({ plateCorners: c, plateClear }: TruthVehicle) =>
  c !== null && plateClear && c[2]! - c[0]! >= legibleFrom;

async function cropsOf(path: string, vehicles: readonly TruthVehicle[], dir: string, from: number) {
  const crops: Crop[] = [];
  const wanted = vehicles.filter(isLegible);
  if (wanted.length === 0) return crops;
  const picture = await decode(path);
  for (const vehicle of wanted) {
    const quad = cornersOf(vehicle)!;
    const aspect = vehicle.plateKind.includes('double')
      ? 2
      : vehicle.plateKind.includes('green')
        ? 3.43
        : 3.14;
    const { rgb, widthPx, heightPx } = cutOut(picture, quad, Math.round(cropHeightPx * aspect), cropHeightPx);
    const name = `${from + crops.length}.png`;
    await sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } }).toFile(join(dir, name));
    crops.push({
      name,
      path: join(dir, name),
      plate: normalise(vehicle.plate),
      colour: vehicle.plateKind,
      set: 'drawn',
    });
  }
  return crops;
}
