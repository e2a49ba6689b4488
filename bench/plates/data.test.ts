import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataError, readPlateData } from './data.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'brightwall-plates-'));
  for (const folder of ['scenes', 'crops']) mkdirSync(join(dir, folder));
  writeFileSync(join(dir, 'scenes', 'street-1.jpg'), '');
  writeFileSync(join(dir, 'crops', 'a.jpg'), '');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const plate = { box: [1, 2, 30, 9], plate: '浙A·3K9O1', colour: 'blue', legible: true };
const scenes = (body: unknown) =>
  writeFileSync(join(dir, 'scenes.json'), typeof body === 'string' ? body : JSON.stringify(body));
const crops = (...lines: string[]) => writeFileSync(join(dir, 'crops.csv'), `${lines.join('\n')}\n`);
const head = 'file,plate,colour,set';

describe('a folder of photographs with truth', () => {
  it('is read whole, numbers normalised', () => {
    scenes({ 'street-1.jpg': [plate, { box: [1, 1, 9, 9], legible: false }] });
    crops(head, 'crops/a.jpg,浙A3K901,blue,street');
    const data = readPlateData(dir);
    expect(data.scenes[0]).toMatchObject({
      set: 'street',
      plates: [{ plate: '浙A3K901' }, { legible: false }],
    });
    expect(data.crops[0]).toMatchObject({ plate: '浙A3K901', colour: 'blue', set: 'street' });
  });

  it('may have scenes or crops alone', () => {
    crops(head, 'crops/a.jpg,浙A3K901,blue,street');
    expect(readPlateData(dir).scenes).toEqual([]);
  });

  const refused: Record<string, [() => void, RegExp]> = {
    'without either file': [() => {}, /既没有 .* neither scenes\.json nor crops\.csv/],
    'whose scenes.json is cut off': [() => scenes('{"street-1.jpg": ['), /不是 JSON.* no JSON/],
    'whose scenes.json is a list': [() => scenes([]), /must be an object/],
    'whose scene is no list': [() => scenes({ 'street-1.jpg': plate }), /must be a list/],
    'with a missing picture': [
      () => scenes({ 'street-2.jpg': [plate] }),
      /缺少图片 .*street-2\.jpg.* missing/,
    ],
    'with a picture outside it': [() => scenes({ '../../street-1.jpg': [plate] }), /outside the folder/],
    'with a box turned over': [
      () => scenes({ 'street-1.jpg': [{ ...plate, box: [30, 2, 1, 9] }] }),
      /street-1\.jpg\[0\].*box must be/,
    ],
    'with a box of words': [
      () => scenes({ 'street-1.jpg': [{ ...plate, box: ['1', 2, 3, 4] }] }),
      /box must be/,
    ],
    'with a legible plate that has no number': [
      () => scenes({ 'street-1.jpg': [{ ...plate, plate: undefined }] }),
      /needs its number/,
    ],
    'with a plate that is null': [() => scenes({ 'street-1.jpg': [null] }), /box must be/],
    'whose crops.csv has no head': [() => crops('crops/a.jpg,浙A3K901,blue,street'), /line 1 must be/],
    'whose crops.csv has a short line': [() => crops(head, 'crops/a.jpg,浙A3K901'), /第 2 行.*line 2/],
    'with an absolute crop': [() => crops(head, '/etc/hosts,浙A3K901,blue,street'), /outside the folder/],
  };
  it.each(Object.entries(refused))('%s is refused in both languages', (_, [make, message]) => {
    make();
    expect(() => readPlateData(dir)).toThrow(DataError);
    expect(() => readPlateData(dir)).toThrow(message);
  });

  it('that is not there is refused', () => {
    expect(() => readPlateData(join(dir, 'nowhere'))).toThrow(/没有文件夹.*there is no folder/);
  });
});
