// Writes a PMTiles v3 archive (https://github.com/protomaps/PMTiles, spec/v3): 127 bytes of header, the
// directory, metadata, then the tiles in the order of their ids, which is the order of a Hilbert curve.
// One root directory: enough for the some thousand tiles of a city.
import { gzipSync } from 'node:zlib';

export interface TileData {
  z: number;
  x: number;
  y: number;
  /** Not compressed yet. */
  data: Uint8Array;
}

export interface ArchiveInfo {
  /** West, south, east, north in degrees. */
  bounds: readonly [number, number, number, number];
  centre: readonly [lon: number, lat: number, zoom: number];
  metadata: object;
}

const headerBytes = 127;
/** The root directory must lie in the first 16 KiB, so that one request brings header and root. */
const rootLimit = 16_384 - headerBytes;
const gzip = 2;
const mvt = 1;

/** Position on the Hilbert curves of all zooms, zoom 0 first. */
export function tileId(z: number, x: number, y: number): number {
  let id = (4 ** z - 1) / 3;
  let [tx, ty] = [x, y];
  for (let s = 2 ** (z - 1); s >= 1; s /= 2) {
    const rx = (tx & s) > 0 ? 1 : 0;
    const ry = (ty & s) > 0 ? 1 : 0;
    id += s * s * ((3 * rx) ^ ry);
    if (ry === 0) {
      if (rx === 1) [tx, ty] = [s - 1 - (tx & (s - 1)), s - 1 - (ty & (s - 1))];
      [tx, ty] = [ty, tx];
    }
  }
  return id;
}

function varints(values: Iterable<number>): number[] {
  const out: number[] = [];
  for (let value of values) {
    // Ids pass 2³¹ at zoom 16: no bit operations.
    for (; value > 127; value = Math.floor(value / 128)) out.push((value % 128) | 128);
    out.push(value);
  }
  return out;
}

interface Entry {
  id: number;
  offset: number;
  length: number;
}

/** Columns: count, ids as differences, run lengths, lengths, offsets as 0 for "follows the one before". */
function directory(entries: readonly Entry[]): Buffer {
  const offsets = entries.map(({ offset }, i) => {
    const before = entries[i - 1];
    return before && offset === before.offset + before.length ? 0 : offset + 1;
  });
  return gzipSync(
    Uint8Array.from(
      varints([
        entries.length,
        ...entries.map(({ id }, i) => id - (entries[i - 1]?.id ?? 0)),
        ...entries.map(() => 1),
        ...entries.map(({ length }) => length),
        ...offsets,
      ]),
    ),
  );
}

/** Throws when the directory outgrows the root: such an archive needs leaves, which this writer has not. */
export function writePmtiles(tiles: readonly TileData[], info: ArchiveInfo): Buffer {
  const sorted = tiles
    .map(tile => ({ ...tile, id: tileId(tile.z, tile.x, tile.y) }))
    .sort((a, b) => a.id - b.id);
  const packed = sorted.map(({ data }) => gzipSync(data));
  let offset = 0;
  const entries = sorted.map(({ id }, i): Entry => {
    const { length } = packed[i] as Buffer;
    const entry = { id, offset, length };
    offset += length;
    return entry;
  });
  const root = directory(entries);
  if (root.length > rootLimit) throw new Error(`pmtiles: the directory takes ${root.length} bytes`);
  const metadata = gzipSync(JSON.stringify(info.metadata));

  const header = Buffer.alloc(headerBytes);
  header.write('PMTiles', 0, 'ascii');
  header[7] = 3;
  const metadataAt = headerBytes + root.length;
  const tilesAt = metadataAt + metadata.length;
  const longs = [headerBytes, root.length, metadataAt, metadata.length, tilesAt, 0, tilesAt, offset];
  longs.push(entries.length, entries.length, entries.length);
  longs.forEach((value, i) => {
    header.writeBigUInt64LE(BigInt(value), 8 + i * 8);
  });
  const zooms = sorted.map(({ z }) => z);
  header[96] = 1; // clustered: tiles lie in the order of their ids
  header[97] = gzip; // of directories
  header[98] = gzip; // of tiles
  header[99] = mvt;
  header[100] = Math.min(...zooms);
  header[101] = Math.max(...zooms);
  info.bounds.forEach((degrees, i) => {
    header.writeInt32LE(Math.round(degrees * 1e7), 102 + i * 4);
  });
  header[118] = info.centre[2];
  header.writeInt32LE(Math.round(info.centre[0] * 1e7), 119);
  header.writeInt32LE(Math.round(info.centre[1] * 1e7), 123);
  return Buffer.concat([header, root, metadata, ...packed]);
}
