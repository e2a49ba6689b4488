// A passage and its row, both ways.
import type { Passage, Point } from '@brightwall/protocol/passage';
import type { PlateCharacter } from '@brightwall/protocol/plate';

/** As the driver gives it. */
export interface PassageRow {
  id: string;
  plate: string;
  passed_at: Date;
  camera_id: string;
  kind: Passage['kind'];
  colour: Passage['colour'];
  rows: Passage['rows'];
  direction: Passage['direction'];
  lane: string | null;
  confidence: number | null;
  characters: CompactCharacter[] | null;
  runner_up: string | null;
  runner_up_confidence: number | null;
  corners: number[];
  vehicle: number[];
  plate_width_px: number;
  frames_read: number;
  profile: Passage['profile'];
  scene_picture: Buffer;
  vehicle_picture: Buffer;
  plate_picture: Buffer;
  first_seen: Date;
  last_seen: Date;
  edge_clock_offset_ms: number | null;
  received_at: Date;
}

/** A character, its confidence, then each alternative and its own: a third of the bytes that names would take. */
type CompactCharacter = (string | number)[];

export function toRecord(passage: Passage, receivedMs: number): object {
  const { reading, pictures, edgeClockOffsetMs } = passage;
  const onCore = (ms: number) => new Date(Math.round(ms + (edgeClockOffsetMs ?? 0))).toISOString();
  return {
    id: passage.id,
    plate: reading?.text ?? '',
    passed_at: onCore(passage.passedMs),
    camera_id: passage.cameraId,
    kind: passage.kind,
    colour: passage.colour,
    rows: passage.rows,
    direction: passage.direction,
    lane: passage.lane,
    confidence: reading && millionths(reading.confidence),
    characters: reading?.characters.map(compact) ?? null,
    runner_up: reading?.runnerUp?.text ?? null,
    runner_up_confidence: reading?.runnerUp ? millionths(reading.runnerUp.confidence) : null,
    corners: passage.corners.flat().map(millionths),
    vehicle: passage.vehicle.map(millionths),
    plate_width_px: millionths(passage.plateWidthPx),
    frames_read: passage.framesRead,
    profile: passage.profile,
    scene: pictures.scene,
    vehicle_hash: pictures.vehicle,
    plate_hash: pictures.plate,
    first_seen: onCore(passage.firstSeenMs),
    last_seen: onCore(passage.lastSeenMs),
    edge_clock_offset_ms: edgeClockOffsetMs,
    received_at: new Date(receivedMs).toISOString(),
  };
}

export function fromRow(row: PassageRow): Passage {
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
