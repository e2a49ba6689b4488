import { describe, expect, test } from 'vitest';
import { LocalFrame } from '../geo.ts';
import { at, camera, centre, placedAt } from '../testing.ts';
import { packInstances, repackInstances } from './camera-instances.ts';
import { bodyReach, crowd, leastMastM, mastUnits, unitMetres, unitPixels } from './marker-size.ts';
import { pickCamera, projectHead, type View } from './pick.ts';
import { PlaceCells } from './place-cells.ts';
import { type IndexList, SeenCameras } from './seen-cameras.ts';
import { toneIndex } from './tone.ts';

describe('the instances', () => {
  const frame = new LocalFrame(centre);
  test('carry place, heading, view, range and colour of each camera', () => {
    const one = placedAt(7, at(120.001, 30.001, 90));
    const { ids, count, place, look } = packInstances([one], frame);
    expect([count, ids[0]]).toEqual([1, one.camera.id]);
    expect(place[0]).toBeCloseTo(96.3, 0);
    expect(place[2]).toBeCloseTo(Math.PI / 2, 5);
    expect(place[3]).toBe(1);
    expect(look[0]).toBeCloseTo(Math.PI / 6, 5);
    expect([...look.slice(1, 3)]).toEqual([80, toneIndex('live')]);
  });
  test('say where no heading is known', () => {
    expect(packInstances([placedAt(1, at(120, 30, null))], frame).place[3]).toBe(0);
  });
  test('hold only finite numbers, whatever a device claims of its lens', () => {
    const odd = camera(1, at(120, 30), { fieldOfViewDeg: Number.NaN, rangeM: Number.POSITIVE_INFINITY });
    const { look } = packInstances([{ camera: odd, place: at(120, 30) }], frame);
    expect([...look].every(Number.isFinite)).toBe(true);
  });
  test('use their arrays again while these are large enough', () => {
    const many = Array.from({ length: 100 }, (_, i) => placedAt(i, at(120, 30)));
    const first = packInstances(many, frame);
    expect(packInstances(many.slice(0, 50), frame, first).place).toBe(first.place);
    expect(packInstances([...many, ...many], frame, first).place).not.toBe(first.place);
  });
  test('tell of whom there may be a picture', () => {
    const [live, dead, was] = [{ kind: 'live' }, { kind: 'unreachable' }, { kind: 'unreachable' }] as const;
    const cameras = [
      camera(1, at(120, 30), { state: { ...live, sinceMs: 0 } }),
      camera(2, at(120, 30), { state: { ...dead, sinceMs: 0 } }),
      camera(3, at(120, 30), { state: { ...was, sinceMs: 0 }, thumbnailMs: 5 }),
    ];
    const { look } = packInstances(
      cameras.map(one => ({ camera: one, place: at(120, 30) })),
      frame,
    );
    expect([look[3], look[7], look[11]]).toEqual([1, 0, 1]);
  });
  test('are packed anew only where a camera changed', () => {
    const many = Array.from({ length: 1000 }, (_, i) => placedAt(i, at(120 + i * 1e-5, 30)));
    const instances = packInstances(many, frame);
    const one = many[700]!;
    const state = { kind: 'unreachable' as const, sinceMs: 1 };
    const down = many.with(700, { ...one, camera: { ...one.camera, state } });
    expect(repackInstances(down, many, frame, instances)).toMatchObject({ from: 700, to: 701, moved: false });
    expect(instances.look[700 * 4 + 2]).toBe(toneIndex('unreachable'));
    const place = at(120.02, 30.01);
    const elsewhere = down.with(3, { camera: { ...many[3]!.camera, place }, place });
    expect(repackInstances(elsewhere, down, frame, instances)).toMatchObject({ from: 3, to: 4, moved: true });
    expect(repackInstances(elsewhere, elsewhere, frame, instances)).toMatchObject({
      from: 0,
      to: 0,
      moved: false,
    });
    // Another order, or another number, is packed whole.
    const fewer = elsewhere.slice(1);
    expect(repackInstances(fewer, elsewhere, frame, instances)).toMatchObject({
      from: 0,
      to: 999,
      moved: true,
    });
  });
});

