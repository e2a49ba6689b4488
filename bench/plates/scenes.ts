// Whole pictures: found, read, and what each costs, ours and PP-OCR's one after the other on each picture.
import type { Figure } from '../frame.ts';
import type { Failure } from './contact-sheet.ts';
import { mean, timed } from './cpu.ts';
import { DataError, type Scene } from './data.ts';
import type { OurGuess, Ours } from './ours.ts';
import { of, type PartResult, spreadOf } from './part.ts';
import { decode, type Pixels, resize } from './pixels.ts';
import type { Baseline } from './pp-ocr/baseline.ts';
import { type Outcome, type SceneScore, scoreScene } from './score.ts';
import {
  blurGroup,
  blurGroups,
  type Counted,
  percent,
  provinceGroups,
  shareTable,
  sizeGroup,
  sizeGroups,
} from './tables.ts';

/** PP-OCR's detector sees pictures at this size; at 640 it is faster and finds a tenth fewer plates. */
export const baselineSide = 960;
const warmUp = 2;
const framePixels = 512 * 288;

interface Run {
  readonly score: SceneScore;
  readonly cpuMs: number;
}

interface Measured {
  readonly scene: Scene;
  readonly ours: Run;
  /** One pass of the detector at 512×288, nothing read. */
  readonly quick: Run;
  readonly baseline: (Run & { readonly detectMs: number }) | null;
  readonly decodeMs: number;
  /** One pass over the picture made as small as the detector sees it, as a frame of video comes. */
  readonly frameMs: number;
  readonly seconds: number;
}

export interface ScenesInput {
  /** Ends each figure's name: "street scenes". */
  readonly what: string;
  readonly scenes: readonly Scene[];
  readonly ours: Ours;
  readonly baseline: Baseline | null;
  /** Null where all, or none, were held out: nothing to tell apart. */
  readonly heldOut: ((scene: Scene) => boolean) | null;
  /** The same for the detector alone. */
  readonly unseen: ((scene: Scene) => boolean) | null;
}

export async function measureScenes(input: ScenesInput): Promise<PartResult> {
  const { what, scenes } = input;
  for (const scene of scenes.slice(0, warmUp)) await measure(scene, input);
  const all: Measured[] = [];
  for (const scene of scenes) all.push(await measure(scene, input));

  const ours = sum(all.map(m => m.ours));
  const quick = sum(all.map(m => m.quick));
  const theirs = input.baseline ? sum(all.map(m => m.baseline!)) : null;
  const row = (name: string, figure: number, baseline: number | undefined, spread: string): Figure => ({
    name: `${name}, ${what}`,
    figure,
    ...(baseline === undefined ? {} : { baseline }),
    spread,
  });
  const figures = [
    row(
      'detector, a frame of 512×288',
      mean(all.map(m => m.frameMs)),
      undefined,
      spreadOf(all.map(m => m.frameMs)),
    ),
    row(
      'detector, whole picture scaled down',
      mean(all.map(m => m.quick.cpuMs)),
      theirs ? mean(all.map(m => m.baseline!.detectMs)) : undefined,
      spreadOf(all.map(m => m.quick.cpuMs)),
    ),
    row('located in one pass', quick.located, undefined, quick.locatedOf),
    row('located', ours.located, theirs?.located, ours.locatedOf),
    row('exact recall', ours.recall, theirs?.recall, ours.recallOf),
    row('precision', ours.precision, theirs?.precision, ours.precisionOf),
    row(
      'end to end',
      mean(all.map(m => m.ours.cpuMs)),
      theirs ? mean(all.map(m => m.baseline!.cpuMs)) : undefined,
      spreadOf(all.map(m => m.ours.cpuMs)),
    ),
  ];
  const notes = [
    `${what}: ${all.length} pictures, ${ours.plates} legible plates. CPU ms of the whole process a picture, mean; decoding it is not in there and costs ${mean(all.map(m => m.decodeMs)).toFixed(1)} ms more for either side. ${warmUp} pictures went before, uncounted.`,
  ];
  const unseen = sum(all.filter(m => input.unseen?.(m.scene)).map(m => m.ours));
  if (unseen.plates > 0)
    figures.push(row('located where no training saw it', unseen.located, undefined, unseen.locatedOf));
  const held = sum(all.filter(m => input.heldOut?.(m.scene)).map(m => m.ours));
  if (held.plates > 0)
    figures.push(
      row('exact recall where no training saw it', held.recall, undefined, held.recallOf),
      row('precision where no training saw it', held.precision, undefined, held.precisionOf),
    );
  return {
    figures,
    notes,
    tables: tablesOf(what, all),
    readings: all.flatMap(m =>
      m.ours.score.given.map(({ guess, right }) => ({ confidence: guess.confidence, right })),
    ),
    failures: all.flatMap(failuresOf),
  };
}

