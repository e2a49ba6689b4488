// Photographs, and drawn pictures where there are none: whole scenes and crops, one reader and one baseline for all.
import { fileURLToPath } from 'node:url';
import type { BenchResult } from '../frame.ts';
import { writeContactSheet } from './contact-sheet.ts';
import { measureCrops } from './crops.ts';
import { type Crop, readPlateData, type Scene } from './data.ts';
import { drawnPictures } from './drawn.ts';
import { type PlatesOptions, thinned } from './options.ts';
import { Ours } from './ours.ts';
import { of, type PartResult } from './part.ts';
import { Baseline } from './pp-ocr/baseline.ts';
import { measureScenes } from './scenes.ts';
import { calibrate, rightFrom } from './score.ts';
import { toldBy, trainingOf } from './seen.ts';
import { calibrationTable } from './tables.ts';

const sheet = fileURLToPath(new URL('../out/plates-failures.jpg', import.meta.url));
/** Drawn pictures: no training saw these. */
const nothingToTell = { sceneHeldOut: null, sceneUnseen: null, cropHeldOut: null, notes: [] };
/** A passage this sure is one a person acts on without looking. */
const sure = 0.95;

export async function measureStills(options: PlatesOptions, names: readonly string[]): Promise<BenchResult> {
  const ours = await Ours.open(options.models);
  const baseline = options.baseline ? await Baseline.open() : null;
  const photographs = options.data === null ? { scenes: [], crops: [] } : readPlateData(options.data);
  const training = trainingOf(photographs, toldBy(options.models));
  const done: PartResult[] = [];
  const scenes = async (what: string, list: readonly Scene[], told = training) => {
    if (list.length > 0)
      done.push(
        await measureScenes({
          what,
          scenes: thinned(list, options.limit),
          ours,
          baseline,
          heldOut: told.sceneHeldOut,
          unseen: told.sceneUnseen,
        }),
      );
  };
  const crops = async (list: readonly Crop[], heldOut: ((c: Crop) => boolean) | null) => {
    if (list.length > 0)
      done.push(await measureCrops({ crops: thinned(list, options.limit), ours, baseline, heldOut }));
  };
  try {
    if (names.includes('scenes')) {
      const isStreet = ({ set }: Scene) => set === 'street';
      await scenes('street scenes', photographs.scenes.filter(isStreet));
      await scenes(
        'other scenes',
        photographs.scenes.filter(scene => !isStreet(scene)),
      );
    }
    if (names.includes('crops')) await crops(photographs.crops, training.cropHeldOut);
    if (names.includes('drawn')) {
      const drawn = await drawnPictures(options.seed);
      try {
        await scenes('drawn scenes', drawn.scenes, nothingToTell);
        await crops(drawn.crops, null);
      } finally {
        drawn.close();
      }
    }
  } finally {
    await ours.close();
  }
  return withSheet(done, options.data === null ? [] : training.notes);
}

async function withSheet(done: readonly PartResult[], training: readonly string[]): Promise<BenchResult> {
  const readings = done.flatMap(part => part.readings);
  const { given, right, share } = rightFrom(readings, sure);
  const failures = done.flatMap(part => part.failures);
  const left = await writeContactSheet(sheet, failures);
  return {
    figures: [
      ...done.flatMap(part => part.figures),
      { name: 'stills: right of readings ≥ 0.95', figure: share * 100, spread: of(right, given) },
    ],
    notes: [
      ...done.flatMap(part => part.notes),
      ...training,
      `${failures.length} failures: bench/out/plates-failures.jpg${left > 0 ? ` (the last ${left} left out)` : ''}. They are cut from the photographs: look, do not pass on.`,
    ],
    tables: [
      ...done.flatMap(part => part.tables ?? []),
      calibrationTable('stills, calibration 置信度校准', calibrate(readings)),
    ],
  };
}
