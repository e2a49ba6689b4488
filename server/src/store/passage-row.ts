// A passage and its row, both ways.
import type { Passage, Point, SeenPassage, ToldPassage } from '@brightwall/protocol/passage';
import type { PlateCharacter } from '@brightwall/protocol/plate';

/** As the driver gives it. */
export type PassageRow = SeenRow | ToldRow;

interface AnyRow {
  id: string;
  plate: string;
  passed_at: Date;
  camera_id: string;
  kind: Passage['kind'];
  colour: Passage['colour'];
  direction: Passage['direction'];
  lane: string | null;
  confidence: number | null;
  received_at: Date;
}

interface SeenRow extends AnyRow {
  system: null;
  rows: SeenPassage['rows'];
  characters: CompactCharacter[] | null;
  runner_up: string | null;
  runner_up_confidence: number | null;
  corners: number[];
  vehicle: number[];
  plate_width_px: number;
  frames_read: number;
  profile: SeenPassage['profile'];
  scene_picture: Buffer;
  vehicle_picture: Buffer;
  plate_picture: Buffer;
  first_seen: Date;
  last_seen: Date;
  edge_clock_offset_ms: number | null;
}

/** What another system told: nothing of what only eyes could say (the table's check holds it to that). */
interface ToldRow extends AnyRow {
  system: string;
}

/** A character, its confidence, then each alternative and its own: a third of the bytes that names would take. */
type CompactCharacter = (string | number)[];

/** Values of its columns, but of received_at. */
export function toRecord(passage: Passage): Record<string, unknown> {
  const record = {
    id: passage.id,
    plate: passage.reading?.text ?? '',
    camera_id: passage.cameraId,
    kind: passage.kind,
    colour: passage.colour,
    direction: passage.direction,
    lane: passage.lane,
    confidence: roundedOrNull(passage.reading?.confidence),
  };
  if (passage.pictures === null)
    return { ...record, system: passage.system, passed_at: new Date(passage.passedMs).toISOString() };
  return { ...record, ...sightOf(passage) };
}

function sightOf(passage: SeenPassage): object {
  const { reading, pictures, edgeClockOffsetMs } = passage;
  const onCore = (ms: number) => new Date(Math.round(ms + (edgeClockOffsetMs ?? 0))).toISOString();
  return {
    passed_at: onCore(passage.passedMs),
    rows: passage.rows,
    characters: reading?.characters.map(compact) ?? null,
    runner_up: reading?.runnerUp?.text ?? null,
    runner_up_confidence: roundedOrNull(reading?.runnerUp?.confidence),
    corners: passage.corners.flat().map(millionths),
    vehicle: passage.vehicle.map(millionths),
    plate_width_px: millionths(passage.plateWidthPx),
    frames_read: passage.framesRead,
    profile: passage.profile,
    scene_picture: bytes(pictures.scene),
    vehicle_picture: bytes(pictures.vehicle),
    plate_picture: bytes(pictures.plate),
    first_seen: onCore(passage.firstSeenMs),
    last_seen: onCore(passage.lastSeenMs),
    edge_clock_offset_ms: edgeClockOffsetMs,
  };
}

export function fromRow(row: PassageRow): Passage {
  return row.system === null ? seen(row) : told(row);
}

function told(row: ToldRow): ToldPassage {
  return {
    id: row.id,
    system: row.system,
    cameraId: row.camera_id,
    passedMs: row.passed_at.getTime(),
    firstSeenMs: null,
    lastSeenMs: null,
    edgeClockOffsetMs: null,
    direction: row.direction,
    lane: row.lane,
    reading:
      row.plate === ''
        ? null
        : { text: row.plate, confidence: row.confidence, characters: null, runnerUp: null },
    colour: row.colour,
    kind: row.kind,
    rows: null,
    corners: null,
    plateWidthPx: null,
    vehicle: null,
    framesRead: null,
    profile: null,
    pictures: null,
  };
}

function seen(row: SeenRow): SeenPassage {
  const onEdge = (at: Date) => at.getTime() - (row.edge_clock_offset_ms ?? 0);
  const corner = (n: number): Point => [row.corners[2 * n]!, row.corners[2 * n + 1]!];
  const [left, top, right, bottom] = row.vehicle;
  return {
    id: row.id,
    cameraId: row.camera_id,
    passedMs: onEdge(row.passed_at),
    firstSeenMs: onEdge(row.first_seen),
    lastSeenMs: onEdge(row.last_seen),
    edgeClockOffsetMs: row.edge_clock_offset_ms,
    direction: row.direction,
    lane: row.lane,
    reading:
      row.plate === ''
        ? null
        : {
            text: row.plate,
            confidence: row.confidence ?? 0,
            characters: (row.characters ?? []).map(expand),
            runnerUp:
              row.runner_up === null
                ? null
                : { text: row.runner_up, confidence: row.runner_up_confidence ?? 0 },
          },
    colour: row.colour,
    kind: row.kind,
    rows: row.rows,
    corners: [corner(0), corner(1), corner(2), corner(3)],
    plateWidthPx: row.plate_width_px,
    vehicle: [left!, top!, right!, bottom!],
    framesRead: row.frames_read,
    profile: row.profile,
    pictures: {
      scene: row.scene_picture.toString('hex'),
      vehicle: row.vehicle_picture.toString('hex'),
      plate: row.plate_picture.toString('hex'),
    },
  };
}

/** As PostgreSQL writes bytea. */
function bytes(hex: string): string {
  return `\\x${hex}`;
}

function roundedOrNull(value: number | null | undefined): number | null {
  return value == null ? null : millionths(value);
}

/** What a float4 holds of a part or a probability; the database refuses one too small for it (1e-60). */
function millionths(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

/** To a hundredth of a percent; an alternative that rounds to nothing is none. */
function compact({ character, confidence, alternatives }: PlateCharacter): CompactCharacter {
  const rounded = (part: number) => Math.round(part * 10_000) / 10_000;
  const others = alternatives.filter(other => rounded(other.confidence) > 0);
  return [
    character,
    rounded(confidence),
    ...others.flatMap(other => [other.character, rounded(other.confidence)]),
  ];
}

function expand([character, confidence, ...others]: CompactCharacter): PlateCharacter {
  const alternatives = [];
  for (let n = 0; n + 1 < others.length; n += 2)
    alternatives.push({ character: String(others[n]), confidence: Number(others[n + 1]) });
  return { character: String(character), confidence: Number(confidence), alternatives };
}
