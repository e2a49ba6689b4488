import { describe, expect, it } from 'vitest';
import { ReorderBuffer } from './reorder.ts';

function run(sequences: number[]): { out: number[]; lost: number } {
  const out: number[] = [];
  const buffer = new ReorderBuffer(packet => out.push((packet[2]! << 8) | packet[3]!));
  for (const sequence of sequences) {
    const packet = new Uint8Array(12);
    packet[2] = sequence >> 8;
    packet[3] = sequence;
    buffer.handlePacket(packet);
  }
  return { out, lost: buffer.lost };
}

describe('ReorderBuffer', () => {
  it('puts late packets in their place, across the wrap, and drops doubles', () => {
    expect(run([65_534, 0, 65_535, 0, 1]).out).toEqual([65_534, 65_535, 0, 1]);
  });

  it('gives a packet up when the window is full, and counts it', () => {
    const { out, lost } = run([10, ...Array.from({ length: 32 }, (_, i) => 12 + i)]);
    expect(out[1]).toBe(12);
    expect(lost).toBe(1);
  });

  it('follows a camera that began anew', () => {
    expect(run([10, 11, 40_000, 40_001]).out).toEqual([10, 11, 40_000, 40_001]);
  });
});
