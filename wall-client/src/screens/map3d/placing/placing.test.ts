import type { CameraPlace } from '@brightwall/protocol/camera';
import { describe, expect, test } from 'vitest';
import { headingTo, LocalFrame } from '../geo.ts';
import { at, bounds, camera, centre } from '../testing.ts';
import { canSave, draftOf, movedTo, nudged, patchOf, turnedTo, turnHandleAt, withDraft } from './draft.ts';
import { PlacementParts, partByPlacement, placementOf } from './placement.ts';

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