describe('the pointer', () => {
  // A view straight down: 1 m is 1 px, the origin in the middle of 1000×1000.
  const view: View = {
    matrix: [1 / 500, 0, 0, 0, 0, 1 / 500, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
    width: 1000,
    height: 1000,
    metresPerPx: 1,
    unitPx: 1,
    centreW: 1,
  };
  const frame = new LocalFrame(centre);
  const instances = packInstances(
    [placedAt(1, at(120, 30)), placedAt(2, { ...frame.toLonLat(100, 50), headingDeg: 0 })],
    frame,
  );
  const cells = new PlaceCells(instances.place, instances.count);
  test('finds the camera it is over', () => {
    expect(pickCamera(view, instances, cells, 500, 500, 10)).toBe(0);
    expect(pickCamera(view, instances, cells, 601, 451, 10)).toBe(1);
  });
  test('finds none where none is near', () => {
    expect(pickCamera(view, instances, cells, 550, 480, 10)).toBe(-1);
  });
  test('never finds one behind the eye', () => {
    const behind = { ...view, matrix: [...(view.matrix as number[]).slice(0, 15), -1] };
    expect(projectHead(behind, instances, 0)).toBeNull();
    expect(pickCamera(behind, instances, cells, 500, 500, 10)).toBe(-1);
  });
});

describe('the cameras that a frame draws', () => {
  // Straight down on 1000×1000 m around a place: 1 m is 1 px.
  const above = (x: number, y: number): View => ({
    matrix: [1 / 500, 0, 0, 0, 0, 1 / 500, 0, 0, 0, 0, 0, 0, -x / 500, -y / 500, 0, 1],
    width: 1000,
    height: 1000,
    metresPerPx: 1,
    unitPx: 1,
    centreW: 1,
  });
  const frame = new LocalFrame(centre);
  const standing = (x: number, y: number, rangeM: number) => {
    const place = { ...frame.toLonLat(x, y), headingDeg: 0 };
    return { camera: camera(1, place, { rangeM }), place };
  };
  const seenOf = (placed: { camera: ReturnType<typeof camera>; place: ReturnType<typeof at> }[]) => {
    const instances = packInstances(placed, frame);
    const seen = new SeenCameras();
    seen.handleInstances(instances, new PlaceCells(instances.place, instances.count));
    return { seen, instances };
  };
  const drawn = ({ indexes, count }: IndexList) => [...indexes.slice(0, count)].sort((a, b) => a - b);

  const far = { bodyW: 0, focus: [0, 0], viewM: -1, chosen: [] } as const;

  test('are those whose squares are in sight, each once', () => {
    const city = Array.from({ length: 10_000 }, (_, i) =>
      standing((i % 100) * 120, Math.floor(i / 100) * 120, 80),
    );
    const { seen, instances } = seenOf(city);
    seen.look(above(6000, 6000), far);
    const indexes = drawn(seen.all);
    expect(new Set(indexes).size).toBe(indexes.length);
    for (let i = 0; i < instances.count; i += 1) {
      const [x, y] = [instances.place[i * 4] as number, instances.place[i * 4 + 1] as number];
      if (Math.abs(x - 6000) < 500 && Math.abs(y - 6000) < 500) expect(indexes).toContain(i);
    }
    expect(indexes.length).toBeLessThan(500);
  });
  test('are also those beside the window that look into it', () => {
    const fromBeside = (x: number, rangeM: number) => {
      const { seen } = seenOf([standing(x, 0, rangeM)]);
      seen.look(above(0, 0), far);
      return drawn(seen.all);
    };
    expect(fromBeside(890, 400)).toEqual([0]);
    expect(fromBeside(1100, 80)).toEqual([]);
  });
  test('are gathered anew only when the view or the cameras change', () => {
    const { seen, instances } = seenOf([standing(0, 0, 80), standing(3000, 0, 80)]);
    expect([seen.look(above(0, 0), far), drawn(seen.all)]).toEqual([true, [0]]);
    expect(seen.look(above(0, 0), far)).toBe(false);
    expect([seen.look(above(3000, 0), far), drawn(seen.all)]).toEqual([true, [1]]);
    seen.handleInstances(instances, new PlaceCells(instances.place, instances.count), 0, 1);
    expect(seen.look(above(3000, 0), far)).toBe(true);
  });
  test('have a body where the eye is near, and their view shown where one looks', () => {
    // 1 m farther north is a thousandth farther from the eye.
    const tilted = { ...above(0, 0), matrix: above(0, 0).matrix as number[] };
    tilted.matrix = tilted.matrix.with(7, 1 / 1000);
    const { seen } = seenOf([standing(0, -300, 80), standing(0, 0, 80), standing(0, 300, 80)]);
    seen.look(tilted, { ...far, bodyW: 0.9 });
    expect([drawn(seen.all), drawn(seen.bodies), drawn(seen.views)]).toEqual([[0, 1, 2], [0], []]);
    seen.look(tilted, { ...far, viewM: 100 });
    expect([drawn(seen.bodies), drawn(seen.views)]).toEqual([[], [1]]);
    expect(seen.look(tilted, { ...far, viewM: 100, chosen: [2] })).toBe(true);
    expect(drawn(seen.views)).toEqual([1, 2]);
  });
});

describe('the size of a camera', () => {
  test('grows with the zoom and with the wall, within limits', () => {
    expect(unitPixels(12, 1, 16)).toBeLessThan(unitPixels(15, 1, 16));
    expect(unitPixels(20, 1, 16)).toBe(unitPixels(19, 1, 16));
    expect(unitPixels(16, 2, 16)).toBe(2 * unitPixels(16, 1, 16));
  });
  test('is half among thousands from afar, and whole from near', () => {
    expect(crowd(15, 16)).toBe(1);
    expect(crowd(15, 5000)).toBe(0.5);
    expect(crowd(18, 5000)).toBe(1);
  });
  test('is a mark until its body would be seen', () => {
    const view = { matrix: [], width: 1920, height: 1080, metresPerPx: 0.9, unitPx: 0.5, centreW: 100 };
    const { bodyPx, bodyW } = bodyReach(view, 1);
    const pixels = (w: number) => unitMetres(0.5, 0.9, w, 100) / 0.9 / (w / 100);
    expect(pixels(bodyW)).toBeCloseTo(bodyPx, 9);
    // From near it is as large as a real mast, whatever its unit.
    const near = { ...view, metresPerPx: 0.1 };
    expect(
      unitMetres(0.5, 0.1, bodyReach(near, 1).bodyW, 100) / 0.1 / (bodyReach(near, 1).bodyW / 100),
    ).toBeCloseTo(bodyPx, 9);
  });
  test('is never less than a real mast', () => {
    expect(unitMetres(0.001, 0.001, 1, 1) * mastUnits).toBeCloseTo(leastMastM, 9);
  });
});
