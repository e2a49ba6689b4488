import type { Camera, CameraPlace } from '@brightwall/protocol/camera';
import { describe, expect, test, vi } from 'vitest';
import { packInstances, repackInstances } from './camera-instances.ts';
import { canSave, draftOf, movedTo, nudged, patchOf, turnedTo, turnHandleAt, withDraft } from './draft.ts';
import { ahead, headingTo, LocalFrame, metresPerPixel, multiply, normalHeading } from './geo.ts';
import { crowd, leastMastM, mastUnits, unitMetres, unitPixels } from './marker-size.ts';
import { NameOrder } from './name-order.ts';
import { pickCamera, projectHead, type View } from './pick.ts';
import { PlaceCells } from './place-cells.ts';
import { type Bounds, PlacementParts, partByPlacement, placementOf } from './placement.ts';
import { ageParts, countTones, movedIndex, searchCameras } from './texts.ts';
import { toneIndex } from './tone.ts';

const centre = { lon: 120, lat: 30 };
const bounds: Bounds = [119.97, 29.97, 120.03, 30.03];
const at = (lon: number, lat: number, headingDeg: number | null = 0): CameraPlace => ({
  lon,
  lat,
  headingDeg,
});

function camera(id: number, place: CameraPlace | null, more: Partial<Camera> = {}): Camera {
  return {
    id: id.toString(16).padStart(16, '0'),
    name: `人民路${id}号`,
    source: 'onvif',
    address: `192.168.1.${id}`,
    manufacturer: null,
    model: null,
    firmware: null,
    serial: null,
    mac: null,
    ptz: false,
    code: null,
    clockOffsetMs: null,
    streams: [],
    place,
    state: { kind: 'live', sinceMs: 0 },
    siteId: 's',
    agentId: 'a',
    fieldOfViewDeg: 60,
    rangeM: 80,
    thumbnailMs: null,
    ...more,
  };
}
const placedAt = (id: number, place: CameraPlace) => ({ camera: camera(id, place), place });

describe('a camera is placed', () => {
  test('only inside the city', () => {
    expect(placementOf(at(120.01, 30.01), bounds)).toEqual({ kind: 'placed', place: at(120.01, 30.01) });
    expect(placementOf(at(121, 30), bounds)).toEqual({ kind: 'unplaced', reason: 'outside' });
  });
  test('never with longitude and latitude swapped', () => {
    expect(placementOf(at(30, 120), bounds)).toEqual({ kind: 'unplaced', reason: 'outside' });
    // Swapped it may be no place on Earth at all.
    expect(placementOf(at(30.01, 120.01), bounds)).toEqual({ kind: 'unplaced', reason: 'outside' });
    expect(placementOf(at(120, -30), bounds)).toEqual({ kind: 'unplaced', reason: 'outside' });
  });
  test('up to the city limits, and not a step further', () => {
    expect(placementOf(at(bounds[0], bounds[1]), bounds).kind).toBe('placed');
    expect(placementOf(at(bounds[0] - 1e-9, bounds[1]), bounds).kind).toBe('unplaced');
    expect(placementOf(at(bounds[2], bounds[3] + 1e-9), bounds).kind).toBe('unplaced');
  });
  test('never at (0, 0), nor without coordinates, nor with coordinates that are no numbers', () => {
    expect(placementOf(at(0, 0), bounds)).toEqual({ kind: 'unplaced', reason: 'zero' });
    expect(placementOf(null, bounds)).toEqual({ kind: 'unplaced', reason: 'none' });
    expect(placementOf(at(0.004, -0.003), bounds)).toEqual({ kind: 'unplaced', reason: 'zero' });
    expect(placementOf(undefined, bounds)).toEqual({ kind: 'unplaced', reason: 'none' });
    expect(placementOf(at(Number.NaN, 30), bounds)).toEqual({ kind: 'unplaced', reason: 'not-a-number' });
    expect(placementOf(at(120, Number.NaN), bounds)).toEqual({ kind: 'unplaced', reason: 'not-a-number' });
    expect(placementOf(at(Number.NaN, Number.NaN, Number.NaN), bounds).kind).toBe('unplaced');
    const text = { lon: '120', lat: '30', headingDeg: 0 } as unknown as CameraPlace;
    expect(placementOf(text, bounds)).toEqual({ kind: 'unplaced', reason: 'not-a-number' });
    expect(placementOf(at(120, Number.POSITIVE_INFINITY), bounds)).toEqual({
      kind: 'unplaced',
      reason: 'not-a-number',
    });
  });
  test('without a heading when its heading is no number', () => {
    expect(placementOf(at(120, 30, Number.NaN), bounds)).toEqual({
      kind: 'placed',
      place: at(120, 30, null),
    });
  });
  test('or it is in the list of the unplaced, never in both', () => {
    const { placed, unplaced } = partByPlacement([camera(1, at(120, 30)), camera(2, null)], bounds);
    expect(placed.map(p => p.camera.address)).toEqual(['192.168.1.1']);
    expect(unplaced.map(u => u.camera.address)).toEqual(['192.168.1.2']);
  });
  test('and stays the same entry while the camera does', () => {
    const parts = new PlacementParts(bounds);
    const [a, b, c] = [camera(1, at(120, 30)), camera(2, at(0, 0)), camera(3, at(120.01, 30))];
    const before = parts.part([a, b, c]);
    const moved = camera(1, at(120.02, 30));
    const after = parts.part([moved, b, c]);
    expect(after.placed[0]).toEqual({ camera: moved, place: at(120.02, 30) });
    expect(after.placed[1]).toBe(before.placed[1]);
    expect(after.unplaced[0]).toBe(before.unplaced[0]);
    const found = parts.part([a, camera(2, at(120, 30)), c]);
    expect([found.placed.length, found.unplaced.length]).toEqual([3, 0]);
    expect(parts.part([c]).placed.map(({ camera: { id } }) => id)).toEqual([c.id]);
  });
});

