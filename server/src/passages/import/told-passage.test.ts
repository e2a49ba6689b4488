import { describe, expect, it } from 'vitest';
import { LineFault } from './faults.ts';
import { colourOf, kindOf } from './plate-codes.ts';
import { toldPassage } from './told-passage.ts';
import { toldPlate } from './told-plate.ts';
import { toldMs } from './told-time.ts';

const camera = 'a'.repeat(16);
const code = '33010000001310000001';
const nowMs = Date.UTC(2026, 10, 25, 6);
const by = {
  system: '卡口平台',
  cameras: new Map([camera, code].map(name => [name, camera])),
  nowMs,
  firstKeptMs: Date.UTC(2026, 4, 29),
};
const line = { camera: code, time: '20261125120000', plate: '浙A·12345' };
const told = (change: object = {}) => toldPassage({ ...line, ...change }, by);
const faultOf = (value: unknown) => {
  try {
    toldPassage(value, by);
    return null;
  } catch (error) {
    if (error instanceof LineFault) return error;
    throw error;
  }
};

describe('a line of another system', () => {
  it('becomes a passage that holds what was said, and nothing else', () => {
    expect(told({ colour: 5, kind: '02', lane: 3, confidence: 0.93, direction: 'away' })).toMatchObject({
      system: '卡口平台',
      cameraId: camera,
      passedMs: Date.UTC(2026, 10, 25, 4),
      direction: 'away',
      lane: '3',
      reading: { text: '浙A12345', confidence: 0.93, characters: null, runnerUp: null },
      colour: 'blue',
      kind: 'small',
      pictures: null,
      corners: null,
      framesRead: null,
    });
    expect(told()).toMatchObject({
      reading: { confidence: null },
      colour: 'unknown',
      kind: 'unknown',
      direction: 'unknown',
      lane: null,
    });
  });

  it('has the same id whenever it comes, in whatever form', () => {
    const { id } = told();
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(told({ camera, time: '2026-11-25T04:00:00Z', plate: '浙ａ12345', colour: 'blue' }).id).toBe(id);
    for (const other of [{ plate: '浙A12346' }, { time: '20261125120001' }, { id: '7' }])
      expect(told(other).id).not.toBe(id);
    expect(toldPassage(line, { ...by, system: '另一平台' }).id).not.toBe(id);
  });

  it.each([
    [7, '不是一个对象：7', 'no object: 7'],
    [[line], '不是一个对象', 'no object'],
    [{ ...line, color: 1 }, '没有字段 color', 'there is no field color'],
    [{ camera: code, plate: 'x' }, '缺少 time', 'time is missing'],
    [{ ...line, camera: 'gate 7' }, 'camera 有误：gate 7', 'camera is not valid: gate 7'],
    [{ ...line, camera: '0'.repeat(20) }, '没有摄像机', 'no camera: 0000'],
    [{ ...line, time: '2026-11-25 12:00:00' }, '带时差的 ISO 8601', 'ISO 8601 with its offset'],
    [{ ...line, time: '20261227120000' }, '时间在未来', 'in the future'],
    [{ ...line, time: '20260101120000' }, '早于保存期', 'older than what is kept'],
    [{ ...line, plate: 'hello world!' }, '不是车牌号码：hello world!', 'no plate number: hello world!'],
    [{ ...line, plate: '浙A\u000012345' }, '不是车牌号码', 'no plate number'],
    [{ ...line, colour: 'mauve' }, '没有这种车牌颜色：mauve', 'no colour of plates: mauve'],
    [{ ...line, kind: 77 }, '没有这种号牌种类：77', 'no kind of plates: 77'],
    [{ ...line, confidence: 98 }, 'confidence 有误：98', 'confidence is not valid: 98'],
    [{ ...line, lane: '\ud800' }, 'lane 有误', 'lane is not valid'],
  ])('is refused with its reason: %j', (value, zh, en) => {
    const fault = faultOf(value);
    expect([fault?.zh, fault?.en]).toEqual([expect.stringContaining(zh), expect.stringContaining(en)]);
  });
});

describe('times', () => {
  it.each([
    ['2026-11-25T12:00:00+08:00', Date.UTC(2026, 10, 25, 4)],
    ['2026-11-25T04:00Z', Date.UTC(2026, 10, 25, 4)],
    ['2026-11-25 12:00:00.1239+0800', Date.UTC(2026, 10, 25, 4, 0, 0, 123)],
    ['2026-11-24T23:30:00-04:30', Date.UTC(2026, 10, 25, 4)],
    ['20261125120000', Date.UTC(2026, 10, 25, 4)],
    ['2026-02-30T00:00:00Z', null],
    ['20261125126000', null],
    ['2026-11-25T12:00:00', null],
    ['2026-11-25T12:00:00+19:00', null],
    ['1795600000000', null],
  ])('%s', (text, ms) => expect(toldMs(text)).toBe(ms));
});

describe('numbers', () => {
  it('are written as ours are', () => {
    expect(['浙A·12345', '浙a-12345', ' 京ＡＤ１２３４５ ', 'WJ浙1234D'].map(toldPlate)).toEqual([
      '浙A12345',
      '浙A12345',
      '京AD12345',
      'WJ浙1234D',
    ]);
  });

  it('that nobody read whole are none', () => {
    for (const told of ['', '无车牌', '浙A1-345', '-A12345', '浙A1234?']) expect(toldPlate(told)).toBeNull();
    for (const told of ['浙A', '浙A12345678901', '一二三四五六七', "浙A1234';--"])
      expect(toldPlate(told)).toBeUndefined();
  });
});

describe('codes', () => {
  it('of colours are those of GA/T 1400, or our names', () => {
    expect([5, '6', '9', '01', 2, 99, 'yellow-green', 3].map(colourOf)).toEqual([
      ...['blue', 'yellow', 'green', 'black', 'white', 'unknown', 'yellow-green', 'unknown'],
    ]);
    expect(['10', 'pink', 0, ''].map(colourOf)).toEqual([null, null, null, null]);
  });

  it('of kinds are those of GA/T 16.7, or our names', () => {
    expect(['01', 2, '23', '52', '26', 'military', '07', 99].map(kindOf)).toEqual([
      ...['large', 'small', 'police', 'small-new-energy', 'hong-kong', 'military', 'unknown', 'unknown'],
    ]);
    expect(['60', 0, 'lorry'].map(kindOf)).toEqual([null, null, null]);
  });
});
