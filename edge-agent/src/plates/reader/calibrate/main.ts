// Measures how often the recogniser is right on photographs, and stores what its figures are worth beside its weights:
//   node edge-agent/src/plates/reader/calibrate/main.ts --data DIR [--models DIR] [--measured-on DIR]
// --data: crops.csv, and scenes.json for what looks like a plate and is none. --models: where plate-recogniser/ lies,
// models/ by default. --measured-on: the same with the weights to measure, when those in --models were trained on every
// photograph and would only show how well they remember. About two minutes.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Calibration, featureCount } from '../calibration.ts';
import { decodePicture } from '../decode-picture.ts';
import { Engine } from '../engine.ts';
import type { Measured } from '../judge.ts';
import { defaultModelsDir, loadModelFiles, ownModel } from '../model-files.ts';
import { crossFitted, fitLogistic, type Sample } from './fit.ts';
import { heldOut, loadCrops, loadScenes, truthOf, variants } from './samples.ts';

const folds = 5;
type Grouped = Sample & { readonly group: number };

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    models: { type: 'string', default: defaultModelsDir },
    'measured-on': { type: 'string' },
  },
});
if (!values.data) {
  process.stderr.write('缺少 --data DIR / --data DIR is missing\n');
  process.exit(2);
}

const target = await ownModel(values.models, 'plate-recogniser');
const measured = await ownModel(values['measured-on'] ?? values.models, 'plate-recogniser');
const engine = await Engine.load({ ...(await loadModelFiles(defaultModelsDir)), recogniser: measured });
const samples: Record<'small' | 'both', Grouped[]> = { small: [], both: [] };
// The same crops are cut the same way in every run.
let seed = 1;
const random = () => {
  seed = (seed * 48271) % 2147483647;
  return seed / 2147483647;
};

const groups = new Map<string, number>();
function add(readings: readonly Measured[], group: string, number: string): void {
  if (!groups.has(group)) groups.set(group, groups.size);
  for (const { by, features, text } of readings)
    samples[by].push({ group: groups.get(group)!, features, right: text === number });
}

for (const crop of (await loadCrops(values.data)).filter(heldOut)) {
  for (const picture of await variants(crop, random))
    add(await engine.measureCrop({ picture, rows: crop.rows }), crop.number, crop.number);
}
for (const scene of await loadScenes(values.data)) {
  const picture = await decodePicture(await readFile(scene.file));
  const { plates } = await engine.find({ picture, region: null, read: 'none' });
  for (const plate of plates) {
    const number = truthOf(scene, plate);
    if (number !== null) add(await engine.measure(picture, plate), number || scene.file, number);
  }
}
await engine.close();

const calibration: Calibration = {
  recogniser: String(target.io.sha256),
  small: fitLogistic(samples.small, featureCount.small),
  both: fitLogistic(samples.both, featureCount.both),
};
await writeFile(
  join(values.models, 'plate-recogniser', 'calibration.json'),
  `${JSON.stringify({ ...calibration, plates: groups.size, readings: samples.both.length }, null, 2)}\n`,
);
for (const by of ['small', 'both'] as const) report(by, samples[by]);
console.log(JSON.stringify(calibration));

/** How often what was claimed was right, by fits that had not seen the plate. */
function report(by: 'small' | 'both', readings: readonly Grouped[]): void {
  const claimed = crossFitted(readings, featureCount[by], folds);
  const bounds = [0, 0.5, 0.8, 0.9, 0.95, 0.985, 1.01];
  console.log(`${by}: 声称 / claimed, 数量 / readings, 正确 / right`);
  for (let at = 0; at + 1 < bounds.length; at++) {
    const within = readings.filter((_, n) => claimed[n]! >= bounds[at]! && claimed[n]! < bounds[at + 1]!);
    const right = within.filter(sample => sample.right).length;
    const share = within.length > 0 ? ((100 * right) / within.length).toFixed(1) : '–';
    console.log(`  ${bounds[at]}–${Math.min(1, bounds[at + 1]!)}: ${within.length}, ${share} %`);
  }
}
