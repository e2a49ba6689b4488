import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultModelsDir, loadModelFiles, ModelFailure, ownModel } from './model-files.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'models-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const weights = Buffer.from('weights of a net');
const facts = {
  file: 'plate-detector.onnx',
  bytes: weights.length,
  sha256: createHash('sha256').update(weights).digest('hex'),
};

async function write(io: unknown, content: Uint8Array | null = weights): Promise<void> {
  const folder = join(dir, 'plate-detector');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'io.json'), typeof io === 'string' ? io : JSON.stringify(io));
  if (content) await writeFile(join(folder, 'plate-detector.onnx'), content);
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => (error instanceof ModelFailure ? error.kind : error),
  );

test('gives weights that are what io.json says', async () => {
  await write(facts);
  const model = await ownModel(dir, 'plate-detector');
  expect(Buffer.from(model.weights)).toEqual(weights);
  expect(model.io).toEqual(facts);
});

test('a missing folder or file is missing', async () => {
  expect(await failure(ownModel(dir, 'plate-detector'))).toBe('model-missing');
  await write(facts, null);
  expect(await failure(ownModel(dir, 'plate-detector'))).toBe('model-missing');
});

test.each([
  ['cut short', weights.subarray(1)],
  ['of another content', Buffer.from('Weights of a net')],
  ['empty', Buffer.alloc(0)],
  // What a checkout without LFS leaves.
  ['a pointer', Buffer.from('version https://git-lfs.github.com/spec/v1\n')],
])('weights %s are damaged', async (_, content) => {
  await write(facts, content);
  expect(await failure(ownModel(dir, 'plate-detector'))).toBe('model-damaged');
});

test.each([
  ['no JSON', '{'],
  ['a list', '[]'],
  ['without a checksum', { ...facts, sha256: undefined }],
  ['a path out of the folder', { ...facts, file: '../plate-detector.onnx' }],
  ['a length that is no number', { ...facts, bytes: '16' }],
])('an io.json that is %s is damaged', async (_, io) => {
  await write(io);
  expect(await failure(ownModel(dir, 'plate-detector'))).toBe('model-damaged');
});

test('says which model it is, in both languages', async () => {
  const error = await ownModel(dir, 'plate-detector').catch((caught: ModelFailure) => caught);
  expect(error).toMatchObject({
    zh: '识别模型 plate-detector 缺失',
    en: 'Model plate-detector is missing',
  });
});

test('the second opinion’s weights are those this code was written for', async () => {
  const { secondOpinion } = await loadModelFiles(defaultModelsDir);
  expect(secondOpinion.dictionary).toHaveLength(6623);
});
