// Many cameras as one message: by columns, and of what many share each value once. A city's list is a third of what it is
// camera by camera, for who writes it, who carries it and who reads it.
import type { Camera } from './camera.ts';

/** A value for each camera, or few values and which of them each camera has. */
type Column<T> = { readonly each: T[] } | { readonly values: T[]; readonly at: number[] };

type Row = Omit<Camera, 'place'> & { place: [lon: number, lat: number, headingDeg: number | null] | null };

export type CameraColumns = { readonly [K in keyof Row]-?: Column<Row[K]> };

const keys: { readonly [K in keyof Row]-?: true } = {
  id: true,
  name: true,
  source: true,
  address: true,
  manufacturer: true,
  model: true,
  firmware: true,
  serial: true,
  mac: true,
  ptz: true,
  code: true,
  clockOffsetMs: true,
  streams: true,
  place: true,
  state: true,
  siteId: true,
  agentId: true,
  fieldOfViewDeg: true,
  rangeM: true,
  thumbnailMs: true,
};

export function toColumns(cameras: readonly Camera[]): CameraColumns {
  const rows = cameras.map(
    ({ place, ...camera }): Row => ({
      ...camera,
      place: place && [place.lon, place.lat, place.headingDeg],
    }),
  );
  const made = Object.keys(keys).map(key => [key, columnOf(rows.map(row => row[key as keyof Row]))]);
  return Object.fromEntries(made) as CameraColumns;
}

export function fromColumns(columns: CameraColumns): Camera[] {
  const read = Object.fromEntries(
    Object.keys(keys).map(key => [key, readerOf<unknown>(columns[key as keyof Row])]),
  ) as { [K in keyof Row]-?: (index: number) => Row[K] };
  const count = 'each' in columns.id ? columns.id.each.length : columns.id.at.length;
  // All with the same fields in the same order: an engine keeps them as one kind.
  return Array.from({ length: count }, (_, i): Camera => {
    const place = read.place(i);
    return {
      id: read.id(i),
      name: read.name(i),
      source: read.source(i),
      address: read.address(i),
      manufacturer: read.manufacturer(i),
      model: read.model(i),
      firmware: read.firmware(i),
      serial: read.serial(i),
      mac: read.mac(i),
      ptz: read.ptz(i),
      code: read.code(i),
      clockOffsetMs: read.clockOffsetMs(i),
      streams: read.streams(i),
      place: place && { lon: place[0], lat: place[1], headingDeg: place[2] },
      state: read.state(i),
      siteId: read.siteId(i),
      agentId: read.agentId(i),
      fieldOfViewDeg: read.fieldOfViewDeg(i),
      rangeM: read.rangeM(i),
      thumbnailMs: read.thumbnailMs(i),
    };
  });
}

function columnOf<T>(each: T[]): Column<T> {
  const values: T[] = [];
  const known = new Map<unknown, number>();
  const at: number[] = [];
  for (const value of each) {
    const key = typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
    let index = known.get(key);
    if (index === undefined) {
      index = values.push(value) - 1;
      known.set(key, index);
      // Hardly any two have the same: to say which would only add to it.
      if (values.length > each.length / 2) return { each };
    }
    at.push(index);
  }
  return { values, at };
}

function readerOf<T>(column: Column<T>): (index: number) => T {
  if ('each' in column) return index => column.each[index] as T;
  const { values, at } = column;
  return index => values[at[index] as number] as T;
}
