import { describe, expect, it } from 'vitest';
import { decodePicture, encodeAtlas, encodeUnit } from './map-feed.ts';

describe('what the map’s socket carries', () => {
  it('brings an atlas page back as it was, ages and all', () => {
    const picture = {
      page: 70_000,
      version: 3,
      madeMs: 1_790_000_000_123,
      agesMs: [0, null, 2500],
      jpeg: new Uint8Array([0xff, 0xd8, 7]),
    };
    const { buffer } = encodeAtlas(picture);
    expect(decodePicture(buffer as ArrayBuffer)).toEqual({ kind: 'atlas', ...picture });
  });

  it('brings an access unit back as it was', () => {
    const unit = { feed: 9, key: true, timeMs: 1234.5, data: new Uint8Array([0, 0, 0, 1, 0x65]) };
    const { buffer } = encodeUnit(unit);
    expect(decodePicture(buffer as ArrayBuffer)).toEqual({ kind: 'unit', ...unit });
  });

  it('takes nothing that is cut short or of another kind', () => {
    const whole = encodeAtlas({ page: 1, version: 1, madeMs: 1, agesMs: [1, 2, 3], jpeg: new Uint8Array(4) });
    for (let length = 0; length < 24 + 12; length += 1)
      expect(decodePicture(whole.slice(0, length).buffer as ArrayBuffer)).toBeNull();
    expect(decodePicture(new Uint8Array(64).fill(9).buffer)).toBeNull();
  });
});
