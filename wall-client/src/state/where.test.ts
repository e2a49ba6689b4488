import { expect, it } from 'vitest';
import { cameraId, testCamera } from '../testing.ts';
import { useCameras } from './cameras.ts';
import { camerasAt, camerasMeant, everywhere, ofCameras, type WhereArea } from './where.ts';

const square = (lon: number): WhereArea => ({
  ...{ key: `area ${lon}`, name: `社区${lon}`, nameEn: `Community ${lon}` },
  ring: [
    { lon, lat: 30 },
    { lon: lon + 1, lat: 30 },
    { lon: lon + 1, lat: 31 },
    { lon, lat: 31 },
  ],
});
const at = (n: number, lon: number) => testCamera(n, { place: { lon, lat: 30.5, headingDeg: null } });
const cameras = [at(1, 120.2), at(2, 120.8), at(3, 121.5), testCamera(4)];

it('areas stand for the placed cameras in them, each camera once with those that are named', () => {
  const where = { cameraIds: [cameraId(2), cameraId(4)], areas: [square(120)] };
  expect(camerasAt(where, cameras)).toEqual([2, 4, 1].map(cameraId));
  expect(camerasAt({ ...everywhere, areas: [square(120), square(121)] }, cameras)).toEqual(
    [1, 2, 3].map(cameraId),
  );
});

it('an area counts the cameras of the moment, and never means everywhere', () => {
  const where = { ...everywhere, areas: [square(122)] };
  useCameras.setState({ cameras: new Map(cameras.map(camera => [camera.id, camera])) });
  expect(() => camerasMeant(where, 9)).toThrow('no-camera-there');
  expect(camerasMeant(everywhere, 9)).toEqual([]);
  useCameras.setState({ cameras: new Map([[cameraId(5), at(5, 122.5)]]) });
  expect(camerasMeant(where, 9)).toEqual([cameraId(5)]);
  expect(() => camerasMeant(ofCameras(['a', 'b']), 1)).toThrow('too-many-cameras');
});
