// A row of the city as the passage an edge would send.
import type { Passage } from '@brightwall/protocol/passage';
import type { PlateCharacter } from '@brightwall/protocol/plate';
import type { City } from './city.ts';

/** Its id, pictures and confidences follow from its place among the rows. */
export function passageOf({ passed, plates, grid }: City, n: number): Passage {
  const mix = (salt: number) =>
    Math.imul(Math.imul(n + 1, 0x9e3779b1) ^ Math.imul(salt, 0x85ebca6b), 0xc2b2ae35) >>> 0;
  const hex = (salt: number) => mix(salt).toString(16).padStart(8, '0');
  const part = (salt: number) => mix(salt) / 2 ** 32;
  const passedMs = passed.atMs[n]!;
  const plate = plates.list[passed.plate[n]!];
  const at = Math.floor(passedMs).toString(16).padStart(12, '0');
  const hash = (salt: number) => Array.from({ length: 8 }, (_, word) => hex(salt + word)).join('');
  const [left, top] = [0.1 + 0.5 * part(40), 0.4 + 0.3 * part(41)];
  const characters =
    plate && [...plate.text].map((character, place) => characterOf(character, part(50 + place)));
  return {
    id: `${at.slice(0, 8)}-${at.slice(8)}-7${hex(1).slice(0, 3)}-8${hex(2).slice(0, 3)}-${hex(3)}${hex(4).slice(0, 4)}`,
    cameraId: grid.gates[passed.gate[n]!]!.id,
    ...{ passedMs, firstSeenMs: passedMs - 900, lastSeenMs: passedMs + 700, edgeClockOffsetMs: 0 },
    direction: part(5) < 0.5 ? 'toward' : 'away',
    lane: part(6) < 0.5 ? '一车道' : '二车道',
    reading: plate
      ? {
          text: plate.text,
          confidence: characters!.reduce((product, { confidence }) => product * confidence, 1),
          characters: characters!,
          runnerUp: part(7) < 0.7 ? { text: `${plate.text.slice(0, -1)}7`, confidence: 0.01 } : null,
        }
      : null,
    colour: plate?.colour ?? 'blue',
    kind: plate?.kind ?? 'unknown',
    rows: 1,
    corners: [
      [left, top],
      [left + 0.09, top],
      [left + 0.09, top + 0.03],
      [left, top + 0.03],
    ],
    plateWidthPx: 90 + 60 * part(8),
    vehicle: [left - 0.1, top - 0.3, left + 0.25, top + 0.1],
    framesRead: 5 + (mix(9) % 10),
    profile: 'main',
    pictures: { scene: hash(10), vehicle: hash(20), plate: hash(30) },
  };
}

function characterOf(character: string, chance: number): PlateCharacter {
  const confidence = 0.9 + 0.0999 * Math.sqrt(chance);
  const alternatives =
    chance < 0.4 ? [{ character: chance < 0.2 ? 'B' : '8', confidence: (1 - confidence) / 2 }] : [];
  return { character, confidence, alternatives };
}
