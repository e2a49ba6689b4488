import type { FeedUnit } from '@brightwall/protocol/map-feed';
import { describe, expect, test } from 'vitest';
import { nalUnits, takeApart } from './annex-b.ts';
import { Segmenter } from './segmenter.ts';

const [sps, pps] = [
  [0x67, 0x42, 0xe0, 0x1f, 0xda],
  [0x68, 0xce, 0x3c],
];
const idr = [0x65, 1, 2, 3];
const delta = [0x41, 9, 8];
const annexB = (...nals: number[][]) => Uint8Array.from(nals.flatMap(nal => [0, 0, 0, 1, ...nal]));
const unit = (timeMs: number, ...nals: number[][]): FeedUnit => ({
  feed: 1,
  key: nals.some(nal => nal[0] === 0x65),
  timeMs,
  data: annexB(...nals),
});

interface Box {
  type: string;
  body: Uint8Array;
}
/** The boxes that lie side by side in some bytes. */
function boxes(bytes: Uint8Array): Box[] {
  const found: Box[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length; ) {
    const size = view.getUint32(at);
    expect(size).toBeGreaterThanOrEqual(8);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    found.push({ type, body: bytes.subarray(at + 8, at + size) });
    at += size;
  }
  return found;
}
const inside = (bytes: Uint8Array, ...path: string[]): Uint8Array =>
  path.reduce((body, type) => {
    const found = boxes(body).find(box => box.type === type);
    if (!found) throw new Error(`no ${type}`);
    return found.body;
  }, bytes);
const numbers = (bytes: Uint8Array) =>
  Array.from({ length: bytes.length >> 2 }, (_, i) =>
    new DataView(bytes.buffer, bytes.byteOffset).getUint32(i * 4),
  );

describe('a unit', () => {
  test('is taken apart at start codes of three bytes and of four', () => {
    const mixed = Uint8Array.from([0, 0, 1, 9, 0xf0, 0, 0, 0, 1, ...sps!, 0, 0, 1, ...idr, 0, 0]);
    expect(nalUnits(mixed).map(nal => [...nal])).toEqual([[9, 0xf0], sps, idr]);
    expect(nalUnits(new Uint8Array([1, 2, 3]))).toEqual([]);
  });
  test('becomes lengths and NAL units, its parameter sets apart', () => {
    const apart = takeApart(annexB([9, 0xf0], sps!, pps!, idr));
    expect([...apart.sample]).toEqual([0, 0, 0, 4, ...idr]);
    expect([[...apart.sps!], [...apart.pps!]]).toEqual([sps, pps]);
  });
});

describe('what Media Source is given', () => {
  test('begins with the track, at the first key frame', () => {
    const segmenter = new Segmenter({ width: 640, height: 360 });
    expect(segmenter.add(unit(0, delta))).toEqual([]);
    const [init, ...none] = segmenter.add(unit(40, sps!, pps!, idr));
    expect(none).toEqual([]);
    expect(boxes(init!).map(({ type }) => type)).toEqual(['ftyp', 'moov']);
    const entry = inside(init!, 'moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd').subarray(8);
    const avc1 = boxes(entry)[0]!;
    expect([
      avc1.type,
      (avc1.body[24]! << 8) | avc1.body[25]!,
      (avc1.body[26]! << 8) | avc1.body[27]!,
    ]).toEqual(['avc1', 640, 360]);
    const avcC = inside(avc1.body.subarray(78), 'avcC');
    expect([...avcC]).toEqual([1, ...sps!.slice(1, 4), 0xff, 0xe1, 0, 5, ...sps!, 1, 0, 3, ...pps!]);
  });
  test('is then a fragment for each unit, as long as until the next', () => {
    const segmenter = new Segmenter({ width: 640, height: 360 });
    segmenter.add(unit(1000, sps!, pps!, idr));
    const [first] = segmenter.add(unit(1066.7, delta));
    const [second] = segmenter.add(unit(1100, delta));
    const read = (bytes: Uint8Array) => ({
      time: numbers(inside(bytes, 'moof', 'traf', 'tfdt')).at(-1),
      run: numbers(inside(bytes, 'moof', 'traf', 'trun')).slice(1),
      sequence: numbers(inside(bytes, 'moof', 'mfhd'))[1],
      data: [...inside(bytes, 'mdat')],
    });
    const moof = inside(first!, 'moof').length + 8;
    expect(read(first!)).toEqual({
      time: 0,
      run: [1, moof + 8, 67, 8, 0x02000000],
      sequence: 1,
      data: [0, 0, 0, 4, ...idr],
    });
    expect(read(second!)).toMatchObject({ time: 67, run: [1, moof + 8, 33, 7, 0x01010000], sequence: 2 });
  });
});
