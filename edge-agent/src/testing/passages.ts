// For tests: passages as the video half makes them.
import { createHash, randomBytes } from 'node:crypto';
import { uuidV7 } from '@brightwall/kit/uuid';
import type { SeenPassage } from '@brightwall/protocol/passage';

export interface TestPassage {
  readonly passage: SeenPassage;
  readonly pictures: { hash: string; jpeg: Uint8Array }[];
}

export function testPassage(cameraId: string, passedMs = Date.now(), pictureBytes = 3000): TestPassage {
  const pictures = Array.from({ length: 3 }, () => {
    const jpeg = new Uint8Array([0xff, 0xd8, 0xff, ...randomBytes(pictureBytes), 0xff, 0xd9]);
    return { hash: createHash('sha256').update(jpeg).digest('hex'), jpeg };
  });
  const [scene, vehicle, plate] = pictures.map(({ hash }) => hash);
  const passage: SeenPassage = {
    id: uuidV7(passedMs),
    cameraId,
    passedMs,
    firstSeenMs: passedMs,
    lastSeenMs: passedMs,
    edgeClockOffsetMs: null,
    direction: 'away',
    lane: null,
    reading: null,
    colour: 'unknown',
    kind: 'unknown',
    rows: 1,
    corners: [
      [0, 0],
      [0.1, 0],
      [0.1, 0.1],
      [0, 0.1],
    ],
    plateWidthPx: 60,
    vehicle: [0, 0, 1, 1],
    framesRead: 3,
    profile: 'sub',
    pictures: { scene: scene!, vehicle: vehicle!, plate: plate! },
  };
  return { passage, pictures };
}
