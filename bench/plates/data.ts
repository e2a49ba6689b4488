// A folder of photographs with truth: crops.csv and scenes.json, as ../shared/data/plates has them.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, normalize } from 'node:path';
import type { Box } from './geometry.ts';
import { normalise } from './text.ts';

export interface ScenePlate {
  /** px of the picture; the plate's own box. */
  readonly box: Box;
  readonly plate: string;
  readonly colour: string;
  /** False: a plate nobody can read; neither scored nor held against who reads it. */
  readonly legible: boolean;
}

export interface Scene {
  /** File name, e.g. "street-002.jpg". */
  readonly name: string;
  readonly path: string;
  /** The name up to its first dash: "street", "ccpd". */
  readonly set: string;
  readonly plates: readonly ScenePlate[];
}

export interface Crop {
  readonly name: string;
  readonly path: string;
  readonly plate: string;
  readonly colour: string;
  readonly set: string;
}

export interface PlateData {
  readonly scenes: readonly Scene[];
  readonly crops: readonly Crop[];
}

/** What is wrong with the folder, for the person who made it. */
export class DataError extends Error {
  readonly zh: string;
  readonly en: string;

  constructor(zh: string, en: string) {
    super(`${zh} / ${en}`);
    this.name = 'DataError';
    this.zh = zh;
    this.en = en;
  }
}

/** Reads and checks the whole folder; pictures are only looked for. Throws DataError. */
export function readPlateData(dir: string): PlateData {
  if (!existsSync(dir) || !statSync(dir).isDirectory())
    throw new DataError(`没有文件夹 ${dir}`, `there is no folder ${dir}`);
  const [scenes, crops] = [join(dir, 'scenes.json'), join(dir, 'crops.csv')];
  if (!existsSync(scenes) && !existsSync(crops))
    throw new DataError(
      `${dir} 中既没有 scenes.json 也没有 crops.csv`,
      `${dir} has neither scenes.json nor crops.csv`,
    );
  return {
    scenes: existsSync(scenes) ? readScenes(dir, scenes) : [],
    crops: existsSync(crops) ? readCrops(dir, crops) : [],
  };
}

function readScenes(dir: string, file: string): Scene[] {
  let body: unknown;
  try {
    body = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw bad(file, `不是 JSON：${(error as Error).message}`, `no JSON: ${(error as Error).message}`);
  }
  if (!isObject(body))
    throw bad(file, '应为 {"文件名": [车牌…]}', 'must be an object {"file name": [plates…]}');
  return Object.entries(body).map(([name, list]) => {
    if (!Array.isArray(list)) throw bad(file, `${name}：应为数组`, `${name}: must be a list of plates`);
    return {
      name,
      path: picture(dir, join('scenes', name), file),
      set: name.split('-')[0]!,
      plates: list.map((entry, i) => scenePlate(entry, `${name}[${i}]`, file)),
    };
  });
}

function scenePlate(entry: unknown, where: string, file: string): ScenePlate {
  const { box, plate, colour = 'unknown', legible = true } = isObject(entry) ? entry : {};
  const four = Array.isArray(box) && box.length === 4 && box.every(n => Number.isFinite(n));
  if (!four || box[2] <= box[0] || box[3] <= box[1])
    throw bad(
      file,
      `${where}：box 应为 [x1, y1, x2, y2]，且 x2 > x1、y2 > y1`,
      `${where}: box must be [x1, y1, x2, y2] with x2 > x1 and y2 > y1`,
    );
  if (typeof legible !== 'boolean')
    throw bad(file, `${where}：legible 应为 true 或 false`, `${where}: legible must be true or false`);
  if (typeof colour !== 'string' || (legible && !isNumber(plate)))
    throw bad(
      file,
      `${where}：可辨认的车牌应有号码（plate）和颜色（colour）`,
      `${where}: a legible plate needs its number (plate) and colour (colour)`,
    );
  return {
    box: box as unknown as Box,
    plate: normalise(typeof plate === 'string' ? plate : ''),
    colour,
    legible,
  };
}

function readCrops(dir: string, file: string): Crop[] {
  const lines = readFileSync(file, 'utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter(line => line.trim() !== '');
  const head = 'file,plate,colour,set';
  if (lines[0] !== head) throw bad(file, `第 1 行应为 ${head}`, `line 1 must be ${head}`);
  return lines.slice(1).map((line, i) => {
    const [name, plate, colour, set, ...rest] = line.split(',');
    if (!name || !isNumber(plate) || !colour || !set || rest.length > 0)
      throw bad(
        file,
        `第 ${i + 2} 行应为 文件,号码,颜色,集合：${line.slice(0, 80)}`,
        `line ${i + 2} must be file,plate,colour,set: ${line.slice(0, 80)}`,
      );
    return { name, path: picture(dir, name, file), plate: normalise(plate), colour, set };
  });
}

/** The picture's path, within the folder and there. */
function picture(dir: string, name: string, file: string): string {
  if (isAbsolute(name) || normalize(name).startsWith('..'))
    throw bad(file, `${name} 不在该文件夹内`, `${name} is outside the folder`);
  const path = join(dir, name);
  if (!existsSync(path)) throw bad(file, `缺少图片 ${path}`, `the picture ${path} is missing`);
  return path;
}

const isNumber = (plate: unknown): plate is string =>
  typeof plate === 'string' && plate.trim().length >= 5 && plate.length <= 12;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const bad = (file: string, zh: string, en: string) => new DataError(`${file}：${zh}`, `${file}: ${en}`);
