// Measures how often the recogniser is right on photographs, and stores what its figures are worth:
//   node edge-agent/src/plates/reader/calibrate/main.ts --data DIR [--models DIR] [--measured-on DIR]
// DIR holds crops.csv. --measured-on: the weights measured, when those in --models saw every photograph in training.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Calibration, featureCount } from '../calibration.ts';
import { Engine } from '../engine.ts';
import { defaultModelsDir, loadModelFiles } from '../model-files.ts';
import { crossFitted, fitLogistic, type Sample } from './fit.ts';
import { heldOut, loadCrops, variants } from './samples.ts';

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

const target = await loadModelFiles(values.models);
const engine = await Engine.load(
  values['measured-on'] ? await loadModelFiles(values['measured-on']) : target,
);
const samples: Record<'small' | 'both', Grouped[]> = { small: [], both: [] };
// The same crops are cut the same way in every run.
let seed = 1;
const random = () => {
  seed = (seed * 48271) % 2147483647;
  return seed / 2147483647;
};

const crops = (await loadCrops(values.data)).filter(heldOut);
for (const [group, crop] of crops.entries()) {
  for (const picture of await variants(crop, random)) {
    for (const { by, features, text } of await engine.measureCrop({ picture, rows: crop.rows }))
      samples[by].push({ group, features, right: text === crop.number });
  }
}
await engine.close();

const calibration: Calibration = {
  recogniser: String(target.recogniser.io.sha256),
  small: fitLogistic(samples.small, featureCount.small),
  both: fitLogistic(samples.both, featureCount.both),
};
await writeFile(
  join(values.models, 'plate-recogniser', 'calibration.json'),
  `${JSON.stringify({ ...calibration, crops: crops.length, readings: samples.both.length }, null, 2)}\n`,
);
for (const by of ['small', 'both'] as const) report(by, samples[by]);
console.log(JSON.stringify(calibration));

/** How often what was claimed was right, by fits that had not seen the plate. */
function report(by: 'small' | 'both', measured: readonly Grouped[]): void {
  const claimed = crossFitted(measured, featureCount[by], folds);
  const bounds = [0, 0.5, 0.8, 0.9, 0.95, 0.985, 1.01];
  console.log(`${by}: 声称 / claimed, 数量 / readings, 正确 / right`);
  for (let at = 0; at + 1 < bounds.length; at++) {
    const within = measured.filter((_, n) => claimed[n]! >= bounds[at]! && claimed[n]! < bounds[at + 1]!);
    const right = within.filter(sample => sample.right).length;
    const share = within.length > 0 ? ((100 * right) / within.length).toFixed(1) : '–';
    console.log(`  ${bounds[at]}–${Math.min(1, bounds[at + 1]!)}: ${within.length}, ${share} %`);
  }
}