describe('the plane', () => {
  const frame = new LocalFrame(centre);
  test('has its x to the east and its y to the north, in metres', () => {
    const [x, y] = frame.toLocal({ lon: 120.01, lat: 30.01 });
    expect(x).toBeCloseTo(962.97, 0);
    expect(y).toBeCloseTo(1112, -1);
  });
  test('goes there and back without loss', () => {
    const back = frame.toLonLat(...frame.toLocal({ lon: 120.0123, lat: 29.9876 }));
    expect(back.lon).toBeCloseTo(120.0123, 9);
    expect(back.lat).toBeCloseTo(29.9876, 9);
  });
  test('maps its origin to the Mercator point of the centre', () => {
    const m = frame.toMercator();
    expect(m[12]).toBeCloseTo(300 / 360, 12);
    expect(multiply(m, [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1])).toEqual(m);
  });
  test('measures headings clockwise from north', () => {
    for (const heading of [0, 45, 90, 180, 270, 359])
      expect(headingTo(centre, ahead(centre, heading, 50))).toBeCloseTo(heading, 0);
  });
  test('brings any heading into [0, 360)', () => {
    expect(normalHeading(-90)).toBe(270);
    expect(normalHeading(720.04)).toBe(0);
    expect(normalHeading(359.97)).toBe(0);
    expect(normalHeading(Number.NaN)).toBe(0);
  });
  test('halves the metres of a pixel with each zoom', () => {
    expect(metresPerPixel(30, 15) / metresPerPixel(30, 16)).toBeCloseTo(2, 9);
    expect(metresPerPixel(0, 0)).toBeCloseTo(78185, -2);
  });
});

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
  test('is never less than a real mast', () => {
    expect(unitMetres(0.001, 0.001, 1, 1) * mastUnits).toBeCloseTo(leastMastM, 9);
  });
});

