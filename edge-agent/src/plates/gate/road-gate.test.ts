import { describe, expect, it } from 'vitest';
import { RoadGate } from './road-gate.ts';

const pixels = 1280 * 720;
const stepMs = 300;

/** Plays a road to the gate in steps of 0.3 s; at every step something moves near, far, or not at all. */
class Road {
  gate = new RoadGate(pixels);
  nowMs = 0;
  opened = 0;
  steps = 0;

  /** `rate`: bytes a second while something moves, and while nothing does. */
  play(seconds: number, near: (s: number) => boolean, far: (s: number) => boolean, [busy, quiet]: number[]) {
    for (let s = 0; s < seconds; s += stepMs / 1000) {
      const rate = near(s) ? busy! : quiet!;
      for (let ms = 0; ms < stepMs; ms += 40) {
        this.gate.handlePicture(rate / 25, (this.nowMs + ms) % 2000 < 40, this.nowMs + ms);
      }
      this.nowMs += stepMs;
      if (Math.floor(this.nowMs / 2000) !== Math.floor((this.nowMs - stepMs) / 2000) && (near(s) || far(s)))
        this.gate.handleKeyMotion();
      this.steps += 1;
      if (!this.gate.open) continue;
      this.opened += 1;
      if (near(s)) this.gate.handleMotion();
      else this.gate.handleStill();
    }
    return this;
  }

  /** The same with sizes that call a still road moving most of the time. */
  babble(seconds: number, near: (s: number) => boolean = never) {
    for (let s = 0; s < seconds; s += stepMs / 1000) {
      const wild = Math.round(s / (stepMs / 1000)) % 4 === 0;
      this.play(stepMs / 1000, () => near(s), never, wild ? [250_000, 250_000] : [60_000, 60_000]);
    }
    return this;
  }
}

const everyTen = (s: number) => s % 10 > 5 && s % 10 < 8;
const before = (s: number) => s % 10 > 1 && s % 10 <= 5;
const never = () => false;
const telling = [200_000, 20_000];
const constant = [250_000, 250_000];

describe('RoadGate', () => {
  it('stands open until a sign has proved itself, or a minute shows that nothing moves', () => {
    const road = new Road().play(39, never, never, telling);
    expect(road.opened).toBe(road.steps);
    road.opened = road.steps = 0;
    road.play(300, never, never, telling);
    expect(road.gate.proven).toBe(false);
    expect(road.opened / road.steps).toBeLessThan(0.1);
  });

  it('opens on a road that was always empty with whichever sign tells first', () => {
    const empty = () => new Road().play(60, never, never, constant);
    expect(empty().gate.open).toBe(false);
    expect(empty().play(2.1, never, () => true, constant).gate.open).toBe(true);
    expect(new Road().play(60, never, never, telling).play(0.9, () => true, never, telling).gate.open).toBe(
      true,
    );
  });

  it('shuts by key frames alone on an empty road where the sizes babble, and looks past them often', () => {
    const road = new Road().babble(39);
    expect(road.opened).toBe(road.steps);
    road.opened = road.steps = 0;
    road.babble(300);
    expect(road.gate.proven).toBe(false);
    expect(road.opened / road.steps).toBeGreaterThan(0.2);
    expect(road.opened / road.steps).toBeLessThan(0.35);
  });

  it('finds out within minutes that vehicles pass between two key frames where the sizes babble', () => {
    const road = new Road().babble(60);
    const pass = (s: number) => s % 17 > 3.3 && s % 17 < 4.8;
    for (let s = 0; s < 170; s += stepMs / 1000) {
      for (let ms = 0; ms < stepMs; ms += 40) {
        const rate = Math.round(s / 0.3) % 4 === 0 ? 250_000 : 60_000;
        road.gate.handlePicture(rate / 25, false, road.nowMs + ms);
      }
      road.nowMs += stepMs;
      if (!road.gate.open) continue;
      if (pass(s)) road.gate.handleMotion();
      else road.gate.handleStill();
    }
    road.opened = road.steps = 0;
    road.babble(120);
    expect(road.opened).toBe(road.steps);
  });

  it('takes no empty road for one again where a spot check found what neither sign had told', () => {
    const road = new Road().play(60, never, never, constant);
    for (let s = 0; s < 600; s += 0.3) {
      for (let ms = 0; ms < stepMs; ms += 40) road.gate.handlePicture(10_000, false, road.nowMs + ms);
      road.nowMs += stepMs;
      if (road.gate.open && s < 70) road.gate.handleMotion();
    }
    expect(road.gate).toMatchObject({ proven: false, open: true });
  });

  it('shuts on a quiet road by the sizes of pictures, and opens with them', () => {
    const road = new Road().play(150, everyTen, never, telling);
    expect(road.gate.proven).toBe(true);
    road.play(20, never, never, telling);
    expect(road.gate.open).toBe(false);
    road.play(0.9, () => true, never, telling);
    expect(road.gate.open).toBe(true);
  });

  it('shuts by key frames where sizes tell nothing and vehicles are seen from far', () => {
    const road = new Road().play(150, everyTen, before, constant);
    expect(road.gate.proven).toBe(true);
    road.opened = road.steps = 0;
    road.play(300, never, never, constant);
    // The end of the last vehicle, and four seconds of every 64.
    expect(road.opened / road.steps).toBeLessThan(0.12);
    expect(road.opened).toBeGreaterThan(20);
  });

  it('is never shut where neither tells: a short view, a constant rate', () => {
    const short = (s: number) => s % 7 > 0.2 && s % 7 < 1.4;
    const road = new Road();
    for (let s = 0; s < 300; s += 0.3) {
      for (let ms = 0; ms < stepMs; ms += 40) road.gate.handlePicture(10_000, false, road.nowMs + ms);
      road.nowMs += stepMs;
      if (short(s)) road.gate.handleMotion();
    }
    expect(road.gate).toMatchObject({ proven: false, open: true });
  });

  it('is opened for good again when it has missed what moved', () => {
    const road = new Road().play(150, everyTen, before, constant);
    expect(road.gate.proven).toBe(true);
    // From now on nothing is seen from far: the spot checks find out.
    for (let s = 0; s < 900; s += 0.3) {
      for (let ms = 0; ms < stepMs; ms += 40) road.gate.handlePicture(10_000, false, road.nowMs + ms);
      road.nowMs += stepMs;
      if (road.gate.open) road.gate.handleMotion();
    }
    expect(road.gate).toMatchObject({ proven: false, open: true });
  });

  it('does not take a pause of the stream for motion', () => {
    const road = new Road().play(150, everyTen, never, telling).play(20, never, never, telling);
    road.nowMs += 30_000;
    road.play(8, never, never, telling);
    expect(road.gate.open).toBe(false);
  });
});
