// What an agent saw of a passage beside its row's columns, in one value: a third of the bytes that columns and JSON
// take, and less for the server to parse. Migration 0011 writes the same. Numbers are big-endian:
//
//   u8 rows, + 2 of the sub stream · u32 frames read · u32 plate's width in hundredths of a px
//   u16 × 8 corners, × 4 vehicle: parts of the picture in 32768ths
//   i40 × 2 ms of the first and last sight after the passage · f64 edge's clock offset in ms, NaN: never measured
//   with a reading: u8 characters; of each u8 alternatives, then itself and these: text, u16 in 10000ths
//   with a runner-up: text, u16 in 10000ths
//   a text: u8 bytes, UTF-8
import type { Point, SeenPassage } from '@brightwall/protocol/passage';
import type { PlateCharacter } from '@brightwall/protocol/plate';

/** Of a passage: what is packed. */
export type Sight = Pick<
  SeenPassage,
  | 'rows'
  | 'profile'
  | 'framesRead'
  | 'plateWidthPx'
  | 'corners'
  | 'vehicle'
  | 'passedMs'
  | 'firstSeenMs'
  | 'lastSeenMs'
  | 'edgeClockOffsetMs'
> & { readonly reading: Pick<NonNullable<SeenPassage['reading']>, 'characters' | 'runnerUp'> | null };

const subStream = 2;
const widthOf = 100;
const partsOf = 32_768;
const confidenceOf = 10_000;
/** What 40 bits hold: 17 years. */
const mostMs = 2 ** 39 - 1;
/** More than the protocol's longest: 61 bytes, and 10 characters with 4 alternatives each of at most 9 bytes. */
const room = Buffer.alloc(1024);

/** Times to the millisecond, parts to a 32768th (0.12 px of 3840), confidence to a hundredth of a percent. */
export function packSight(sight: Sight): Buffer {
  let at = room.writeUInt8(sight.rows + (sight.profile === 'sub' ? subStream : 0));
  at = room.writeUInt32BE(sight.framesRead, at);
  at = room.writeUInt32BE(Math.round(sight.plateWidthPx * widthOf), at);
  for (const part of [...sight.corners.flat(), ...sight.vehicle])
    at = room.writeUInt16BE(Math.round(part * partsOf), at);
  for (const ms of [sight.firstSeenMs, sight.lastSeenMs]) {
    const after = Math.round(ms - sight.passedMs);
    at = room.writeIntBE(Math.max(-mostMs, Math.min(mostMs, after)), at, 5);
  }
  at = room.writeDoubleBE(sight.edgeClockOffsetMs ?? Number.NaN, at);
  if (sight.reading) at = packReading(sight.reading, at);
  return Buffer.from(room.subarray(0, at));
}

function packReading({ characters, runnerUp }: NonNullable<Sight['reading']>, start: number): number {
  let at = room.writeUInt8(characters.length, start);
  for (const { alternatives, ...itself } of characters) {
    // An alternative that rounds to nothing is none.
    const others = alternatives.filter(({ confidence }) => Math.round(confidence * confidenceOf) > 0);
    at = room.writeUInt8(others.length, at);
    for (const { character, confidence } of [itself, ...others])
      at = packConfident(character, confidence, at);
  }
  return runnerUp ? packConfident(runnerUp.text, runnerUp.confidence, at) : at;
}

function packConfident(text: string, confidence: number, at: number): number {
  return room.writeUInt16BE(Math.round(confidence * confidenceOf), packText(text, at));
}

function packText(text: string, at: number): number {
  const bytes = room.write(text, at + 1, 'utf8');
  room.writeUInt8(bytes, at);
  return at + 1 + bytes;
}

/** `passedMs`: by the edge's clock, for which the packed offset is given to `passedOf`. */
export function unpackSight(packed: Buffer, passedOf: (edgeClockOffsetMs: number | null) => number): Sight {
  const flags = packed.readUInt8(0);
  const part = (nth: number) => packed.readUInt16BE(9 + 2 * nth) / partsOf;
  const corner = (nth: number): Point => [part(2 * nth), part(2 * nth + 1)];
  const offset = packed.readDoubleBE(43);
  const edgeClockOffsetMs = Number.isNaN(offset) ? null : offset;
  const passedMs = passedOf(edgeClockOffsetMs);
  return {
    rows: flags % subStream === 0 ? 2 : 1,
    profile: flags > subStream ? 'sub' : 'main',
    framesRead: packed.readUInt32BE(1),
    plateWidthPx: packed.readUInt32BE(5) / widthOf,
    corners: [corner(0), corner(1), corner(2), corner(3)],
    vehicle: [part(8), part(9), part(10), part(11)],
    passedMs,
    firstSeenMs: passedMs + packed.readIntBE(33, 5),
    lastSeenMs: passedMs + packed.readIntBE(38, 5),
    edgeClockOffsetMs,
    reading: packed.length > 51 ? unpackReading(packed, 51) : null,
  };
}

function unpackReading(packed: Buffer, start: number): NonNullable<Sight['reading']> {
  let at = start + 1;
  const confident = () => {
    const end = at + 1 + packed.readUInt8(at);
    const text = packed.toString('utf8', at + 1, end);
    at = end + 2;
    return { text, confidence: packed.readUInt16BE(end) / confidenceOf };
  };
  const possible = () => {
    const { text, confidence } = confident();
    return { character: text, confidence };
  };
  const characters: PlateCharacter[] = Array.from({ length: packed.readUInt8(start) }, () => {
    const others = packed.readUInt8(at++);
    return { ...possible(), alternatives: Array.from({ length: others }, possible) };
  });
  return { characters, runnerUp: at < packed.length ? confident() : null };
}