describe('an installer', () => {
  const there = camera(1, at(120, 30, 10));
  test('puts a camera on the map looking north, and turns it', () => {
    const draft = turnedTo(draftOf(camera(2, at(0, 0)), centre), 451);
    expect(draft.place).toEqual(at(120, 30, 91));
    expect(headingTo(draft.place, turnHandleAt(draft))).toBeCloseTo(91, 0);
  });
  test('leaves a heading nobody knows unknown while only moving', () => {
    const draft = movedTo(draftOf(camera(2, at(120, 30, null)), null), { lon: 120.001, lat: 30 });
    expect(draft.place.headingDeg).toBeNull();
  });
  test('nudges by a metre and turns by five degrees', () => {
    const draft = draftOf(there, null);
    const east = nudged(draft, 'ArrowRight', false);
    expect(new LocalFrame(centre).toLocal(east?.place ?? centre)[0]).toBeCloseTo(1, 1);
    expect(nudged(draft, 'q', false)?.place.headingDeg).toBe(5);
    expect(nudged(draft, 'x', false)).toBeNull();
  });
  test('sends only what was changed', () => {
    const draft = draftOf(there, null);
    expect(patchOf(draft, there)).toEqual({});
    expect(patchOf(turnedTo(draft, 20), there)).toEqual({ place: at(120, 30, 20) });
    expect(patchOf({ ...draft, rangeM: 30 }, there)).toEqual({ rangeM: 30 });
  });
  test('cannot save a place outside the city', () => {
    expect(canSave(draftOf(there, null), bounds)).toBe(true);
    expect(canSave(movedTo(draftOf(there, null), { lon: 0, lat: 0 }), bounds)).toBe(false);
  });
  test('sees the draft on the map, and no other camera changed', () => {
    const draft = turnedTo(draftOf(there, null), 77);
    expect(withDraft(there, draft).place?.headingDeg).toBe(77);
    const other = camera(9, null);
    expect(withDraft(other, draft)).toBe(other);
  });
});

describe('the list', () => {
  const rows = [10, 9, 2].map(id => ({ camera: camera(id, null) }));
  test('sorts names with their numbers by value', () => {
    const order = new NameOrder();
    const sorted = ['人民路2号', '人民路9号', '人民路10号'];
    expect(order.sort(rows).map(row => row.camera.name)).toEqual(sorted);
    expect(order.sort([...rows].reverse()).map(row => row.camera.name)).toEqual(sorted);
    const renamed = rows.map(row =>
      row.camera.name === '人民路2号' ? { camera: { ...row.camera, name: '人民路99号' } } : row,
    );
    expect(order.sort(renamed).at(-1)?.camera.name).toBe('人民路99号');
  });
  test('sorts again without collating, when only their states changed', () => {
    const many = Array.from({ length: 1000 }, (_, i) => ({ camera: camera(i, null) }));
    const order = new NameOrder();
    const sorted = order.sort(many);
    const compare = vi.spyOn(Intl.Collator.prototype, 'compare', 'get');
    const again = many.map(({ camera: one }) => ({ camera: { ...one, state: { ...one.state } } }));
    expect(order.sort(again).map(row => row.camera.id)).toEqual(sorted.map(row => row.camera.id));
    expect(compare).not.toHaveBeenCalled();
    compare.mockRestore();
  });
  test('finds by name and by address, every word', () => {
    expect(searchCameras(rows, ' 人民路 .9 ').length).toBe(1);
    const coded = [{ camera: camera(1, null, { code: '33990200001320000001' }) }];
    expect(searchCameras(coded, '132000').length).toBe(1);
    expect(searchCameras(rows, '').length).toBe(3);
    expect(searchCameras(rows, '解放路').length).toBe(0);
  });
  test('says how old a picture is in one unit', () => {
    expect([14_900, 119_999, 120_000, 7_200_000].map(ageParts)).toEqual([
      { unit: 'seconds', n: 14 },
      { unit: 'seconds', n: 119 },
      { unit: 'minutes', n: 2 },
      { unit: 'hours', n: 2 },
    ]);
  });
  test('counts the states by colour', () => {
    const down = camera(1, null, { state: { kind: 'unreachable', sinceMs: 0 } });
    expect(countTones([down, camera(2, null)])).toMatchObject({ live: 1, fault: 1, away: 0 });
  });
  test('is walked by keys and stays within its ends', () => {
    expect(movedIndex('ArrowDown', -1, 3)).toBe(0);
    expect(movedIndex('ArrowUp', 0, 3)).toBe(0);
    expect(movedIndex('End', 0, 3)).toBe(2);
    expect(movedIndex('PageDown', 0, 3)).toBe(2);
    expect(movedIndex('a', 1, 3)).toBe(1);
    expect(movedIndex('ArrowDown', -1, 0)).toBe(-1);
  });
});
