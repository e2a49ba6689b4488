import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BaseMap } from '@brightwall/protocol/base-map';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tempFolder } from '../testing/temp-folder.ts';
import { startTestCore, type TestCore } from '../testing/test-core.ts';
import { parseRange } from './ranged-file.ts';

const city = {
  version: 2,
  name: '示范市',
  nameEn: 'Demo City',
  centre: [120, 30],
  bounds: [119.9, 29.9, 120.1, 30.1],
  tiles: { file: 'city.pmtiles', minZoom: 8, maxZoom: 15 },
  tileset: '3dtiles/tileset.json',
  areas: 'areas.json',
};

const model = tempFolder('model');
let test: TestCore;
let cookie: string;
beforeAll(async () => {
  mkdirSync(join(model.path, 'tiles', 'deep'), { recursive: true });
  writeFileSync(join(model.path, 'tiles', 'tileset.json'), '{"asset":{}}');
  writeFileSync(join(model.path, 'tiles', 'deep', 'a.glb'), 'glTF');
  writeFileSync(join(model.path, 'beside.json'), '{}');
  const tileset = join(model.path, 'tiles', 'tileset.json');
  test = await startTestCore({ city, mapYaml: `tilesets: [{ id: town, name: 老城, tileset: ${tileset} }]` });
  cookie = await test.signIn();
  mkdirSync(join(test.folder, 'map', '3dtiles'));
  writeFileSync(join(test.folder, 'map', '3dtiles', 'tileset.json'), '{"asset":{}}');
});
afterAll(async () => {
  await test.close();
  model.remove();
});
const get = (path: string, headers: Record<string, string> = {}) =>
  test.call('GET', path, { cookie, headers });
const describeMap = async () => (await get('/api/basemap')).json() as BaseMap;

describe('the base map', () => {
  it('of the demo city is described by addresses of the core that answer', async () => {
    const base = await describeMap();
    expect(Value.Check(BaseMap, base)).toBe(true);
    expect(base).toMatchObject({
      name: '示范市',
      isFictional: true,
      rasters: [],
      tilesets: [{ id: 'town', url: '/map/tilesets/town/tileset.json', heightOffsetM: 0 }],
      terrain: null,
    });
    expect(base.buildings?.url).toBe('/map/3dtiles/tileset.json');
    for (const address of [base.vector!.url, base.buildings!.url])
      expect((await get(address)).status).toBe(200);
  });

  it('has another address when its archive is another', async () => {
    const before = (await describeMap()).vector!.url;
    writeFileSync(join(test.folder, 'map', 'city.pmtiles'), 'PMTiles-0123456789abcdef');
    expect((await describeMap()).vector!.url).not.toBe(before);
  });
});

describe('the archive', () => {
  it('is given by ranges under one strong validator, for ever under its own address', async () => {
    const { url } = (await describeMap()).vector!;
    const answer = await get(url, { range: 'bytes=8-11' });
    expect([answer.status, answer.body.toString()]).toEqual([206, '0123']);
    expect(answer.headers.get('content-range')).toBe('bytes 8-11/24');
    expect(answer.headers.get('content-type')).toBe('application/vnd.pmtiles');
    expect(answer.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
    const etag = answer.headers.get('etag')!;
    expect(etag).toMatch(/^"[^"]+"$/);
    const whole = await get(url);
    expect([whole.status, whole.body.length, whole.headers.get('etag')]).toEqual([200, 24, etag]);
    expect((await get(url, { 'if-none-match': etag })).status).toBe(304);
  });

  it('is given whole to whoever holds a part of another version', async () => {
    const answer = await get('/map/vector.pmtiles', { range: 'bytes=0-3', 'if-range': '"another"' });
    expect([answer.status, answer.body.length]).toEqual([200, 24]);
    expect(answer.headers.get('cache-control')).toBe('private, no-cache');
  });

  it('says its size where a range lies beyond its end', async () => {
    const answer = await get('/map/vector.pmtiles', { range: 'bytes=100-200' });
    expect([answer.status, answer.headers.get('content-range')]).toEqual([416, 'bytes */24']);
  });
});

describe('a model of a user’s own', () => {
  it('is given with all that lies in its folder, and nothing beside it', async () => {
    const answer = await get('/map/tilesets/town/tileset.json');
    expect([answer.status, answer.body.toString()]).toEqual([200, '{"asset":{}}']);
    expect((await get('/map/tilesets/town/deep/a.glb')).body.toString()).toBe('glTF');
    for (const path of [
      'town/%2e%2e/beside.json',
      'town/..%2fbeside.json',
      'town/gone.glb',
      'other/tileset.json',
    ])
      expect((await get(`/map/tilesets/${path}`)).status, path).toBeGreaterThanOrEqual(400);
    expect((await test.call('GET', '/map/tilesets/town/tileset.json')).status).toBe(401);
  });
});

describe('a range', () => {
  it.each([
    ['bytes=0-0', { start: 0, end: 0 }],
    ['bytes=90-', { start: 90, end: 99 }],
    ['bytes=-10', { start: 90, end: 99 }],
    ['bytes=-1000', { start: 0, end: 99 }],
    ['bytes=90-1000', { start: 90, end: 99 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=5-4', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=0-1,5-6', 'whole'],
    ['lines=0-1', 'whole'],
    ['bytes=-', 'whole'],
    [undefined, 'whole'],
  ] as const)('%s of a hundred bytes is %j', (header, expected) => {
    expect(parseRange(header, 100)).toEqual(expected);
  });
});
