// city.json of a map folder: made by scripts/demo-city, and read with the same distrust as anybody's file.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@brightwall/protocol/errors';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';

const File = Type.String({ pattern: '^[\\w-]+(/[\\w-]+)*\\.[a-z]+$', maxLength: 120 });
const Zoom = Type.Integer({ minimum: 0, maximum: 24 });

const CityFile = Type.Object({
  name: Type.String({ maxLength: 120 }),
  nameEn: Type.String({ maxLength: 120 }),
  centre: Type.Tuple([Type.Number(), Type.Number()]),
  bounds: Type.Tuple([Type.Number(), Type.Number(), Type.Number(), Type.Number()]),
  tiles: Type.Object({ file: File, minZoom: Zoom, maxZoom: Zoom }),
  tileset: Type.Optional(File),
  areas: Type.Optional(File),
  roadGraph: Type.Optional(File),
});
export type CityFile = Static<typeof CityFile>;

/** Throws not-found where the folder has no city, internal where its file is none. */
export async function readCity(dir: string): Promise<CityFile> {
  let text: string;
  try {
    text = await readFile(join(dir, 'city.json'), 'utf8');
  } catch {
    throw new AppError('not-found', 'city.json');
  }
  let city: unknown = null;
  try {
    city = JSON.parse(text);
  } catch {
    // falls through: null is no city
  }
  if (!Value.Check(CityFile, city)) throw new AppError('internal', 'city.json');
  return city;
}
