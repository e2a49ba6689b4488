import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from './config.ts';
import { loadMapConfig, parseMapConfig } from './map-config.ts';
import { tempFolder } from './testing/temp-folder.ts';

const folder = tempFolder('map-config');
beforeAll(() => {
  mkdirSync(join(folder.path, 'tiles'));
  writeFileSync(join(folder.path, 'tiles', 'tileset.json'), '{}');
  writeFileSync(join(folder.path, 'own.pmtiles'), '');
  writeFileSync(join(folder.path, 'token'), 'secret\n');
});
afterAll(() => folder.remove());

const read = (yaml: string) => parseMapConfig(yaml, folder.path);
const raster = (more: string) =>
  `rasters: [{ id: img, name: 影像, url: 'https://t.test/{z}/{x}/{y}', ${more} }]`;

describe('map.yaml', () => {
  it('as it comes says nothing: the demo city', () => {
    const path = join(import.meta.dirname, '..', '..', 'config', 'map.yaml');
    expect(loadMapConfig(path)).toEqual(loadMapConfig(undefined));
  });

  it('is understood with each of its documented examples uncommented', async () => {
    const { readFileSync } = await import('node:fs');
    const text = readFileSync(join(import.meta.dirname, '..', '..', 'config', 'map.yaml'), 'utf8');
    const uncommented = text
      .replace(/^# (?=(view|vector|rasters|tilesets|terrain|cache):)/gm, '')
      .replace(/^# (?= {2,})/gm, '')
      .replaceAll('/srv/maps/city.pmtiles', 'own.pmtiles')
      .replaceAll('/srv/maps/terrain.pmtiles', 'own.pmtiles')
      .replaceAll('/srv/tiles/old-town/', 'tiles/')
      .replaceAll('/etc/brightwall/tianditu-token', 'token');
    const settings = read(uncommented);
    expect(settings.view?.centre).toEqual([120.15, 30.28]);
    expect(settings.vector?.file).toBe(join(folder.path, 'own.pmtiles'));
    expect(settings.rasters).toMatchObject([{ id: 'tianditu-img', crs: 'cgcs2000', token: 'secret' }]);
    expect(settings.tilesets).toMatchObject([
      { dir: join(folder.path, 'tiles'), entry: 'tileset.json', heightOffsetM: -12.4 },
    ]);
    expect(settings.terrain).toMatchObject({ isArchive: true, encoding: 'terrarium' });
    expect(settings.cache).toEqual({ maxBytes: 2e9, maxAgeMs: 30 * 86_400_000 });
  });

  it.each([
    ['a setting that does not exist', 'vectors: {}', 'there is no setting /vectors'],
    ['what is no YAML', 'rasters: [', 'is not valid YAML'],
    ['a file that is not there', 'vector: { file: gone.pmtiles }', 'vector.file does not exist'],
    ['a tileset that is not there', 'tilesets: [{ id: a, name: a, tileset: no.json }]', 'does not exist'],
    ['an unknown coordinate system', raster('crs: bd09'), '/rasters/0/crs'],
    ['a token that no address asks for', raster('token: x'), 'needs {token} in its url'],
    ['a raster without {y}', "rasters: [{ id: a, name: a, url: 'https://t.test/{z}/{x}' }]", 'lacks {y}'],
    [
      'a host that whoever asks may choose',
      "rasters: [{ id: a, name: a, url: 'https://t{x}.test/{z}/{x}/{y}' }]",
      'place-holder in its host',
    ],
    [
      'an address that is no web address',
      "rasters: [{ id: a, name: a, url: 'file:///{z}/{x}/{y}' }]",
      '/url',
    ],
    [
      'one id twice',
      `${raster('').replace(' }]', ' }, { id: img, name: b, url: "http://u/{z}/{x}/{y}" }]')}`,
      'stands twice',
    ],
    [
      'bounds with the centre outside',
      'view: { name: a, centre: [10, 10], bounds: [1, 1, 2, 2] }',
      'view needs bounds',
    ],
  ])('with %s is refused, in both languages', (_, yaml, part) => {
    let error: unknown;
    try {
      read(yaml);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).en).toContain(part);
    expect((error as ConfigError).zh).toMatch(/[\u4e00-\u9fff]/);
  });
});
