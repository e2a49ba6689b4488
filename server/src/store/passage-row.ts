// A passage and its row, both ways.
import {
  type Passage,
  passedByCoreMs,
  type SeenPassage,
  type ToldPassage,
} from '@brightwall/protocol/passage';
import { packSight, unpackSight } from './packed-sight.ts';

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
  /** store/packed-sight.ts */
  sight: Buffer;
  scene_picture: Buffer;
  vehicle_picture: Buffer;
  plate_picture: Buffer;
}

/** What another system told: nothing of what only eyes could say (the table's check holds it to that). */
interface ToldRow extends AnyRow {
  system: string;
}

/** Values of its columns, but of received_at. */
export function toRecord(passage: Passage): Record<string, string | number | null> {
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
  const { pictures } = passage;
  return {
    ...record,
    passed_at: new Date(Math.round(passedByCoreMs(passage))).toISOString(),
    sight: bytes(packSight(passage).toString('hex')),
    scene_picture: bytes(pictures.scene),
    vehicle_picture: bytes(pictures.vehicle),
    plate_picture: bytes(pictures.plate),
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
  const { reading, ...sight } = unpackSight(
    row.sight,
    edgeClockOffsetMs => row.passed_at.getTime() - (edgeClockOffsetMs ?? 0),
  );
  return {
    id: row.id,
    cameraId: row.camera_id,
    direction: row.direction,
    lane: row.lane,
    reading: reading && { text: row.plate, confidence: row.confidence ?? 0, ...reading },
    colour: row.colour,
    kind: row.kind,
    ...sight,
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
