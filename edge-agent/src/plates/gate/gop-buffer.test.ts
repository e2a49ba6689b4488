import { describe, expect, it } from 'vitest';
import type { AccessUnit } from '../../media/access-unit.ts';
import { GopBuffer } from './gop-buffer.ts';

const unit = (key: boolean, bytes = 1000): AccessUnit => ({
  codec: 'h264',
  key,
  nals: [new Uint8Array(bytes)],
  rtp90k: 0,
});

describe('GopBuffer', () => {
  it('gives a fresh decoder everything since the key frame', () => {
    const buffer = new GopBuffer();
    buffer.push(unit(false), 0);
    expect(buffer.after(null)).toEqual([]);
    for (let i = 0; i < 4; i++) buffer.push(unit(i === 0), i * 40);
    expect(buffer.after(null).map(p => p.takenMs)).toEqual([0, 40, 80, 120]);
  });

  it('gives a decoder that was fed the rest, and the whole of a newer group', () => {
    const buffer = new GopBuffer();
    const fed = [unit(true), unit(false), unit(false)].map((u, i) => buffer.push(u, i));
    expect(buffer.after(fed[1]!.serial).map(p => p.takenMs)).toEqual([2]);
    expect(buffer.after(fed[2]!.serial)).toEqual([]);
    buffer.push(unit(true), 3);
    buffer.push(unit(false), 4);
    expect(buffer.after(fed[1]!.serial).map(p => p.takenMs)).toEqual([3, 4]);
  });

  it('keeps so many bytes and pictures only, counts the rest, and begins again at a key frame', () => {
    const buffer = new GopBuffer(10_000, 100);
    for (let i = 0; i < 20; i++) buffer.push(unit(i === 0), i);
    expect(buffer.bytes).toBe(0);
    expect(buffer.dropped).toBe(20);
    expect(buffer.after(null)).toEqual([]);
    buffer.push(unit(true), 20);
    expect(buffer.after(null)).toHaveLength(1);
    const long = new GopBuffer(1_000_000, 5);
    for (let i = 0; i < 8; i++) long.push(unit(i === 0, 1), i);
    expect(long.size).toBe(0);
  });

  it('forgets what cannot be decoded after a loss', () => {
    const buffer = new GopBuffer();
    buffer.push(unit(true), 0);
    buffer.reset();
    buffer.push(unit(false), 1);
    expect(buffer.after(null)).toEqual([]);
  });
});
