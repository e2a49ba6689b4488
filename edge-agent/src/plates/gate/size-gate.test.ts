import { describe, expect, it } from 'vitest';
import { SizeGate } from './size-gate.ts';

const pixels = 1280 * 720;
const fps = 25;

/** `rate` in bytes a second. */
function feed(gate: SizeGate, fromMs: number, seconds: number, rate: (second: number) => number): number {
  let atMs = fromMs;
  for (let n = 0; n < seconds * fps; n++) {
    atMs = fromMs + (n * 1000) / fps;
    gate.handlePicture(rate(n / fps) / fps, n % 50 === 0, atMs);
  }
  return atMs + 1000 / fps;
}

/** Motion for 3 s of every 10, which the sizes show. */
const honest = (second: number) => (second % 10 < 3 ? 200_000 : 20_000);

function proven(): { gate: SizeGate; nowMs: number } {
  const gate = new SizeGate(pixels);
  let nowMs = 0;
  for (let round = 0; round < 30; round++)
    for (let second = 0; second < 10; second += 0.3) {
      nowMs = feed(gate, nowMs, 0.3, () => honest(second));
      gate.handleLooked(second > 0.6 && second < 2.7);
    }
  return { gate, nowMs };
}

describe('SizeGate', () => {
  it('stands open until sizes have proved to tell', () => {
    const gate = new SizeGate(pixels);
    feed(gate, 0, 60, () => 20_000);
    expect(gate).toMatchObject({ open: true, believed: false, moving: false });
  });

  it('then shuts on a quiet road, opens on motion and shuts again', () => {
    const { gate, nowMs } = proven();
    expect(gate.believed).toBe(true);
    let atMs = feed(gate, nowMs, 20, () => 20_000);
    expect(gate.open).toBe(false);
    atMs = feed(gate, atMs, 0.5, () => 200_000);
    expect(gate.open).toBe(true);
    feed(gate, atMs, 3, () => 20_000);
    expect(gate.open).toBe(false);
  });

  it('looks anyway now and then, and stands open again when sizes have missed what moved', () => {
    const { gate, nowMs } = proven();
    let atMs = nowMs;
    let looked = 0;
    for (let n = 0; n < 600; n++) {
      atMs = feed(gate, atMs, 0.3, () => 20_000);
      if (!gate.open) continue;
      looked += 1;
      gate.handleLooked(true);
    }
    expect(looked).toBeGreaterThan(10);
    expect(gate).toMatchObject({ open: true, believed: false });
  });

  it('is never believed where the encoder fills up a constant rate', () => {
    const gate = new SizeGate(pixels);
    let atMs = 0;
    for (let n = 0; n < 2000; n++) {
      atMs = feed(gate, atMs, 0.3, () => 250_000);
      gate.handleLooked(n % 10 < 3);
    }
    expect(gate).toMatchObject({ open: true, believed: false });
  });

  it('does not take a pause of the stream for quiet or motion', () => {
    const { gate, nowMs } = proven();
    let atMs = feed(gate, nowMs, 20, () => 20_000);
    atMs = feed(gate, atMs + 30_000, 0.6, () => 20_000);
    expect(gate.moving).toBe(false);
  });
});