async function measure(scene: Scene, { ours, baseline }: ScenesInput): Promise<Measured> {
  const { answer: picture, cpuMs: decodeMs } = await timed(() => decodeOrSay(scene.path));
  const frame = framed(picture);
  const net = await timed(() => ours.locate(frame));
  const quick = await timed(() => ours.locate(picture));
  const full = await timed(() => ours.find(quick.answer.picture));
  const theirs = baseline ? await timed(() => baseline.find(full.answer.picture, baselineSide)) : null;
  const score = (guesses: readonly OurGuess[]) => scoreScene(scene.plates, guesses);
  return {
    scene,
    decodeMs,
    frameMs: net.cpuMs,
    seconds: full.answer.guesses.filter(guess => guess.reader === 'second-opinion').length,
    quick: { score: score(quick.answer.guesses), cpuMs: quick.cpuMs },
    ours: { score: score(full.answer.guesses), cpuMs: full.cpuMs },
    baseline: theirs && {
      score: scoreScene(
        scene.plates,
        theirs.answer.plates.map(plate => ({ ...plate, sharpness: null })),
        theirs.answer.boxes,
      ),
      cpuMs: theirs.cpuMs,
      detectMs: theirs.answer.detectCpuMs,
    },
  };
}

/** The picture's own shape with the pixels of 512×288. */
function framed(picture: Pixels): Pixels {
  const shrink = Math.min(1, Math.sqrt(framePixels / (picture.widthPx * picture.heightPx)));
  return resize(picture, Math.round(picture.widthPx * shrink), Math.round(picture.heightPx * shrink));
}

export async function decodeOrSay(path: string): Promise<Pixels> {
  try {
    return await decode(path);
  } catch (error) {
    const { message } = error as Error;
    throw new DataError(`图片无法解码 ${path}：${message}`, `${path} is no picture: ${message}`);
  }
}

function sum(runs: readonly Run[]) {
  const outcomes = runs.flatMap(run => run.score.outcomes);
  const given = runs.flatMap(run => run.score.given);
  const located = outcomes.filter(outcome => outcome.located).length;
  const right = outcomes.filter(outcome => outcome.right).length;
  const truly = given.filter(g => g.right).length;
  return {
    plates: outcomes.length,
    located: (located / outcomes.length) * 100,
    recall: (right / outcomes.length) * 100,
    // Nothing given is nothing wrong: a reader that never speaks is judged by its recall.
    precision: given.length === 0 ? 100 : (truly / given.length) * 100,
    locatedOf: of(located, outcomes.length),
    recallOf: of(right, outcomes.length),
    precisionOf: of(truly, given.length),
  };
}

function tablesOf(what: string, all: readonly Measured[]) {
  const plates = all.flatMap(({ scene, ours, baseline }) =>
    ours.score.outcomes.map((outcome, i) => ({
      outcome,
      set: scene.set,
      theirs: baseline?.score.outcomes[i],
    })),
  );
  const by = (name: string, group: (outcome: Outcome) => string, order?: readonly string[]) =>
    shareTable(
      `${what}, ${name}`,
      plates.map(
        ({ outcome, theirs }): Counted => ({
          group: group(outcome),
          right: outcome.right,
          located: outcome.located,
          ...(theirs ? { baselineRight: theirs.right } : {}),
        }),
      ),
      order,
    );
  const province = provinceGroups(plates.map(({ outcome }) => outcome.truth.plate));
  return [
    by('by province 按省份', o => province(o.truth.plate)),
    by('by colour 按颜色', o => o.truth.colour),
    by('by size 按大小', o => sizeGroup(o.truth.box[2] - o.truth.box[0]), sizeGroups),
    by('by blur 按清晰度', o => blurGroup(o.sharpness), blurGroups),
  ];
}

function failuresOf({ scene, ours }: Measured): Failure[] {
  const missed = ours.score.outcomes
    .filter(outcome => !outcome.right)
    .map(({ truth, reading, located }) => ({
      path: scene.path,
      box: truth.box,
      truth: truth.plate,
      read: reading?.text ? `${reading.text} ${percent(reading.confidence)}` : '',
      note: `${scene.name}${located ? '' : ' · not located 未找到'}${reading?.text ? '' : ' · not read 未识读'}`,
    }));
  const owned = new Set(ours.score.outcomes.map(outcome => outcome.reading));
  const made = ours.score.given
    .filter(({ guess, right }) => !right && !owned.has(guess))
    .map(({ guess }) => ({
      path: scene.path,
      box: guess.box,
      truth: '—',
      read: `${guess.text} ${percent(guess.confidence)}`,
      note: `${scene.name} · where no labelled plate is 无标注车牌处`,
    }));
  return [...missed, ...made];
}
