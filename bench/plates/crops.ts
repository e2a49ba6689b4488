// Plates already cut out: the cascade alone, against PP-OCRv4's recogniser at 48×320 held to a plate.
import type { Figure, Table } from '../frame.ts';
import { mean, timed } from './cpu.ts';
import type { Crop } from './data.ts';
import type { OurGuess, Ours } from './ours.ts';
import { of, type PartResult, spreadOf } from './part.ts';
import type { Baseline } from './pp-ocr/baseline.ts';
import { decodeOrSay } from './scenes.ts';
import { blurGroup, blurGroups, percent, provinceGroups, shareTable } from './tables.ts';

const warmUp = 8;
/** Of `rare`: the colours with a target each; the others are too few to be more than a table. */
const rareWithTarget = ['blue', 'black'];

interface Read {
  readonly crop: Crop;
  readonly ours: OurGuess;
  readonly cpuMs: number;
  readonly theirs: { readonly right: boolean; readonly cpuMs: number } | null;
  readonly decodeMs: number;
}

const right = ({ crop, ours }: Read) => ours.text === crop.plate;

export interface CropsInput {
  readonly crops: readonly Crop[];
  readonly ours: Ours;
  readonly baseline: Baseline | null;
  readonly heldOut: ((crop: Crop) => boolean) | null;
}

export async function measureCrops(input: CropsInput): Promise<PartResult> {
  const { crops } = input;
  for (const crop of crops.slice(0, warmUp)) await read(crop, input);
  const all: Read[] = [];
  for (const crop of crops) all.push(await read(crop, input));

  const groups = [...new Set(all.map(figureName).filter(name => name !== null))];
  const figures: Figure[] = groups.flatMap(name => {
    const members = all.filter(one => figureName(one) === name);
    const held = input.heldOut ? members.filter(one => input.heldOut!(one.crop)) : [];
    return [
      share(`crops exact, ${name}`, members),
      ...(held.length > 0 ? [share(`crops exact where no training saw it, ${name}`, held)] : []),
    ];
  });
  figures.push({
    name: 'crops, mean of the cascade',
    figure: mean(all.map(one => one.cpuMs)),
    ...(input.baseline ? { baseline: mean(all.map(one => one.theirs!.cpuMs)) } : {}),
    spread: spreadOf(all.map(one => one.cpuMs)),
  });
  const second = all.filter(one => one.ours.reader === 'second-opinion').length;
  return {
    figures,
    notes: [
      `crops: ${all.length}. PP-OCR was asked for ${percent(second / all.length)} of those that were read. CPU ms of the whole process a crop, mean; decoding (${mean(all.map(one => one.decodeMs)).toFixed(1)} ms) is not in there.`,
    ],
    tables: tablesOf(all),
    readings: all
      .filter(one => one.ours.text !== null)
      .map(one => ({ confidence: one.ours.confidence, right: right(one) })),
    failures: all
      .filter(one => !right(one))
      .map(({ crop, ours, theirs }) => ({
        path: crop.path,
        box: null,
        truth: crop.plate,
        read: ours.text ? `${ours.text} ${percent(ours.confidence)}` : '',
        note: `${crop.name} · ${crop.set}${theirs?.right ? ' · PP-OCR right' : ''}`,
      })),
  };
}

/** Sets that budgets.json does not know stand in the table alone. */
function figureName({ crop }: Read): string | null {
  if (['ccpd-crops', 'street', 'drawn'].includes(crop.set)) return crop.set;
  if (crop.set !== 'rare') return null;
  return rareWithTarget.includes(crop.colour) ? `rare ${crop.colour}` : 'rare, other colours';
}

function share(name: string, members: readonly Read[]): Figure {
  const n = members.length;
  const ours = members.filter(right).length;
  const theirs = members.every(one => one.theirs)
    ? { baseline: (members.filter(one => one.theirs!.right).length / n) * 100 }
    : {};
  return { name, figure: (ours / n) * 100, ...theirs, spread: of(ours, n) };
}

async function read(crop: Crop, { ours, baseline }: CropsInput): Promise<Read> {
  const { answer: picture, cpuMs: decodeMs } = await timed(() => decodeOrSay(crop.path));
  const mine = await timed(() => ours.readCrop(picture));
  const theirs = baseline ? await timed(() => baseline.readCrop(mine.answer.picture)) : null;
  return {
    crop,
    ours: mine.answer.guess,
    cpuMs: mine.cpuMs,
    theirs: theirs && { right: theirs.answer?.text === crop.plate, cpuMs: theirs.cpuMs },
    decodeMs,
  };
}

function tablesOf(all: readonly Read[]): Table[] {
  const by = (name: string, group: (one: Read) => string, order?: readonly string[]) =>
    shareTable(
      `crops, ${name}`,
      all.map(one => ({
        group: group(one),
        right: right(one),
        ...(one.theirs ? { baselineRight: one.theirs.right } : {}),
      })),
      order,
    );
  const province = provinceGroups(all.map(({ crop }) => crop.plate));
  return [
    by('by set and colour 按集合与颜色', ({ crop }) => `${crop.set} ${crop.colour}`),
    by('by province 按省份', ({ crop }) => province(crop.plate)),
    by('by blur 按清晰度', ({ ours }) => blurGroup(ours.sharpness), blurGroups),
  ];
}
