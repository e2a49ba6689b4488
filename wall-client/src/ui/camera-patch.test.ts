import { expect, it } from 'vitest';
import { testCamera } from '../testing.ts';
import { fieldsOf, isChanged, patchOf } from './camera-patch.ts';

const camera = testCamera(1, { place: { lon: 120, lat: 30, headingDeg: 90 } });

it('sends nothing where nothing was changed', () => {
  expect(patchOf(camera, fieldsOf(camera))).toEqual({});
});

it('sends only what was changed, trimmed', () => {
  expect(patchOf(camera, { ...fieldsOf(camera), name: ' 东门 ' })).toEqual({ name: '东门' });
});

it('sends a 国标编码 without the spaces it was pasted with, and null where it was taken out', () => {
  const code = '33990200001320000001';
  expect(patchOf(camera, { ...fieldsOf(camera), code: ` ${code} ` })).toEqual({ code });
  const known = testCamera(1, { code });
  expect(patchOf(known, { ...fieldsOf(known), code: '' })).toEqual({ code: null });
  expect(patchOf(known, fieldsOf(known))).toEqual({});
});

it('sends a place whole, since half of one is none', () => {
  expect(patchOf(camera, { ...fieldsOf(camera), headingDeg: 180 })).toEqual({
    place: { lon: 120, lat: 30, headingDeg: 180 },
  });
  expect(patchOf(camera, { ...fieldsOf(camera), lon: null })).toEqual({});
});

it('can say that nobody knows where a camera looks', () => {
  expect(patchOf(camera, { ...fieldsOf(camera), headingDeg: null }).place?.headingDeg).toBeNull();
});

it('shows a heading to a tenth of a degree, and takes that for no change', () => {
  const measured = testCamera(1, { place: { lon: 120, lat: 30, headingDeg: 185.89999999999998 } });
  expect(fieldsOf(measured).headingDeg).toBe(185.9);
  expect(patchOf(measured, fieldsOf(measured))).toEqual({});
});

it('knows a form that was changed, even to what cannot be saved', () => {
  expect(isChanged(camera, fieldsOf(camera))).toBe(false);
  expect(isChanged(camera, { ...fieldsOf(camera), name: '' })).toBe(true);
  expect(isChanged(camera, { ...fieldsOf(camera), lon: null })).toBe(true);
});
